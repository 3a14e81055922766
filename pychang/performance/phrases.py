"""A part phrase by phrase: each stretch between two silences as a performance in its own time.

A phrase knows nothing of where in the song it stands. Its times are whole microseconds from its first beat,
and every curve is worked out from those, so that the same phrase is the same to the last bit wherever it is
sung, and is sung once.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

import numpy as np

from pychang.korean.model import SILENCE, SyllablePhones
from pychang.performance.clock import TAIL_S, Clock
from pychang.performance.loudness import (
    Level,
    dynamics_curve,
    levels,
    levels_around,
    note_level,
    phrase_arc,
    soft_breathiness,
)
from pychang.performance.model import HOP_S, Performance, Phone, Phrase
from pychang.performance.pitch import PitchedNote, pitch_curve
from pychang.performance.smoothing import smooth
from pychang.performance.timing import SungSyllable, runs, sung_syllables, time_phones
from pychang.remembered import Remembered
from pychang.score.model import Part, Vibrato

AROUND_S = 0.6  # of silence that a phrase is drawn with on each side: more than a voice looks at
MARGIN_S = 0.05  # a phrase's pitch reaches this far into the silence around it
SMOOTHING_S = 0.025  # level and breathiness never jump
STEPS_PER_S = 1_000_000
SURELY_S = 0.001  # more than a run's last phone may end after its last syllable, by rounding
KEPT = 512  # phrases' curves, some 20 KiB each


@dataclass(frozen=True)
class Stretch:
    """What is sung between two silences, in the song's time: phones, a breath before them among them."""

    phones: tuple[Phone, ...]
    syllables: tuple[SungSyllable, ...]


@dataclass(frozen=True)
class _Run:
    """Syllables without silence between them, with all that their phrases depend on; seconds.

    What is sung before is over at `at_s`; `until_s` is where the part is over, of its last run alone.
    """

    part: Part
    syllables: tuple[SungSyllable, ...]
    at_s: float
    until_s: float | None
    vibrato: Vibrato
    levels: Sequence[Level]

    @cached_property
    def made_of(self) -> tuple[object, ...]:
        """All that the phrases depend on."""
        first, last = self.syllables[0], self.syllables[-1]
        sung = [self.part.notes[i] for syllable in self.syllables for i in syllable.notes]
        return (
            self.syllables,
            [(note.midi, note.expression, note.gain_db) for note in sung],
            self.part.vibrato or self.vibrato,
            levels_around(self.levels, first.start_s, (self.until_s or last.end_s) + SURELY_S),
            self.at_s if first.breath_before else None,  # where the breath may begin
            self.until_s,
        )

    def perform(self) -> _Performed:
        timed, over_s = time_phones(self.syllables, self.at_s, self.until_s)
        found = stretches(self.syllables, timed)
        phrases = tuple(_perform(self.part, one, self.vibrato, self.levels) for one in found)
        return _Performed(self.made_of, phrases, over_s)


@dataclass(frozen=True)
class _Performed:
    """A run's phrases, nearly always one, and all that they were made of; it is over at `over_s`."""

    made_of: tuple[object, ...]
    phrases: tuple[Phrase, ...]
    over_s: float


def perform_phrases(
    part: Part,
    spoken: Sequence[SyllablePhones],
    vibrato: Vibrato,
    clock: Clock,
    remembered: Remembered | None = None,
) -> tuple[Phrase, ...]:
    """The phrases of a part, in order; `spoken` has one entry a syllable.

    Those that are `remembered` of the version before are the very same objects.
    """
    remembered = remembered or Remembered()
    whole, part_over_s = levels(part.dynamics, clock), end_s(part, clock)
    found: list[Phrase] = []
    at_s = 0.0
    all_runs = list(runs(sung_syllables(part, spoken, clock)))
    for syllables in all_runs:
        until_s = part_over_s if syllables is all_runs[-1] else None
        run = _Run(part, syllables, at_s, until_s, vibrato, whole)
        performed = remembered.take(
            ("phrases", part.name, syllables[0].notes[0], syllables[0].start_s),
            run.perform,
            lambda known, run=run: known.made_of == run.made_of,
        )
        found += performed.phrases
        at_s = performed.over_s
    return tuple(found)


def end_s(part: Part, clock: Clock) -> float:
    """Where a part's sound is over."""
    last = part.notes[-1] if part.notes else None
    return (clock.at(last.start + last.duration) if last else 0.0) + TAIL_S


