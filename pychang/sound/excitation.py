"""The buzz at the known pitch that the starting phase is taken from.

It can be made for any stretch of a song by itself, and comes out the same as when the whole song is made
at once: from the periods gone by (`cycles`).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pychang.sound.stft import Samples, Spectrum, Stft

_DELAY_S, _DELAY_FROM_HZ = 0.0015, 1500.0


def cycles(f0_hz: NDArray[np.floating], stft: Stft, start: float = 0.0) -> NDArray[np.float64]:
    """Periods of the voice gone by at each frame, (frames,), `start` at the first.

    F0 runs straight from frame to frame; an F0 of 0 (unknown) takes its neighbour's, so that
    the phase goes on through consonants without a jump.
    """
    here, there = _both_known(f0_hz)
    steps = 0.5 * (here + there) * stft.frame_s
    return np.cumsum(np.concatenate(([start], steps)))[: len(f0_hz)]


def _both_known(f0_hz: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """F0 at the beginning and at the end of each step from frame to frame, (frames - 1,) each."""
    here, there = np.asarray(f0_hz[:-1], np.float64), np.asarray(f0_hz[1:], np.float64)
    return np.where(here > 0, here, there), np.where(there > 0, there, here)


def pulses(f0_hz: NDArray[np.floating], at_cycles: NDArray[np.float64], stft: Stft) -> Samples:
    """A pulse train, cosines of amplitude 1 at every harmonic below Nyquist: ((frames - 1) * hop,).

    f0_hz, at_cycles: (frames,); silent where F0 is unknown (0) on both sides.
    """
    here, there = _both_known(f0_hz)
    x = np.arange(stft.hop) / stft.hop
    hz = here[:, None] + (there - here)[:, None] * x
    phase = at_cycles[:-1, None] + (here[:, None] + hz) * (0.5 * x * stft.frame_s)
    return _dirichlet(hz.reshape(-1), phase.reshape(-1), stft.sample_rate / 2)


def _dirichlet(hz: NDArray[np.float64], phase: NDArray[np.float64], nyquist_hz: float) -> Samples:
    """sum(cos(2 pi k phase), k = 1 .. nyquist / hz), by Dirichlet's closed form."""
    harmonics = np.floor(np.divide(nyquist_hz, hz, out=np.zeros_like(hz), where=hz > 0))
    turn = np.pi * (phase - np.round(phase))
    below = np.sin(turn)
    near = np.abs(below) < 1e-6
    ratio = np.sin((2 * harmonics + 1) * turn) / np.where(near, 1.0, below)
    return (0.5 * np.where(near, 2 * harmonics + 1, ratio) - 0.5).astype(np.float32)


@lru_cache(maxsize=4)
def dispersion(stft: Stft) -> Spectrum:
    """What to multiply a pulse's spectrum by, (bins,), so that it is spread as a mouth spreads it.

    Pulses with all harmonics in step are sharper than any voice: peak over RMS 3.2 within 50 ms
    where a singer had 2.4. Delaying high frequencies by up to 1.5 ms gives 2.4, and so 2.5 dB
    more room below full scale, for 0.3 dB of convergence.
    """
    hz = np.arange(stft.bins) * stft.bin_hz
    delay_s = _DELAY_S * -np.expm1(-hz / _DELAY_FROM_HZ)
    return np.exp(-2j * np.pi * np.cumsum(delay_s) * stft.bin_hz).astype(np.complex64)
