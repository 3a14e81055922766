"""When each phone is sung.

The vowel starts on the beat (Sundberg & Bauer-Huppmann 2007); onset and glide come before it, out of the
time of the note before; the coda closes at the end of the syllable's last note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pychang.korean.model import BREATH, SILENCE, SyllablePhones
from pychang.performance.clock import Clock
from pychang.performance.durations import coda_s, glide_s, onset_s, squeeze
from pychang.performance.model import Phone
from pychang.score.model import Note, Part

CONSONANT_SHARE = 0.55  # of the time between two vowel onsets that consonants may take
STACCATO_SHARE = 0.55
BREATH_S = (0.16, 0.38)  # a catch breath and a full one
BREATH_SHARE = 0.35  # of the note that a breath without a rest after it may take
BREATH_MOST_SHARE = 0.7  # … and a catch breath after a short note
BREATH_LEAST_S = 0.05  # a breath with less room than this is left out
BREATH_GAP_S = 0.04  # between the breath and the voice


@dataclass(frozen=True)
class SungSyllable:
    """A syllable on its notes: the vowel from `start_s` on the beat, all over at `end_s`."""

    notes: tuple[int, ...]  # indices into Part.notes
    note_starts_s: tuple[float, ...]
    end_s: float
    phones: SyllablePhones
    breath_before: bool
    breath_after: bool

    @property
    def start_s(self) -> float:
        return self.note_starts_s[0]

    @property
    def onset(self) -> tuple[str, ...]:
        """What comes before the vowel."""
        return self.phones.onset + self.phones.glide

    @property
    def onset_lengths(self) -> list[float]:
        return [onset_s(p) for p in self.phones.onset] + [glide_s(p) for p in self.phones.glide]

    @property
    def coda_lengths(self) -> list[float]:
        return [coda_s(p, self.end_s - self.start_s) for p in self.phones.coda]


def sung_syllables(part: Part, phones: Sequence[SyllablePhones], clock: Clock) -> list[SungSyllable]:
    """The syllables of a part in the order in which they are sung, each over all its notes.

    A breath or a staccato inside a melisma parts it: its vowel begins anew.
    """
    notes, groups = part.notes, _groups(part)
    firsts = [group[0] for group in groups]
    lasts = [0, *(group[-1] for group in groups)]
    breaths = [_breathes(notes, *pair) for pair in zip(lasts, [*firsts, len(notes)], strict=True)]
    of = [notes[first].syllable for first in firsts]
    sung = []
    for k, group in enumerate(groups):
        sounds = phones[of[k]]
        if k and of[k - 1] == of[k]:
            sounds = replace(sounds, onset=(), glide=())
        if of[k + 1 : k + 2] == [of[k]]:
            sounds = replace(sounds, coda=())
        starts = tuple([clock.start_s(notes[i]) for i in group])
        end_s = _sounding_end(notes[group[-1]], starts[-1], clock)
        sung.append(SungSyllable(tuple(group), starts, end_s, sounds, breaths[k], breaths[k + 1]))
    return [
        _make_room_for_breath(*pair) if pair[0].breath_after else pair[0]
        for pair in zip(sung, [*sung[1:], None], strict=False)
    ]


def _breathes(notes: Sequence[Note], last: int, first: int) -> bool:
    """Whether a breath is taken after the note `last` and before the note `first`."""
    if first == last + 1:
        return notes[last].breath_after
    return any(note.breath_after for note in notes[last:first])


def _groups(part: Part) -> list[list[int]]:
    """Indices of the notes that are sung on one vowel in one go."""
    groups: list[list[int]] = []
    for i, note in enumerate(part.notes):
        if note.syllable is None:
            continue
        before = part.notes[groups[-1][-1]] if groups else None
        goes_on = before is not None and before.syllable == note.syllable
        if goes_on and not before.breath_after and not before.expression.staccato:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _sounding_end(note: Note, start_s: float, clock: Clock) -> float:
    end_s = clock.end_s(note)
    return start_s + STACCATO_SHARE * (end_s - start_s) if note.expression.staccato else end_s


def _make_room_for_breath(syllable: SungSyllable, after: SungSyllable | None) -> SungSyllable:
    """End the last note early when a breath follows and no rest gives all the time for it.

    The next onset needs its time too. A catch breath at least is taken, if it takes most of the note.
    """
    if not syllable.breath_after or after is None:
        return syllable
    length = syllable.end_s - syllable.note_starts_s[-1]
    given = after.start_s - sum(after.onset_lengths) - syllable.end_s
    most = max(BREATH_SHARE * length, BREATH_S[0] + 2 * BREATH_GAP_S - given)
    wanted = BREATH_S[1] + 3 * BREATH_GAP_S - given
    return replace(syllable, end_s=syllable.end_s - max(0.0, min(wanted, most, BREATH_MOST_SHARE * length)))


def runs(sung: Sequence[SungSyllable]) -> Iterator[tuple[SungSyllable, ...]]:
    """Syllables that follow one another without silence."""
    first = 0
    for i in range(1, len(sung) + 1):
        if i == len(sung) or not _joined(sung[i - 1], sung[i]):
            yield tuple(sung[first:i])
            first = i


def time_phones(
    run: Sequence[SungSyllable], at_s: float, until_s: float | None = None
) -> tuple[tuple[Phone, ...], float]:
    """The phones of a run without gap or overlap, and when the last is over.

    They begin at `at_s`, when what is sung before is over, with silence; the last run ends with silence
    `until_s`.
    """
    out: list[Phone] = []
    onsets = [_onset_lengths(*pair) for pair in zip([None, *run], run, strict=False)]
    for syllable, onset, after, coming in zip(run, onsets, [*run[1:], None], [*onsets[1:], []], strict=False):
        if not out:  # by rounding there may be a gap, but no rest, between the others
            _fill_rest(out, at_s, syllable.start_s - sum(onset), syllable.breath_before)
        _append_run(out, syllable.onset, onset, syllable.start_s - sum(onset), syllable.notes[0])
        end_s = after.start_s - sum(coming) if after else syllable.end_s
        codas = _coda_lengths(syllable, after, end_s)
        _append_vowel(out, syllable, end_s - sum(codas))
        _append_run(out, syllable.phones.coda, codas, end_s - sum(codas), syllable.notes[-1])
    over_s = out[-1].end_s
    if until_s is not None:
        _fill_rest(out, at_s, until_s, run[-1].breath_after)
    return tuple(phone for phone in out if phone.end_s > phone.start_s), over_s


def _joined(before: SungSyllable | None, syllable: SungSyllable | None) -> bool:
    """Is the onset taken out of the syllable before, because no rest is long enough for it?"""
    if before is None or syllable is None:
        return False
    room_s = syllable.start_s - before.end_s
    if room_s <= 0.0:  # nearly always
        return True
    breath_s = BREATH_LEAST_S if syllable.breath_before else 0.0
    return room_s < sum(syllable.onset_lengths) + 0.02 + breath_s


def _onset_lengths(before: SungSyllable | None, syllable: SungSyllable) -> list[float]:
    if not _joined(before, syllable):
        return syllable.onset_lengths
    codas = before.coda_lengths
    room = CONSONANT_SHARE * (syllable.start_s - before.start_s)
    return squeeze(codas + syllable.onset_lengths, room)[len(codas) :]


def _coda_lengths(syllable: SungSyllable, after: SungSyllable | None, end_s: float) -> list[float]:
    """`after`: the syllable that it is joined to."""
    codas = syllable.coda_lengths
    if after is not None:
        room = CONSONANT_SHARE * (after.start_s - syllable.start_s)
        codas = squeeze(codas + after.onset_lengths, room)[: len(codas)]
    return squeeze(codas, CONSONANT_SHARE * max(end_s - syllable.note_starts_s[-1], 0.0))


def _append_run(
    out: list[Phone], names: Sequence[str], lengths: Sequence[float], at_s: float, note: int
) -> None:
    for name, length in zip(names, lengths, strict=True):
        out.append(Phone(name, at_s, at_s + length, note))
        at_s += length


def _append_vowel(out: list[Phone], syllable: SungSyllable, end_s: float) -> None:
    """The vowel, one phone a note of its melisma."""
    starts = [s for s in syllable.note_starts_s if s < end_s or s == syllable.start_s]
    for note, start, end in zip(syllable.notes, starts, [*starts[1:], end_s], strict=False):
        out.append(Phone(syllable.phones.vowel, start, max(end, start), note))


def _fill_rest(out: list[Phone], at_s: float, until_s: float, breath: bool) -> None:
    """Silence from the last phone (or `at_s`) to `until_s`, with a breath before its end if one is due."""
    at_s = out[-1].end_s if out else at_s
    gap = until_s - at_s
    if gap <= 0:
        return
    if not breath:
        out.append(Phone(SILENCE, at_s, until_s, -1))
        return
    pause = min(BREATH_GAP_S, gap / 6)
    length = min(BREATH_S[1], gap - 2 * pause)
    start = until_s - pause - length
    _append_run(out, (SILENCE, BREATH, SILENCE), (start - at_s, length, pause), at_s, -1)
