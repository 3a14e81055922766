"""Performance -> conditioning image: what to sing, as a picture.

The picture has two panels over the same frames. `harmonics` has the spectrogram's own rows, with the
harmonics of F0 drawn as lines at their frequencies where the voice sounds, and frequency itself as a second
channel. `strip` has a row for each phone of Korean (how much of the frame it fills) and rows for how long ago
the phone began and how soon it ends, voicing, level, breathiness and pitch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pychang.image.geometry import Geometry
from pychang.image.harmonics import distance_to_harmonics
from pychang.korean.model import PHONES, VOICED
from pychang.performance.model import Performance, Phone

DECAYS_S = (0.02, 0.06, 0.2)  # of the rows that tell the distance to a phone's two ends
REFERENCE_HZ = 330.0
LEVEL_SPAN_DB = 20.0
EXTRA_ROWS = 2 * len(DECAYS_S) + 5
STRIP_ROWS = len(PHONES) + EXTRA_ROWS
LEVEL_ROW = len(PHONES) + 2 * len(DECAYS_S) + 1
LINE_REACH = 2.5  # bins from a harmonic at which its line has faded: the main lobe of a Hann window


@dataclass(frozen=True)
class Conditioning:
    """The image of a whole song: strip (frames, STRIP_ROWS), f0_hz and voiced (frames,), float32.

    The harmonics take most of the room and follow from F0, so they are drawn for a stretch at a time.
    """

    geometry: Geometry
    strip: np.ndarray
    f0_hz: np.ndarray
    voiced: np.ndarray

    def __len__(self) -> int:
        return len(self.strip)

    def harmonics(self, start: int, stop: int) -> np.ndarray:
        """The harmonics of frames `start:stop`, shape (stop - start, bins, 2)."""
        return draw_harmonics(self.f0_hz[start:stop], self.voiced[start:stop], self.geometry)

    def stretch(self, start: int, stop: int) -> Conditioning:
        """Frames `start:stop`, which may lie beyond either end: there, nothing is sung."""
        before, after = max(0, -start), max(0, stop - len(self))
        rows = slice(max(0, start), max(0, stop))
        pad = (before, after)
        return Conditioning(
            self.geometry,
            np.pad(self.strip[rows], (pad, (0, 0)), mode="edge"),
            np.pad(self.f0_hz[rows], pad, mode="edge"),
            np.pad(self.voiced[rows], pad),
        )

    def followed_by(self, other: Conditioning) -> Conditioning:
        """The frames of this one, and then those of another of the same geometry."""
        return Conditioning(
            self.geometry,
            np.concatenate([self.strip, other.strip]),
            np.concatenate([self.f0_hz, other.f0_hz]),
            np.concatenate([self.voiced, other.voiced]),
        )

    def as_picture(self) -> np.ndarray:
        """One greyscale image in 0..1, strip below the harmonics, low frequencies at the bottom."""
        strip = np.repeat((np.clip(self.strip, -1, 1) + 1) / 2, 3, axis=1)
        return np.concatenate([self.harmonics(0, len(self))[:, ::-1, 0], strip], axis=1).T


def draw_conditioning(performance: Performance, geometry: Geometry) -> Conditioning:
    """The conditioning image of a whole performance, a frame every `geometry.hop` samples."""
    count = int(performance.duration_s * geometry.sample_rate) // geometry.hop + 1
    times = np.arange(count) * geometry.frame_s
    curves = np.arange(len(performance.f0_hz)) * performance.hop_s
    f0, level, breath = (
        np.interp(times, curves, curve)
        for curve in (performance.f0_hz, performance.level_db, performance.breathiness)
    )
    fill = phone_rows(performance.phones, times, geometry.frame_s)
    voiced = fill[:, [p in VOICED for p in PHONES]].sum(axis=1)
    near = distance_rows(performance.phones, times)
    curve_rows = [voiced, level / LEVEL_SPAN_DB, breath, np.log2(f0 / REFERENCE_HZ), np.ones(count)]
    strip = np.concatenate([fill, near, np.stack(curve_rows, axis=1)], axis=1).astype(np.float32)
    return Conditioning(geometry, strip, f0.astype(np.float32), voiced.astype(np.float32))


def draw_harmonics(f0_hz: np.ndarray, voiced: np.ndarray, geometry: Geometry) -> np.ndarray:
    """Lines at the multiples of F0, and frequency from -1 to 1; shape (frames, bins, 2), float32."""
    bins = np.arange(1, geometry.bins + 1, dtype=np.float32)
    off = distance_to_harmonics(bins, f0_hz, geometry.bin_hz)
    lines = np.maximum(1.0 - off / np.float32(LINE_REACH), 0.0)
    lines *= np.asarray(voiced, np.float32)[:, None]
    ramp = np.broadcast_to(np.linspace(-1.0, 1.0, geometry.bins, dtype=np.float32), lines.shape)
    return np.stack([lines, ramp], axis=2)


def phone_rows(phones: tuple[Phone, ...], times: np.ndarray, frame_s: float) -> np.ndarray:
    """How much of each frame each phone fills, 0..1, shape (frames, len(PHONES))."""
    index = {symbol: i for i, symbol in enumerate(PHONES)}
    rows = np.zeros((len(times), len(PHONES)), np.float32)
    for phone in phones:
        lo = max(int((phone.start_s - frame_s) / frame_s), 0)
        hi = min(int((phone.end_s + frame_s) / frame_s) + 2, len(times))
        here = times[lo:hi]
        overlap = np.minimum(here + frame_s / 2, phone.end_s) - np.maximum(here - frame_s / 2, phone.start_s)
        rows[lo:hi, index[phone.symbol]] += np.clip(overlap / frame_s, 0, 1)
    rows[:, 0] += np.clip(1 - rows.sum(axis=1), 0, 1)  # beyond the ends there is silence
    return rows


def distance_rows(phones: tuple[Phone, ...], times: np.ndarray) -> np.ndarray:
    """exp(-distance / decay) to the start and to the end of each frame's phone, (frames, 2 * decays)."""
    starts = np.array([p.start_s for p in phones])
    ends = np.array([p.end_s for p in phones])
    i = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(phones) - 1)
    since, until = np.clip(times - starts[i], 0, None), np.clip(ends[i] - times, 0, None)
    return np.stack([np.exp(-d / decay) for decay in DECAYS_S for d in (since, until)], axis=1)
