"""The voices of a part: notes that follow one another, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.musicxml.read_records import WrittenNote, WrittenPart


@dataclass(frozen=True)
class Voice:
    """Notes of one voice of a part; an entry in `bars` for each measure, none of its notes overlap.

    `chords`, `overlaps`: the measures (from 0) in which a tone was chosen, or cut short.
    """

    part: WrittenPart
    staff: int
    bars: tuple[tuple[WrittenNote, ...], ...]
    chords: tuple[int, ...] = ()
    overlaps: tuple[int, ...] = ()

    @property
    def has_lyrics(self) -> bool:
        return any(note.lyrics for bar in self.bars for note in bar)

    @property
    def size(self) -> int:
        return sum(map(len, self.bars))


def voices_of(part: WrittenPart) -> list[Voice]:
    """The voices of a part, as they come from the top staff down; those that never sound together with
    another of their staff are joined to it."""
    found: dict[tuple[int, str], list[list[WrittenNote]]] = {}
    split = _on_two_staves(part)
    homes: dict[str, int] = {}
    for i, bar in enumerate(part.bars):
        for note in bar.notes:
            home = note.staff if note.voice in split else homes.setdefault(note.voice, note.staff)
            if (home, note.voice) not in found:
                found[home, note.voice] = [[] for _ in part.bars]
            found[home, note.voice][i].append(note)
    voices = [_voice(part, staff, bars) for (staff, _), bars in sorted(found.items(), key=_in_order)]
    return _joined(voices)


def _in_order(one: tuple[tuple[int, str], object]) -> tuple[int, int, str]:
    (staff, voice), _ = one
    return staff, int(voice) if voice.isdecimal() and len(voice) < 9 else 0, voice


def _on_two_staves(part: WrittenPart) -> set[str]:
    """Names of voices that sound on two staves at once, so that they are several of one name."""
    found: set[str] = set()
    for bar in part.bars:
        if len({note.staff for note in bar.notes}) > 1:
            for voice in {note.voice for note in bar.notes} - found:
                notes = [note for note in bar.notes if note.voice == voice and note.duration]
                if _meet(
                    *(
                        [one for one in notes if (one.staff == notes[0].staff) is same]
                        for same in (True, False)
                    )
                ):
                    found.add(voice)
    return found


def _voice(part: WrittenPart, staff: int, bars: Sequence[Sequence[WrittenNote]]) -> Voice:
    chords: list[int] = []
    overlaps: list[int] = []
    single = []
    for i, bar in enumerate(bars):
        notes, in_chord, cut = one_at_a_time(bar)
        single.append(notes)
        chords += [i] * in_chord
        overlaps += [i] * cut
    return Voice(part, staff, tuple(single), tuple(chords), tuple(overlaps))


def one_at_a_time(notes: Iterable[WrittenNote]) -> tuple[tuple[WrittenNote, ...], bool, bool]:
    """Of chords the highest tone, of notes that overlap the later ones; grace notes put to those that they
    adorn; and whether there were chords, or notes that had to be cut."""
    notes = list(notes)
    if any(note.passes for note in notes):
        return _pass_by_pass(notes)
    out: list[WrittenNote] = []
    graces: list[WrittenNote] = []
    in_chord = cut = False
    for note in sorted(notes, key=lambda note: note.start):
        if not note.duration:
            _add_grace(graces, note)
        elif out and out[-1].start == note.start:
            in_chord = True
            out[-1] = _higher(out[-1], note)
        else:
            if out and out[-1].end > note.start:
                out[-1] = replace(out[-1], duration=note.start - out[-1].start)
                cut = True
            before = [one for one in graces if "after" not in one.marks]
            if out and len(before) < len(graces):
                out[-1] = replace(out[-1], after=tuple(one for one in graces if "after" in one.marks))
            out.append(replace(note, graces=tuple(before)) if before else note)
            graces = []
    if out and graces:
        out[-1] = replace(out[-1], after=tuple(graces))
    return tuple(out), in_chord, cut


def _pass_by_pass(notes: Sequence[WrittenNote]) -> tuple[tuple[WrittenNote, ...], bool, bool]:
    """Those that sound in the same times through a repeat, one at a time, beside the others."""
    groups: dict[frozenset[int], list[WrittenNote]] = {}
    for note in notes:
        groups.setdefault(note.passes, []).append(replace(note, passes=frozenset()))
    found = [(passes, one_at_a_time(group)) for passes, group in groups.items()]
    single = [replace(note, passes=passes) for passes, (notes, _, _) in found for note in notes]
    in_chord, cut = (any(one[i] for _, one in found) for i in (1, 2))
    return tuple(sorted(single, key=lambda note: note.start)), in_chord, cut


def _add_grace(graces: list[WrittenNote], note: WrittenNote) -> None:
    if "chord" not in note.marks or not graces:
        graces.append(note)
    elif note.pitch.midi > graces[-1].pitch.midi:
        graces[-1] = replace(note, marks=note.marks - {"chord"}, lyrics=note.lyrics or graces[-1].lyrics)


def _higher(one: WrittenNote, other: WrittenNote) -> WrittenNote:
    """The higher of two notes that sound together, with the words and marks of both."""
    top = other if other.pitch.midi > one.pitch.midi else one
    return replace(
        top,
        lyrics=one.lyrics or other.lyrics,
        marks=(one.marks | other.marks) - {"chord"},
        graces=one.graces,
        duration=one.duration,
    )


def _joined(voices: list[Voice]) -> list[Voice]:
    """Voices of one staff that take turns, as one: a melody that changes its voice for some bars."""
    out: list[Voice] = []
    for voice in voices:
        for i, other in enumerate(out):
            if other.staff == voice.staff and not any(map(_meet, other.bars, voice.bars)):
                bars = tuple(
                    tuple(sorted(one + two, key=lambda note: note.start))
                    for one, two in zip(other.bars, voice.bars, strict=True)
                )
                out[i] = replace(
                    other,
                    bars=bars,
                    chords=tuple(sorted({*other.chords, *voice.chords})),
                    overlaps=tuple(sorted({*other.overlaps, *voice.overlaps})),
                )
                break
        else:
            out.append(voice)
    return out


def _meet(one: Sequence[WrittenNote], other: Sequence[WrittenNote]) -> bool:
    """Whether notes of two voices sound together anywhere in a measure."""
    if not one or not other:
        return False
    i = j = 0
    one, other = (sorted(notes, key=lambda note: note.start) for notes in (one, other))
    while i < len(one) and j < len(other):
        if one[i].end <= other[j].start:
            i += 1
        elif other[j].end <= one[i].start:
            j += 1
        else:
            return True
    return False


def onsets(voice: Voice, with_words: bool = False) -> set[tuple[int, Fraction]]:
    """Where notes begin that are not tied to one before; only those with words."""
    return {
        (i, note.start)
        for i, bar in enumerate(voice.bars)
        for note in bar
        if (note.lyrics if with_words else not note.tied_from)
    }