def stretches(sung: Sequence[SungSyllable], timed: Sequence[Phone]) -> Iterator[Stretch]:
    """The phrases of a run; a breath belongs to the one after it, the last of all to the one before."""
    parted = groupby(timed, lambda phone: phone.symbol == SILENCE)
    voiced = _with_breaths([list(sounding) for is_silent, sounding in parted if not is_silent])
    ends = [run[-1].end_s for run in voiced]
    inside: list[list[SungSyllable]] = [[] for _ in voiced]
    for syllable in sung:
        inside[min(bisect_left(ends, syllable.start_s), len(voiced) - 1)].append(syllable)
    for run, syllables in zip(voiced, inside, strict=True):
        if syllables:
            yield Stretch(tuple(run), tuple(syllables))


def _with_breaths(runs: list[list[Phone]]) -> list[list[Phone]]:
    """Runs of sound, with those that are a breath alone joined to what follows."""
    joined: list[list[Phone]] = []
    breath: list[Phone] = []
    for run in runs:
        if all(phone.note < 0 for phone in run):
            breath = run
            continue
        joined.append([*breath, *run])
        breath = []
    if breath and joined:
        joined[-1] += breath
    return joined


def _perform(part: Part, stretch: Stretch, vibrato: Vibrato, whole: Sequence[Level]) -> Phrase:
    here = _Here.of(stretch)
    phones = here.phones(stretch.phones)
    sounding = [phone for phone in phones if phone.note >= 0]
    notes = _pitched(part, stretch, here, sounding[-1].end_s, vibrato)
    duration_s = phones[-1].end_s
    points = tuple(replace(one, at_s=here.local(one.at_s)) for one in _near(whole, stretch))
    curves = _curves(tuple(notes), tuple(sounding), points, round(duration_s / HOP_S) + 1)
    gains = tuple(
        (note.sounds_from_s, part.notes[i].gain_db) for note, i in zip(notes, _indices(stretch), strict=True)
    )
    return Phrase(here.zero_s, Performance(phones, HOP_S, *curves, duration_s), gains)


def _near(whole: Sequence[Level], stretch: Stretch) -> Sequence[Level]:
    return levels_around(whole, stretch.syllables[0].start_s, stretch.phones[-1].end_s)


@dataclass(frozen=True)
class _Here:
    """A phrase's own time: its first beat stands `beat_s` after its zero."""

    first_beat_s: float
    beat_s: float

    @classmethod
    def of(cls, stretch: Stretch) -> _Here:
        first_beat_s = stretch.syllables[0].start_s
        before_s = _whole(first_beat_s - stretch.phones[0].start_s)
        return cls(first_beat_s, _whole_hops(before_s + AROUND_S))

    @property
    def zero_s(self) -> float:
        """In the song's time."""
        return self.first_beat_s - self.beat_s

    def local(self, at_s: float) -> float:
        return self.beat_s + _whole(at_s - self.first_beat_s)

    def phones(self, sung: Sequence[Phone]) -> tuple[Phone, ...]:
        """The same phones in the phrase's time, without gap from 0, with silence around."""
        out: list[Phone] = []
        at_s = 0.0
        for phone in sung:
            start_s, over_s = self.local(phone.start_s), self.local(phone.end_s)
            if start_s > at_s:
                out.append(Phone(SILENCE, at_s, start_s, -1))
            out.append(replace(phone, start_s=start_s, end_s=over_s))
            at_s = over_s
        return (*out, Phone(SILENCE, at_s, _whole_hops(at_s + AROUND_S), -1))


def _whole(seconds: float) -> float:
    """The nearest microsecond; what two places of a song compute a little differently becomes the same."""
    return round(seconds * STEPS_PER_S + 0.01) / STEPS_PER_S


def _whole_hops(seconds: float) -> float:
    return HOP_S * int(np.ceil(round(seconds / HOP_S, 6)))


def _indices(stretch: Stretch) -> list[int]:
    """Of the notes, in `Part.notes`."""
    return [i for syllable in stretch.syllables for i in syllable.notes]


def _pitched(part: Part, stretch: Stretch, here: _Here, over_s: float, vibrato: Vibrato) -> list[PitchedNote]:
    """The notes of a phrase; each lasts to the next, the last to the phrase's end."""
    starts = [here.local(s) for syllable in stretch.syllables for s in syllable.note_starts_s]
    ends = [*starts[1:], max(over_s, starts[-1] + 0.01)]
    sounds = {phone.note: here.local(phone.start_s) for phone in reversed(stretch.phones)}
    own = part.vibrato or vibrato
    return [
        PitchedNote(a, b, sounds.get(i, a), note.midi, note.expression, note.expression.vibrato or own, k > 0)
        for k, (a, b, i) in enumerate(zip(starts, ends, _indices(stretch), strict=True))
        for note in [part.notes[i]]
    ]


