"""The phase to start Griffin-Lim from: that of a buzz at the known pitch, and of noise.

The picture says how loud each frequency is and the score says at which pitch the voice
vibrates. What is missing is phase, and a band-limited pulse train whose phase is the running
integral of F0 has nearly the right one at every harmonic. Where nothing vibrates, the
phase is that of white noise: pulses there would whistle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pychang.sound.stft import Samples, Stft

_NOISE_CHUNK = 4096  # samples made by one seed; any stretch of the noise can be made on its own


def cycles(f0_hz: NDArray[np.floating], stft: Stft, start: float = 0.0) -> NDArray[np.float64]:
    """Periods of the voice gone by at each frame, (frames,), `start` at the first.

    F0 runs straight from frame to frame; an F0 of 0 (unknown) takes its neighbour's, so that
    the phase goes on through consonants without a jump.
    """
    here, there = _both_known(np.asarray(f0_hz, np.float64))
    steps = 0.5 * (here + there) * stft.frame_s
    return np.cumsum(np.concatenate(([start], steps)))


def _both_known(f0_hz: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    here, there = f0_hz[:-1], f0_hz[1:]
    return np.where(here > 0, here, there), np.where(there > 0, there, here)


def pulses(f0_hz: NDArray[np.floating], at_cycles: NDArray[np.float64], stft: Stft) -> Samples:
    """A pulse train, cosines of amplitude 1 at every harmonic below Nyquist: ((frames - 1) * hop,).

    The sum of cosines in closed form (Dirichlet's kernel), silent where F0 is unknown (0).
    """
    here, there = _both_known(np.asarray(f0_hz, np.float64))
    x = np.arange(stft.hop) / stft.hop
    hz = here[:, None] + (there - here)[:, None] * x
    phase = at_cycles[:-1, None] + (here[:, None] + hz) * (0.5 * x * stft.frame_s)
    return _dirichlet(hz.reshape(-1), phase.reshape(-1), stft.sample_rate / 2)


def _dirichlet(hz: NDArray[np.float64], phase: NDArray[np.float64], nyquist_hz: float) -> Samples:
    """sum(cos(2 pi k phase), k = 1 .. nyquist / hz)."""
    harmonics = np.floor(np.divide(nyquist_hz, hz, out=np.zeros_like(hz), where=hz > 0))
    turn = np.pi * (phase - np.round(phase))
    below = np.sin(turn)
    near = np.abs(below) < 1e-6
    ratio = np.sin((2 * harmonics + 1) * turn) / np.where(near, 1.0, below)
    return (0.5 * np.where(near, 2 * harmonics + 1, ratio) - 0.5).astype(np.float32)


def white_noise(seed: int, start: int, count: int) -> Samples:
    """Samples `start .. start + count` of the endless white noise of that seed, variance 1."""
    first, last = start // _NOISE_CHUNK, -(-(start + count) // _NOISE_CHUNK)
    chunks = [
        np.random.default_rng((seed, i)).standard_normal(_NOISE_CHUNK, np.float32) for i in range(first, last)
    ]
    skip = start - first * _NOISE_CHUNK
    return np.concatenate([*chunks, np.zeros(0, np.float32)])[skip : skip + count]
