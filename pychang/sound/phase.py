"""The phase to start Griffin-Lim from, weighed between buzz and noise by what the picture shows.

The phase of a buzz at the known pitch is nearly right wherever the picture shows harmonics. Where
it shows none (breath, frication, the hiss between high harmonics of a breathy voice), that
phase would make the noise whistle and rattle at the pitch; there it is that of white noise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from pychang.sound import excitation
from pychang.sound.noise import white_noise
from pychang.sound.stft import Stft, hann

_BAND_HZ = 700.0  # wide enough for a harmonic and its neighbours at the top of a soprano's range
_BAND_FRAMES = 9
_DEPTH_DB = 40.0  # from the harmonics down to the noise where they stand out wholly
_NONE = 0.1  # less harmonicity than this is chance
CONTEXT = _BAND_FRAMES // 2  # frames on each side that matter to a frame, beside the STFT's own


def starting_rows(
    rows: NDArray[np.float32],
    f0_hz: NDArray[np.float64],
    voiced: NDArray[np.float32],
    at_cycles: NDArray[np.float64],
    stft: Stft,
    seed: int,
    first_frame: int,
) -> NDArray[np.complex64]:
    """A spectrum in rows (frames, bins) whose phase suits the magnitudes `rows`; its level says nothing.

    f0_hz, voiced (0..1), at_cycles (periods gone by): (frames,). `first_frame`: of the song's.
    """
    buzz = stft.rows(excitation.pulses(f0_hz, at_cycles, stft)) * excitation.dispersion(stft)
    start = first_frame * stft.hop
    noise = stft.rows(white_noise(seed, start, (len(rows) - 1) * stft.hop))
    harmonic = harmonicity(rows, np.abs(buzz), stft) * voiced[:, None]
    noise *= _as_loud_as_buzz(stft) * 10 ** (-_DEPTH_DB / 20 * harmonic)
    buzz *= np.clip(harmonic / _NONE - 0.5, 0, 1)
    return buzz + noise


def harmonicity(rows: NDArray[np.float32], buzz: NDArray[np.float32], stft: Stft) -> NDArray[np.float32]:
    """How far the picture rises and falls with the harmonics, 0 (noise) .. 1, around each bin.

    The slope of the log magnitudes `rows` on those of the buzz (both (frames, bins)), by least
    squares over a patch 700 Hz by 9 frames, each less its mean along frequency.
    """
    width = 2 * round(_BAND_HZ / stft.bin_hz / 2) + 1
    floor = 1e-4 * rows.max(axis=1, keepdims=True) + np.float32(1e-9)
    seen, made = _ripple(rows + floor, width), _ripple(buzz + np.float32(0.1), width)
    slope = _patch(seen * made, width) / (_patch(made * made, width) + np.float32(1e-6))
    return np.clip(slope, 0, 1)


def _ripple(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    logs = np.log(rows)
    return logs - uniform_filter1d(logs, width, axis=1)


def _patch(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    return uniform_filter1d(uniform_filter1d(rows, width, axis=1), _BAND_FRAMES, axis=0)


def _as_loud_as_buzz(stft: Stft) -> np.float32:
    """What brings white noise of variance 1, seen in a bin, up to a cosine of amplitude 1."""
    window = hann(stft.n_fft)
    return np.float32(window.sum() / 2 / np.sqrt(np.square(window).sum()))
