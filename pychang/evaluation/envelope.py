"""Mel cepstra of a spectral envelope that shows the mouth and not the pitch.

The envelope is CheapTrick's (M. Morise: CheapTrick, a spectral envelope estimator for high-quality speech
synthesis, Speech Communication 67, 2015), which WORLD and so pyworld has: windows of three periods, power
smoothed over two thirds of F0, and a lifter that takes out what is left of the harmonics. Its cepstrum is
warped to a scale near mel by an all-pass, as SPTK does (K. Tokuda et al., ICSLP 1994).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOP_S = 0.005
ORDER = 24
LOWEST_HZ = 71.0  # an F0 below is taken for unvoiced, as in WORLD
UNVOICED_HZ = 500.0  # what stands for F0 where there is none
ALPHA = {8000: 0.312, 16000: 0.41, 22050: 0.455, 24000: 0.466, 32000: 0.504, 44100: 0.544, 48000: 0.554}
"""The all-pass constant that comes nearest to the mel scale at a sample rate."""

FLOOR_DB = -80.0  # re the loud frames' mean; fainter is heard by nobody, and silence has no logarithm
_Q1 = -0.15  # of the lifter, WORLD's
_AT_ONCE = 2048  # frames
_GRID = 512  # points of the warped frequency axis


def frame_count(samples: int, sample_rate: int) -> int:
    """How many frames of `HOP_S` a sound has, one at its very beginning."""
    return int(samples / sample_rate / HOP_S) + 1


def mel_cepstra(sound: NDArray[np.floating], sample_rate: int, f0_hz: Floats) -> Floats:
    """Mel cepstra c0 … c24 of a sound, (frames, 25), as SPTK has them: ln |H| is the sum of c_m cos(m w).

    sound: (samples,). f0_hz: (frames,), one every `HOP_S` from 0 on, 0 where unvoiced.
    """
    n_fft = 1 << int(np.ceil(np.log2(3 * sample_rate / LOWEST_HZ + 1)))
    f0 = np.where(f0_hz > LOWEST_HZ, f0_hz, UNVOICED_HZ)
    padded = np.pad(np.asarray(sound, np.float64), n_fft)
    starts = np.rint(np.arange(len(f0)) * HOP_S * sample_rate).astype(int) + n_fft // 2
    starts = np.minimum(starts, len(padded) - n_fft)
    floor = _loud_power(sound) * 10 ** (FLOOR_DB / 10)
    cepstra = [
        _cepstra(padded, starts[i : i + _AT_ONCE], f0[i : i + _AT_ONCE], sample_rate, n_fft, floor)
        for i in range(0, len(f0), _AT_ONCE)
    ]
    warped = np.concatenate(cepstra) @ _warping(n_fft, _alpha(sample_rate)).T
    warped[:, 0] /= 2
    return warped


def _loud_power(sound: NDArray[np.floating]) -> float:
    """Mean square of the loudest tenth of a sound, in stretches of 512 samples."""
    squares = (
        np.square(np.asarray(sound, np.float64)[: len(sound) // 512 * 512]).reshape(-1, 512).mean(axis=1)
    )
    return float(np.sort(squares)[-max(len(squares) // 10, 1) :].mean()) if len(squares) else 0.0


def _alpha(sample_rate: int) -> float:
    return float(np.interp(sample_rate, list(ALPHA), list(ALPHA.values())))


def _cepstra(
    padded: Floats, starts: NDArray[np.int_], f0: Floats, sample_rate: int, n_fft: int, floor: float
) -> Floats:
    """Cepstra of log power (frames, n_fft // 2 + 1)."""
    power = _power(padded, starts, f0, sample_rate, n_fft)
    lag_s = np.arange(n_fft // 2 + 1) / sample_rate
    smoothing = np.sinc(f0[:, None] * lag_s * (2 / 3))
    smooth = np.fft.rfft(_even(np.fft.irfft(power, axis=1)[:, : n_fft // 2 + 1] * smoothing), axis=1).real
    cepstrum = np.fft.irfft(np.log(np.maximum(smooth, floor + 1e-20)), axis=1)[:, : n_fft // 2 + 1]
    turns = f0[:, None] * lag_s
    return cepstrum * np.sinc(turns) * (1 - 2 * _Q1 + 2 * _Q1 * np.cos(2 * np.pi * turns))


def _power(padded: Floats, starts: NDArray[np.int_], f0: Floats, sample_rate: int, n_fft: int) -> Floats:
    """Power spectra (frames, bins) through Hann windows of three periods, of energy 1."""
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[starts]
    away = (np.arange(n_fft) - n_fft // 2) / sample_rate * f0[:, None] / 1.5
    window = np.where(np.abs(away) < 1, 0.5 + 0.5 * np.cos(np.pi * away), 0)
    window /= np.sqrt(np.square(window).sum(axis=1, keepdims=True))
    seen = frames * window
    seen -= window * (seen.sum(axis=1, keepdims=True) / window.sum(axis=1, keepdims=True))
    return _filled_below_f0(np.square(np.abs(np.fft.rfft(seen, axis=1))), f0, sample_rate / n_fft)


def _filled_below_f0(power: Floats, f0: Floats, bin_hz: float) -> Floats:
    """Below F0 there is nothing to see: the mirror image of what is above 0 Hz of F0 is added."""
    bins = np.arange(int(f0.max() / bin_hz) + 1)
    mirrored = np.maximum(f0[:, None] / bin_hz - bins, 0)
    whole = mirrored.astype(int)
    share = mirrored - whole
    low, high = (np.take_along_axis(power, whole + i, axis=1) for i in (0, 1))
    power[:, : len(bins)] += np.where(bins * bin_hz < f0[:, None], low + share * (high - low), 0)
    return power


def _even(half: Floats) -> Floats:
    """A cepstrum's or autocorrelation's first half (frames, n / 2 + 1) to all of it (frames, n)."""
    return np.concatenate([half, half[:, -2:0:-1]], axis=1)


@lru_cache(maxsize=4)
def _warping(n_fft: int, alpha: float) -> Floats:
    """The matrix from a cepstrum (n_fft // 2 + 1) to a mel cepstrum (ORDER + 1)."""
    warped = (np.arange(_GRID) + 0.5) * np.pi / _GRID
    plain = warped - 2 * np.arctan2(alpha * np.sin(warped), 1 + alpha * np.cos(warped))
    count = n_fft // 2 + 1
    spectrum = 2 * np.cos(plain[:, None] * np.arange(count))
    spectrum[:, [0, -1]] /= 2
    return np.cos(np.arange(ORDER + 1)[:, None] * warped) @ spectrum / _GRID
