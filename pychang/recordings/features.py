"""What a recording and a sung score are compared by: cepstra, level, pitch, a row every 5 ms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pychang.image import Geometry
from pychang.performance.model import HOP_S

BANDS = 40
LOW_HZ, HIGH_HZ = 90.0, 10_000.0
CEPSTRA = 16
DEPTH_DB = 55.0  # what lies this far below the loud stretches is not looked at
LOUD_PERCENTILE = 95
BLOCK = 4096  # frames that are transformed at once
NOISE_PERCENTILE = 5  # of frames, which are no more than this loud: the room, in each band
NOISE_MOST_DB = -18.0


@dataclass(frozen=True)
class Features:
    """Rows every `HOP_S` seconds, the first at 0.

    `bands_db` (frames, BANDS): energy in mel bands, 0 dB being loud and -DEPTH_DB the least. `midi`
    (frames,): pitch in semitones, nan where unvoiced.
    """

    bands_db: np.ndarray
    midi: np.ndarray

    def __len__(self) -> int:
        return len(self.bands_db)

    @property
    def level_db(self) -> np.ndarray:
        """Of all bands together, (frames,)."""
        return loudness(self.bands_db)


def noise_db(bands_db: np.ndarray) -> np.ndarray:
    """The noise of the room in each band, (BANDS,)."""
    return np.minimum(np.percentile(bands_db, NOISE_PERCENTILE, axis=0), NOISE_MOST_DB)


def loudness(bands_db: np.ndarray) -> np.ndarray:
    return 10.0 * np.log10(np.mean(10.0 ** (bands_db / 10.0), axis=1))


def of_sound(sound: np.ndarray, geometry: Geometry, midi: np.ndarray) -> Features:
    """Of a recording at the geometry's rate, with the pitch that was tracked in it."""
    bands = np.concatenate(list(_sound_bands(sound, geometry, len(midi))))
    return Features(_relative(bands), midi)


def _sound_bands(sound: np.ndarray, geometry: Geometry, count: int) -> Iterator[np.ndarray]:
    from scipy.fft import rfft

    n = geometry.n_fft
    window = np.hanning(n + 1)[:-1].astype(np.float32)
    bank = mel_bank(geometry.sample_rate, n)
    padded = np.pad(np.asarray(sound, np.float32), (n // 2, n))
    for first in range(0, count, BLOCK):
        starts = np.rint(np.arange(first, min(first + BLOCK, count)) * HOP_S * geometry.sample_rate)
        starts = np.minimum(starts.astype(int), len(padded) - n)
        frames = np.lib.stride_tricks.sliding_window_view(padded, n)[starts] * window
        yield (np.abs(rfft(frames, axis=1)) ** 2 @ bank.T).astype(np.float32)


def of_pictures(pictures: Iterable[np.ndarray], geometry: Geometry, midi: np.ndarray) -> Features:
    """Of what a voice painted, piece by piece, with the pitch that it was asked for."""
    from pychang.image import to_magnitude

    bank = mel_bank(geometry.sample_rate, geometry.n_fft)
    bands = np.concatenate([(to_magnitude(p, geometry) ** 2).T @ bank.T for p in pictures])
    own = np.arange(len(bands)) * geometry.frame_s
    relative = _relative(bands)
    at = np.minimum(np.arange(len(midi)) * HOP_S, own[-1])
    left = np.clip((at / geometry.frame_s).astype(int), 0, len(bands) - 2)
    share = (at / geometry.frame_s - left)[:, None].astype(np.float32)
    return Features(relative[left] * (1 - share) + relative[left + 1] * share, midi)


def _relative(energy: np.ndarray) -> np.ndarray:
    """Energies in dB re the loud stretches; what is much softer is cut off."""
    total = energy.mean(axis=1)
    heard = total[total > 1e-7 * total.max(initial=0.0)]
    loud = np.percentile(heard, LOUD_PERCENTILE) if len(heard) else 1.0
    db = 10.0 * np.log10(np.maximum(energy / max(loud, 1e-20), 10 ** (-DEPTH_DB / 10)))
    return db.astype(np.float32)


@lru_cache(8)
def mel_bank(sample_rate: int, n_fft: int) -> np.ndarray:
    """Triangles evenly spaced in mel, (BANDS, n_fft // 2 + 1), each with a sum of 1."""
    top = min(HIGH_HZ, 0.49 * sample_rate)
    mels = np.linspace(_mel(LOW_HZ), _mel(top), BANDS + 2)
    edges = 700.0 * (np.exp(mels / 1127.0) - 1.0)
    hz = np.arange(n_fft // 2 + 1) * sample_rate / n_fft
    low, middle, high = (edges[i : BANDS + i, None] for i in range(3))
    least = sample_rate / n_fft  # a triangle is at least a bin wide on each side
    up = (hz - np.minimum(low, middle - least)) / np.maximum(middle - low, least)
    down = (np.maximum(high, middle + least) - hz) / np.maximum(high - middle, least)
    bank = np.maximum(np.minimum(up, down), 0.0)
    bank /= bank.sum(axis=1, keepdims=True)
    bank.setflags(write=False)
    return bank.astype(np.float32)


def _mel(hz: float) -> float:
    return 1127.0 * float(np.log1p(hz / 700.0))


def cepstra(bands_db: np.ndarray) -> np.ndarray:
    """Mel cepstrum without its 0th coefficient, (frames, CEPSTRA), in dB."""
    from scipy.fft import dct

    return dct(bands_db, axis=1, norm="ortho")[:, 1 : CEPSTRA + 1] / np.sqrt(BANDS / 2)


def slopes(values: np.ndarray, reach: int) -> np.ndarray:
    """Change over `2 * reach` rows, by regression; (frames, columns)."""
    steps = np.arange(-reach, reach + 1)
    padded = np.pad(values, ((reach, reach), (0, 0)), mode="edge")
    count = len(values)
    total = sum(k * padded[reach + k : reach + k + count] for k in steps)
    return total * (2 * reach / float((steps**2).sum()))
