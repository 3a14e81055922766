"""A recording as it is heard: its level, its pitch, and where somebody sings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

HOP_S = 0.01
WINDOW_S = 0.03
LOWEST_HZ, HIGHEST_HZ = 60.0, 1100.0  # of a singing voice, from a bass's B1 to a soprano's C6
QUIETEST_DB = -140.0
SUNG_DB = 25.0
"""A frame within so many dB of the singing's level is sung. Measured on a person and on the formant
singer: 98 of 100 voiced frames are, from pp to ff; rests fall by 30 and more."""

Stretches = list[tuple[float, float]]


@dataclass(frozen=True)
class Heard:
    """What is measured of a recording once, for all checks.

    `sound` is float (samples,), at the file's own rate. Curves have a value every `HOP_S` seconds: `level_db`
    re full scale (RMS), `f0_hz` 0 where unvoiced.
    """

    sound: np.ndarray
    sample_rate: int
    level_db: np.ndarray
    f0_hz: np.ndarray

    @property
    def duration_s(self) -> float:
        return len(self.sound) / self.sample_rate

    @cached_property
    def singing_db(self) -> float:
        """The mean power of voiced frames; of the loudest tenth if there are none."""
        loud = self.level_db >= np.percentile(self.level_db, 90)
        voiced = self.f0_hz > 0
        return mean_db(self.level_db[voiced if voiced.any() else loud])

    @cached_property
    def sung(self) -> np.ndarray:
        """Whether somebody sings, a value a frame: loud enough, with what is shorter than 0.15 s between."""
        return close_gaps(self.level_db > self.singing_db - SUNG_DB, round(0.15 / HOP_S))

    @cached_property
    def floor_db(self) -> float:
        """The level of the quietest twentieth of the recording."""
        return mean_db(self.level_db[self.level_db <= np.percentile(self.level_db, 5)])

    @property
    def sung_s(self) -> float:
        """Seconds from the first sung frame to the last."""
        at = np.flatnonzero(self.sung)
        return float(at[-1] - at[0] + 1) * HOP_S if len(at) else 0.0

    def frames(self, start_s: float, end_s: float) -> slice:
        return slice(max(round(start_s / HOP_S), 0), max(round(end_s / HOP_S), 0))

    def samples(self, start_s: float, end_s: float) -> np.ndarray:
        return self.sound[max(round(start_s * self.sample_rate), 0) : max(round(end_s * self.sample_rate), 0)]


def listen(sound: np.ndarray, sample_rate: int) -> Heard:
    """Measure a recording. Needs praat-parselmouth (`pychang[train]`)."""
    level_db = levels(sound, sample_rate)
    return Heard(sound, sample_rate, level_db, track(sound, sample_rate, len(level_db)))


def levels(sound: np.ndarray, sample_rate: int) -> np.ndarray:
    """RMS in dB re full scale of windows of `WINDOW_S`, one every `HOP_S`."""
    count = max(int(len(sound) / sample_rate / HOP_S), 1)
    total = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=float))])
    middle = (np.arange(count) * HOP_S * sample_rate).astype(int)
    half = max(int(WINDOW_S * sample_rate / 2), 1)
    low, high = np.maximum(middle - half, 0), np.minimum(middle + half, len(sound))
    power = (total[high] - total[low]) / np.maximum(high - low, 1)
    return 10 * np.log10(np.maximum(power, 10 ** (QUIETEST_DB / 10)))


def track(sound: np.ndarray, sample_rate: int, count: int) -> np.ndarray:
    """F0 in Hz by Praat's autocorrelation, `count` values, one every `HOP_S`; 0 where unvoiced."""
    import parselmouth

    f0 = np.zeros(count)
    if len(sound) < 4 * sample_rate / LOWEST_HZ:
        return f0
    found = parselmouth.Sound(sound.astype(float), sample_rate).to_pitch(HOP_S, LOWEST_HZ, HIGHEST_HZ)
    at = np.rint(found.xs() / HOP_S).astype(int)
    inside = at < count
    f0[at[inside]] = found.selected_array["frequency"][inside]
    return f0


def mean_db(db: np.ndarray) -> float:
    """The mean of powers in dB."""
    return float(10 * np.log10(np.mean(10 ** (db / 10)))) if len(db) else QUIETEST_DB


def close_gaps(flags: np.ndarray, most: int) -> np.ndarray:
    """The flags, true too in gaps of at most `most` between two that are."""
    out = flags.copy()
    for start, end in runs(~flags):
        if start > 0 and end < len(flags) and end - start <= most:
            out[start:end] = True
    return out


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Where flags are true without a gap: (first, one after the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