@lru_cache(KEPT)
def _curves(
    notes: tuple[PitchedNote, ...], phones: tuple[Phone, ...], points: tuple[Level, ...], length: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """F0 in Hz, level in dB and breathiness, `length` hops of each, not to be written to.

    Kept for whoever performs a song again and again, with little changed: watching, an editor.
    """
    times = np.arange(length) * HOP_S
    begin_s, over_s = phones[0].start_s, phones[-1].end_s
    near = slice(*np.searchsorted(times, [begin_s - MARGIN_S, over_s + MARGIN_S]))
    f0 = pitch_curve(notes, phones, times[near], np.random.default_rng(_seed(notes, phones)))
    f0 = np.pad(f0, (near.start, len(times) - near.stop), mode="edge")
    # before its first beat and after its end a phrase holds its level: another would be a neighbour's
    level = dynamics_curve(points, np.clip(times, notes[0].start_s, over_s))
    level += phrase_arc(times, begin_s, over_s)
    breathy = np.zeros(len(times))
    borders = np.searchsorted(times, [note.sounds_from_s for note in notes[1:]])
    for note, inside in zip(notes, np.split(np.arange(len(times)), borders), strict=True):
        level[inside] += note_level(note.expression, note.midi, times[inside] - note.start_s)
        breathy[inside] = note.expression.breathy
    width = round(SMOOTHING_S / HOP_S) * 2 + 1
    level = smooth(level, width)
    curves = f0, level, smooth(np.clip(breathy + soft_breathiness(level), 0.0, 1.0), width)
    for curve in curves:
        curve.setflags(write=False)
    return curves


def _seed(notes: Sequence[PitchedNote], phones: Sequence[Phone]) -> int:
    """A number that depends on what is sung, not on when."""
    first = notes[0].start_s
    what = [(n.midi, round(n.start_s - first, 4), round(n.end_s - first, 4)) for n in notes]
    return zlib.crc32(repr((what, [p.symbol for p in phones])).encode())


# ── the whole part again ─────────────────────────────────────────────────────────────────────────


def joined(phrases: Sequence[Phrase], duration_s: float) -> Performance:
    """All phrases as one performance, to be looked at and learned from."""
    times = np.arange(int(np.ceil(duration_s / HOP_S)) + 1) * HOP_S
    curves = np.zeros((3, len(times)))
    curves[0] = 220.0
    starts = [0.0, *(_between(before, after) for before, after in pairwise(phrases)), np.inf]
    for phrase, (from_s, until_s) in zip(phrases, pairwise(starts), strict=False):
        sung = phrase.performance
        here = slice(*np.searchsorted(times, [from_s, until_s]))
        own = np.arange(len(sung.f0_hz)) * HOP_S
        for curve, values in zip(curves, (sung.f0_hz, sung.level_db, sung.breathiness), strict=True):
            curve[here] = np.interp(times[here] - phrase.start_s, own, values)
    return Performance(_all_phones(phrases, duration_s), HOP_S, *curves, duration_s)


def _between(before: Phrase, after: Phrase) -> float:
    """The middle of the silence between two phrases, each of which is drawn with silence around it."""
    sung, coming = before.performance.phones, after.performance.phones
    over_s = before.start_s + next(phone.end_s for phone in reversed(sung) if phone.symbol != SILENCE)
    begins_s = after.start_s + next(phone.start_s for phone in coming if phone.symbol != SILENCE)
    return (over_s + begins_s) / 2


def _all_phones(phrases: Sequence[Phrase], duration_s: float) -> tuple[Phone, ...]:
    """The phones of the song, with silence wherever nothing sounds."""
    out: list[Phone] = []
    at_s = 0.0
    for phrase in phrases:
        for phone in phrase.performance.phones:
            start_s = max(phrase.start_s + phone.start_s, at_s)
            if phone.symbol != SILENCE:
                if start_s - at_s > 1.0 / STEPS_PER_S:
                    out.append(Phone(SILENCE, at_s, start_s, -1))
                else:
                    start_s = at_s
                at_s = phrase.start_s + phone.end_s
                out.append(replace(phone, start_s=start_s, end_s=at_s))
    return (*out, Phone(SILENCE, at_s, duration_s, -1)) if duration_s > at_s else tuple(out)
