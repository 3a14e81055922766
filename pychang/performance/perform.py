"""Score and phones in, a performance out."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from pychang.korean.model import SyllablePhones
from pychang.performance.clock import TAIL_S, Clock, clock_of
from pychang.performance.loudness import dynamics_curve, note_level, phrase_arc, soft_breathiness
from pychang.performance.model import Performance, Phone
from pychang.performance.pitch import PitchedNote, pitch_curve
from pychang.performance.smoothing import smooth
from pychang.performance.timing import SungSyllable, sung_syllables, time_phones
from pychang.score.model import Part, Score, Vibrato

HOP_S = 0.005
MARGIN_S = 0.05  # a phrase's pitch and level reach this far into the silence around it
SMOOTHING_S = 0.025  # level and breathiness never jump


def perform(score: Score, part: Part, phones: Sequence[SyllablePhones], vibrato: Vibrato) -> Performance:
    """Sing one part of a score on paper; `phones` has one entry a syllable, `vibrato` is the voice's own.

    The same phrase sung at another place of a song gets the same little irregularities, to a few cents: they
    are drawn from what the phrase sings.
    """
    clock = clock_of(score)
    sung = sung_syllables(part, phones, clock)
    ends = [clock.at(n.start + n.duration) for n in part.notes]
    duration_s = max(ends, default=0.0) + TAIL_S
    timed = time_phones(sung, duration_s)
    times = np.arange(int(np.ceil(duration_s / HOP_S)) + 1) * HOP_S
    curves = _curves(part, sung, timed, vibrato, clock, times)
    return Performance(timed, HOP_S, *curves, duration_s)


@dataclass(frozen=True)
class Phrase:
    """A stretch without silence."""

    start_s: float
    end_s: float
    phones: tuple[Phone, ...]
    syllables: tuple[SungSyllable, ...]


def phrases(sung: Sequence[SungSyllable], timed: Sequence[Phone]) -> list[Phrase]:
    """What is sung between one silence and the next, in order."""
    runs = [list(run) for voiced, run in groupby(timed, lambda p: p.note >= 0) if voiced]
    ends = [run[-1].end_s for run in runs]
    inside: list[list[SungSyllable]] = [[] for _ in runs]
    for syllable in sung:
        inside[min(int(np.searchsorted(ends, syllable.start_s)), len(runs) - 1)].append(syllable)
    return [
        Phrase(run[0].start_s, run[-1].end_s, tuple(run), tuple(syllables))
        for run, syllables in zip(runs, inside, strict=True)
        if syllables
    ]


def _curves(
    part: Part,
    sung: Sequence[SungSyllable],
    timed: Sequence[Phone],
    vibrato: Vibrato,
    clock: Clock,
    times: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """F0 in Hz, level in dB and breathiness at `times`."""
    f0 = np.zeros(len(times))
    level = dynamics_curve(part.dynamics, clock, times)
    breathy = np.zeros(len(times))
    whole = phrases(sung, timed)
    for phrase, here in zip(whole, _stretches(whole, times), strict=True):
        notes = _pitched(part, phrase, vibrato)
        at = times[here]
        f0[here] = pitch_curve(notes, phrase.phones, at, np.random.default_rng(_seed(notes, phrase.phones)))
        level[here] += phrase_arc(at, phrase.start_s, phrase.end_s)
        borders = np.searchsorted(at, [note.sounds_from_s for note in notes[1:]])
        for note, inside in zip(notes, np.split(np.arange(here.start, here.stop), borders), strict=True):
            level[inside] += note_level(note.expression, note.midi, times[inside] - note.start_s)
            breathy[inside] = note.expression.breathy
    width = round(SMOOTHING_S / HOP_S) * 2 + 1
    level = smooth(level, width)
    breathy = smooth(np.clip(breathy + soft_breathiness(level), 0.0, 1.0), width)
    return _held(f0), level, breathy


def _stretches(whole: Sequence[Phrase], times: np.ndarray) -> list[slice]:
    """The samples of each phrase, with a little of the silence around it but nothing of its neighbours'."""
    starts = [phrase.start_s - MARGIN_S for phrase in whole]
    ends = [phrase.end_s + MARGIN_S for phrase in whole]
    for i, (before, after) in enumerate(pairwise(whole)):
        middle = (before.end_s + after.start_s) / 2
        ends[i], starts[i + 1] = min(ends[i], middle), max(starts[i + 1], middle)
    return [slice(a, b) for a, b in np.searchsorted(times, np.array([starts, ends]).T)]


def _pitched(part: Part, phrase: Phrase, vibrato: Vibrato) -> list[PitchedNote]:
    """The notes of one phrase; each lasts to the next, the last to the phrase's end."""
    starts = [s for syllable in phrase.syllables for s in syllable.note_starts_s]
    ends = [*starts[1:], max(phrase.end_s, starts[-1] + 0.01)]
    indices = [i for syllable in phrase.syllables for i in syllable.notes]
    sounds = {phone.note: phone.start_s for phone in reversed(phrase.phones)}
    own = part.vibrato or vibrato
    return [
        PitchedNote(a, b, sounds.get(i, a), note.midi, note.expression, note.expression.vibrato or own, k > 0)
        for k, (a, b, i) in enumerate(zip(starts, ends, indices, strict=True))
        for note in [part.notes[i]]
    ]


def _seed(notes: Sequence[PitchedNote], phones: Sequence[Phone]) -> int:
    """A number that depends on what is sung, not on when."""
    first = notes[0].start_s
    what = [(n.midi, round(n.start_s - first, 4), round(n.end_s - first, 4)) for n in notes]
    return zlib.crc32(repr((what, [p.symbol for p in phones])).encode())


def _held(f0: np.ndarray) -> np.ndarray:
    """Where nothing is sung, the pitch last sung is held (before the first phrase: the first)."""
    sounding = np.flatnonzero(f0 > 0)
    if not len(sounding):
        return np.full(len(f0), 220.0)
    before = np.maximum(np.searchsorted(sounding, np.arange(len(f0)), side="right") - 1, 0)
    return f0[sounding[before]]
