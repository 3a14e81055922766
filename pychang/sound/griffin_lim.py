"""From magnitude to waveform: Griffin-Lim with momentum, started from the pitch.

D. Griffin, J. Lim: Signal estimation from modified short-time Fourier transform (1984);
N. Perraudin, P. Balazs, P. Sondergaard: A fast Griffin-Lim algorithm (2013).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pychang.sound import excitation
from pychang.sound.stft import Samples, Stft

MOMENTUM = 0.99  # above 1 it diverges
_TINY = np.float32(1e-20)


def griffin_lim(
    magnitude: NDArray[np.float32],
    f0_hz: NDArray[np.floating],
    voiced: NDArray[np.floating] | NDArray[np.bool_],
    stft: Stft,
    iterations: int = 16,
    seed: int = 0,
    start_phase: float = 0.0,
) -> Samples:
    """A sound whose spectrogram is near `magnitude`: float32 ((frames - 1) * hop,).

    magnitude: (bins, frames), linear, as `abs(stft.forward(y))`; frames of exact zeros stay silent.
    f0_hz: (frames,), 0 where unknown. voiced: (frames,), 0..1. start_phase: in periods of F0.
    The same arguments give the same bits. ValueError if the shapes do not fit.
    """
    _check(magnitude, f0_hz, voiced, stft)
    wanted = np.ascontiguousarray(magnitude.T, np.float32)
    rows = _start(f0_hz, np.asarray(voiced, np.float32), stft, seed, start_phase)
    _impose(rows, wanted)
    before = np.zeros_like(rows)
    for _ in range(iterations):
        rebuilt = stft.rows(stft.samples(rows))
        rows = rebuilt - np.float32(MOMENTUM / (1 + MOMENTUM)) * before
        before = rebuilt
        _impose(rows, wanted)
    return stft.samples(rows)


def _check(magnitude: NDArray, f0_hz: NDArray, voiced: NDArray, stft: Stft) -> None:
    bins, frames = magnitude.shape
    if bins != stft.bins or len(f0_hz) != frames or len(voiced) != frames:
        raise ValueError(f"{magnitude.shape=}, {f0_hz.shape=}, {voiced.shape=} do not fit {stft}")


def _start(
    f0_hz: NDArray[np.floating], voiced: NDArray[np.float32], stft: Stft, seed: int, start_phase: float
) -> NDArray[np.complex64]:
    buzz = stft.rows(excitation.pulses(f0_hz, excitation.cycles(f0_hz, stft, start_phase), stft))
    hiss = stft.rows(excitation.white_noise(seed, 0, (len(f0_hz) - 1) * stft.hop))
    return buzz * voiced[:, None] + hiss * (1.05 - voiced[:, None])


def _impose(rows: NDArray[np.complex64], wanted: NDArray[np.float32]) -> None:
    """Keep the phase of `rows`, give it the magnitude `wanted`, in place."""
    power = np.square(rows.real) + np.square(rows.imag)
    rows *= wanted / np.sqrt(power + _TINY)
