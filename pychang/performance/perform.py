"""Score and phones in, a performance out."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from pychang.korean.model import SyllablePhones
from pychang.performance.clock import TAIL_S, Clock, clock_of
from pychang.performance.loudness import dynamics_curve, note_level, phrase_arc, soft_breathiness
from pychang.performance.model import Performance, Phone
from pychang.performance.pitch import PitchedNote, pitch_curve
from pychang.performance.timing import SungSyllable, sung_syllables, time_phones
from pychang.score.model import Part, Score, Vibrato

HOP_S = 0.005
MARGIN_S = 0.05  # a phrase's pitch and level reach this far into the silence around it
SMOOTHING_S = 0.025  # level and breathiness never jump


def perform(score: Score, part: Part, phones: Sequence[SyllablePhones], vibrato: Vibrato) -> Performance:
    """Sing one part of a score on paper; `phones` has one entry a syllable, `vibrato` is the voice's own.

    The same phrase sung at another place of a song gets the same little irregularities: they are
    drawn from what the phrase sings.
    """
    clock = clock_of(score)
    sung = sung_syllables(part, phones, clock)
    ends = [clock.at(n.start + n.duration) for n in part.notes]
    duration_s = max(ends, default=0.0) + TAIL_S
    timed = time_phones(sung, duration_s)
    times = np.arange(int(np.ceil(duration_s / HOP_S)) + 1) * HOP_S
    curves = _curves(part, sung, timed, vibrato, clock, times)
    return Performance(timed, HOP_S, *curves, duration_s)


def phrases(
    sung: Sequence[SungSyllable], timed: Sequence[Phone]
) -> list[tuple[float, float, list[SungSyllable]]]:
    """Stretches without silence as (start_s, end_s, syllables)."""
    runs: list[tuple[float, float]] = []
    for phone in (p for p in timed if p.note >= 0):
        if runs and phone.start_s - runs[-1][1] < 1e-6:
            runs[-1] = (runs[-1][0], phone.end_s)
        else:
            runs.append((phone.start_s, phone.end_s))
    out = []
    waiting = list(sung)
    for start, end in runs:
        inside = [s for s in waiting if s.start_s <= end + 1e-6]
        waiting = waiting[len(inside) :]
        out.append((start, end, inside))
    return [phrase for phrase in out if phrase[2]]


def _curves(
    part: Part,
    sung: Sequence[SungSyllable],
    timed: Sequence[Phone],
    vibrato: Vibrato,
    clock: Clock,
    times: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    f0 = np.zeros(len(times))
    level = dynamics_curve(part.dynamics, clock, times)
    breathy = np.zeros(len(times))
    before = -1.0
    for start, end, syllables in phrases(sung, timed):
        notes = _pitched(part, syllables, end, vibrato)
        lo, hi = np.searchsorted(times, [max(start - MARGIN_S, (before + start) / 2), end + MARGIN_S])
        before = end
        here = times[lo:hi]
        inside = [p for p in timed if p.start_s < end and p.end_s > start]
        f0[lo:hi] = pitch_curve(notes, inside, here, np.random.default_rng(_seed(notes, inside)))
        level[lo:hi] += phrase_arc(here, start, end)
        for i, note in enumerate(notes):
            a, b = np.searchsorted(
                here, [note.start_s if i else 0.0, note.end_s if i + 1 < len(notes) else 1e9]
            )
            level[lo + a : lo + b] += note_level(note.expression, note.midi, here[a:b] - note.start_s)
            breathy[lo + a : lo + b] = note.expression.breathy
    level, breathy = _smoothed(level), _smoothed(np.clip(breathy + soft_breathiness(level), 0.0, 1.0))
    return _held(f0), level, breathy


def _pitched(
    part: Part, syllables: Sequence[SungSyllable], end_s: float, vibrato: Vibrato
) -> list[PitchedNote]:
    """The notes of one phrase; each lasts to the next, the last to the phrase's end."""
    starts = [s for syllable in syllables for s in syllable.note_starts_s]
    ends = [*starts[1:], max(end_s, starts[-1] + 0.01)]
    indices = [i for syllable in syllables for i in syllable.notes]
    own = part.vibrato or vibrato
    return [
        PitchedNote(a, b, note.midi, note.expression, note.expression.vibrato or own, k > 0)
        for k, (a, b, note) in enumerate(zip(starts, ends, (part.notes[i] for i in indices), strict=True))
    ]


def _seed(notes: Sequence[PitchedNote], phones: Sequence[Phone]) -> int:
    """A number that depends on what is sung, not on when."""
    first = notes[0].start_s
    what = [(n.midi, round(n.start_s - first, 4), round(n.end_s - first, 4)) for n in notes]
    return zlib.crc32(repr((what, [p.symbol for p in phones])).encode())


def _smoothed(curve: np.ndarray) -> np.ndarray:
    width = round(SMOOTHING_S / HOP_S) * 2 + 1
    kernel = np.hanning(width + 2)[1:-1]
    padded = np.pad(curve, width // 2, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def _held(f0: np.ndarray) -> np.ndarray:
    """Where nothing is sung, the pitch last sung is held (before the first phrase: the first)."""
    sounding = np.flatnonzero(f0 > 0)
    if not len(sounding):
        return np.full(len(f0), 220.0)
    before = np.maximum(np.searchsorted(sounding, np.arange(len(f0)), side="right") - 1, 0)
    return f0[sounding[before]]
