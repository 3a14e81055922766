"""Edges between phones, moved to where the sound changes: a closure, a burst, the start of hiss or of voice.

Only where a change of the expected kind is plain, and near; else an edge stays where the path put it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pychang.korean.model import (
    ASPIRATED,
    BREATH,
    GLIDES,
    LAX_INITIAL,
    LAX_VOICED,
    LIQUIDS,
    NASALS,
    SILENCE,
    TENSE,
    UNRELEASED,
    VOWELS,
)
from pychang.performance import Phone

WINDOW_S, STEP_S = 0.010, 0.001
REACH_S = 0.020  # how far an edge may move
NEAR_S = 0.012  # a change so far away counts for 0.6 of one that is there
SPAN_S = 0.008  # a change is one from so long before to so long after
LEAST_S = 0.010  # of a phone

PAUSES = (SILENCE, BREATH)
CLOSED = (*LAX_INITIAL, *TENSE, *ASPIRATED, *UNRELEASED)
HISSING = ("s", "s͈", "ɕ", "ɕ͈")
OPEN = (*VOWELS, *GLIDES)
MURMURS = (*NASALS, *LIQUIDS, *LAX_VOICED)
VOICES = (*OPEN, *MURMURS, "ɦ")


@dataclass(frozen=True)
class Change:
    """Between phones of two kinds the level of a band rises (+1) or falls (-1), by `least_db` at least."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    low_hz: float
    high_hz: float
    sign: int
    lag_s: float  # from where the phone begins to where the level changes most
    least_db: float = 6.0


CHANGES = (
    Change("closure", VOICES, CLOSED, 100, 4000, -1, lag_s=0.000),
    Change("voice", (*CLOSED, *HISSING, "h"), VOICES, 100, 900, 1, lag_s=0.006),
    Change("hiss", (*VOICES, *CLOSED, *PAUSES), HISSING, 3500, 9000, 1, lag_s=0.005),
    Change("begin", PAUSES, VOICES, 100, 4000, 1, lag_s=0.007),
)
"""Kinds for which it was measured that this is better than the path, on singing whose phones are known.

The ends of vowels in silence, and murmurs, are not: what is left of the room's sound moves them.
"""


def refined(phones: Sequence[Phone], sound: np.ndarray, sample_rate: int) -> tuple[Phone, ...]:
    """The same phones with their edges at plain changes of the sound, float32 (samples,)."""
    out = list(phones)
    for i in range(1, len(out)):
        change = _expected(out[i - 1].symbol, out[i].symbol)
        if change is None:
            continue
        at_s = _plain_change(sound, sample_rate, out[i].start_s, change)
        if at_s is None or at_s < out[i - 1].start_s + LEAST_S or at_s > out[i].end_s - LEAST_S:
            continue
        out[i - 1] = replace(out[i - 1], end_s=at_s)
        out[i] = replace(out[i], start_s=at_s)
    return tuple(out)


def _expected(before: str, after: str) -> Change | None:
    return next((c for c in CHANGES if before in c.before and after in c.after), None)


def _plain_change(sound: np.ndarray, sample_rate: int, at_s: float, change: Change) -> float | None:
    """When the level changes most, sooner near than far; None if it does not change as expected."""
    at_s += change.lag_s
    offsets = np.arange(-REACH_S - SPAN_S, REACH_S + SPAN_S + STEP_S / 2, STEP_S)
    level = _levels(sound, sample_rate, at_s + offsets, change.low_hz, change.high_hz)
    span = round(SPAN_S / STEP_S)
    rise = change.sign * (level[2 * span :] - level[: -2 * span])
    middle = offsets[span:-span]
    best = int(np.argmax(rise / (1.0 + 0.6 * (middle / NEAR_S) ** 2)))
    return float(at_s + middle[best] - change.lag_s) if rise[best] >= change.least_db else None


def _levels(
    sound: np.ndarray, sample_rate: int, times: np.ndarray, low_hz: float, high_hz: float
) -> np.ndarray:
    """Level in dB of a band in a short window around each time."""
    n = round(WINDOW_S * sample_rate)
    starts = np.rint(times * sample_rate).astype(int) - n // 2
    index = np.clip(starts[:, None] + np.arange(n), 0, len(sound) - 1)
    spectra = np.fft.rfft(sound[index] * _window(n), 512 if n <= 512 else n, axis=1)
    hz = np.fft.rfftfreq(512 if n <= 512 else n, 1 / sample_rate)
    power = (np.abs(spectra[:, (hz >= low_hz) & (hz <= high_hz)]) ** 2).sum(axis=1)
    return 10.0 * np.log10(power + 1e-7)


@lru_cache(4)
def _window(n: int) -> np.ndarray:
    return np.hanning(n)
