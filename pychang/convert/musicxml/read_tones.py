"""The tones of one line: ties joined, grace notes given their time, words put to them pass by pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, zip_longest

from pychang.convert.musicxml.read_expression import BREATHS, UNSUNG, expression_of
from pychang.convert.musicxml.read_lines import Line
from pychang.convert.musicxml.read_part import on_grid
from pychang.convert.musicxml.read_records import WrittenNote
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_sections import Section, Turn
from pychang.convert.musicxml.read_verses import Place, SungLyric, Verses, verse_at
from pychang.convert.sheet import PLAIN, Tone
from pychang.convert.syllables import UNKNOWN, strongest, syllable_of
from pychang.language.syntax import Pitch
from pychang.score.model import Boundary, Syllable

SHORT_GRACE = Fraction(1, 32)  # a slashed one, or each of several
_GRACE_SHARE = Fraction(1, 2)  # of the note that they adorn, at most, for all of its grace notes
_SHORTEST = Fraction(1, 64)  # a note that can give no time to a grace note
MOST_BLOCKS, SHORTEST_BLOCK = 12, Fraction(1, 64)  # under one note
_OF_BEGINNINGS = frozenset({"accent", "strong-accent", "slide-stop", "scoop"})

Column = list[Syllable | None]


@dataclass
class Sound:
    """A tone on its way: `turn` is where in the section its measure stands, `texts` and `cover` as in
    `Verses`."""

    start: Fraction
    duration: Fraction
    pitch: Pitch
    turn: int
    number: str  # of its measure
    texts: dict[int, SungLyric] = field(default_factory=dict)
    cover: tuple[int, ...] = ()
    marks: frozenset[str] = frozenset()
    bend_cents: float = 0.0
    tied_on: bool = False

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True)
class LineReader:
    """Puts one line into sections. `lengths`: of the measures; `accents`: where an sfz stands over it."""

    line: Line
    verses: Verses
    lengths: Sequence[Fraction]
    accents: frozenset[tuple[int, Fraction]]
    has_words: bool
    remarks: Remarks

    def tones(
        self, section: Section, start: Fraction, stanzas: Sequence[Sequence[int]]
    ) -> tuple[list[Tone], list[Column]]:
        """The tones of a section that begins at `start`, without words, and the words of each pass.

        `stanzas`: for each pass the stanza of each measure.
        """
        sounds = self._sounds(section.bars, start)
        chosen = [[self._chosen(sound, stanza) for sound in sounds] for stanza in stanzas]
        pieces = [max([1, *(len(one[i].blocks) for one in chosen if one[i])]) for i in range(len(sounds))]
        tones = [
            tone for sound, count in zip(sounds, pieces, strict=True) for tone in self._pieces(sound, count)
        ]
        return tones, [self._column(sounds, one, pieces) for one in chosen]

    # ── notes ────────────────────────────────────────────────────────────────────────────────────

    def _sounds(self, bars: Sequence[Turn], start: Fraction) -> list[Sound]:
        sounds: list[Sound] = []
        for turn, (bar, through) in enumerate(bars):
            for i, note in enumerate(self.line.bars[bar]):
                if not (note.passes and through) or through in note.passes:
                    self._add(sounds, note, (bar, i), turn, start)
            start += self.lengths[bar]
        return sounds

    def _add(self, sounds: list[Sound], note: WrittenNote, place: Place, turn: int, start: Fraction) -> None:
        number = self.line.voice.part.bars[place[0]].number
        duration = note.duration
        if note.end > self.lengths[place[0]]:
            self.remarks.add("too-long", number, self.line.name)
            duration = self.lengths[place[0]] - note.start
            if duration <= 0:
                return
        texts = self.verses.texts.get(place, {})
        cover = self.verses.cover.get(place, ())
        marks = note.marks
        if self.accents and (place[0], note.start) in self.accents:
            marks |= {"accent"}
        sound = Sound(
            start + note.start,
            duration,
            note.pitch,
            turn,
            number,
            texts,
            cover,
            marks,
            note.bend_cents,
            note.tied_on,
        )
        before = sounds[-1] if sounds else None
        if before is not None and before.end > sound.start:  # a passage of its own for some passes
            before.duration = sound.start - before.start
            if not before.duration:
                sounds.pop()
            before = sounds[-1] if sounds else None
        if before is not None and _goes_on(before, note, sound):
            before.duration += sound.duration
            before.marks |= marks
            before.tied_on = note.tied_on
        else:
            sounds += self._graced(note, sound, self.verses.graces.get(place, ()))

    def _graced(self, note: WrittenNote, sound: Sound, words: Sequence[dict[int, SungLyric]]) -> list[Sound]:
        """A note with its grace notes: those before take its beginning and its words, those after its end."""
        before = list(note.graces)
        if not (before or note.after) or sound.duration <= _SHORTEST:
            return [sound]
        lengths = _grace_lengths(before, note.after, sound.duration)
        now, out = sound.start, []
        for one, length, texts in zip_longest(before, lengths[: len(before)], words):
            out.append(_small(one, now, length, sound, texts or {}))
            now += length
        rest = sum(lengths[len(before) :], Fraction(0))
        end = sound.end
        if before and not any(one.texts for one in out):
            out[0].texts, sound.texts = sound.texts, {}
        sound.start, sound.duration = now, end - rest - now
        out.append(sound)
        now = sound.end
        for one, length in zip(note.after, lengths[len(before) :], strict=True):
            out.append(_small(one, now, length, sound, {}))
            now += length
        self.remarks.add("grace", sound.number, self.line.name)
        return out

    def _pieces(self, sound: Sound, count: int) -> Iterator[Tone]:
        """One tone, or as many as there are blocks under it."""
        marks = sound.marks
        for name in sorted(marks & UNSUNG):
            self.remarks.add("ornament", sound.number, self.line.name, name)
        if count == 1:
            expression = expression_of(marks, sound.bend_cents) if marks or sound.bend_cents else PLAIN
            has_breath = not BREATHS.isdisjoint(marks)
            yield Tone(
                sound.start, sound.duration, sound.pitch, expression=expression, breath_after=has_breath
            )
            return
        borders = [sound.start + on_grid(sound.duration * i / count) for i in range(count)]
        for i, (start, end) in enumerate(pairwise((*borders, sound.end))):
            is_last = i == count - 1
            yield Tone(
                start,
                end - start,
                sound.pitch,
                expression=expression_of(marks if not i else marks - _OF_BEGINNINGS, sound.bend_cents),
                breath_after=is_last and bool(sound.marks & BREATHS),
            )

    def _chosen(self, sound: Sound, stanzas: Sequence[int]) -> SungLyric | None:
        """What begins on a tone in a pass with these stanzas, no more than it has time for."""
        verse = verse_at(stanzas[sound.turn], sound.cover)
        lyric = sound.texts.get(verse) if verse is not None else None
        most = min(MOST_BLOCKS, max(int(sound.duration / SHORTEST_BLOCK), 1))
        if lyric is None or len(lyric.blocks) <= most:
            return lyric
        self.remarks.add("crowded", sound.number, self.line.name)
        return replace(lyric, blocks=lyric.blocks[:most])

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def _column(
        self, sounds: Sequence[Sound], chosen: Sequence[SungLyric | None], pieces: Sequence[int]
    ) -> Column:
        """For each tone the syllable that begins there in one pass."""
        column: Column = []
        before: Sound | None = None
        said: SungLyric | None = None
        for sound, lyric, count in zip(sounds, chosen, pieces, strict=True):
            rested = before is not None and before.end < sound.start
            paused = before is None or rested or bool(before.marks & BREATHS)
            if lyric is None and not sound.cover and (before is None or rested or before.cover):
                if self.has_words:
                    self.remarks.add("wordless", sound.number, self.line.name)
                lyric = SungLyric(((UNKNOWN, ""),), before="|")
            if lyric is None:
                column += [None] * count
            else:
                boundary = "|" if paused else _between(said, lyric)
                blocks = [Syllable(text, inside) for text, inside in lyric.blocks]
                blocks[0] = syllable_of(blocks[0].text, boundary, lyric.foreign)
                column += [*blocks, *[None] * (count - len(blocks))]
                said = lyric
            before = sound
        return column


def _between(before: SungLyric | None, lyric: SungLyric) -> Boundary:
    """What stands between two texts, by their marks and by what is said of how words go on."""
    marked = strongest(before.after if before else "", lyric.before)
    if lyric.continues or (before is not None and before.goes_on):
        return marked
    return strongest(marked, " ")


def _goes_on(before: Sound, note: WrittenNote, sound: Sound) -> bool:
    """Whether a note is only the rest of the one before: tied, without words of its own in any verse."""
    return (
        before.tied_on
        and not sound.texts
        and before.pitch.midi == note.pitch.midi
        and before.end == sound.start
        and not note.graces
    )


def _small(
    grace: WrittenNote, start: Fraction, length: Fraction, main: Sound, texts: dict[int, SungLyric]
) -> Sound:
    marks = grace.marks & {"accent", "slide-stop"}
    return Sound(start, length, grace.pitch, main.turn, main.number, texts, main.cover, marks)


def _grace_lengths(
    before: Sequence[WrittenNote], after: Sequence[WrittenNote], whole: Fraction
) -> list[Fraction]:
    """How long grace notes are: a single one without a slash as it looks, others short; at most half."""
    lengths = [SHORT_GRACE] * (len(before) + len(after))
    if len(before) == 1 and "slashed" not in before[0].marks:
        lengths[0] = max(before[0].length, SHORT_GRACE)
    total = sum(lengths, Fraction(0))
    most = whole * _GRACE_SHARE
    if total <= most:
        return lengths
    return [whole / 2 ** (len(lengths).bit_length() + 1)] * len(lengths)
