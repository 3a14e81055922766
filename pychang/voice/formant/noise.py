"""Bursts and frication: eight parallel noise resonators over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pychang.voice.formant import timbre as tables
from pychang.voice.formant.manner import MANNER, Manner

if TYPE_CHECKING:
    from pychang.voice.formant.contexts import Context

VOWEL_RMS = 0.1  # a vowel at mf, to which all noise levels refer
EDGE_S = 0.012
FRICATION_RISE_S = 0.030


def frication(
    around: Sequence[Context],
    times: np.ndarray,
    level_db: np.ndarray,
    sample_rate: int,
    random: np.random.Generator,
) -> np.ndarray:
    """The noise of all consonants, float32 (samples,), level re a vowel of RMS `VOWEL_RMS`.

    White noise through parallel band-pass resonators (Klatt's parallel branch, but with a zero at DC: the
    skirts of all-pole resonators fill the low octaves), each with its own amplitude over time.
    """
    from scipy.signal import iirpeak, lfilter

    amplitude = noise_amplitudes(around, times, level_db)
    count = round(times[-1] * sample_rate) + 1
    at = np.arange(count) / sample_rate
    out = np.zeros(count)
    for hz, row in zip(tables.NOISE_HZ, amplitude, strict=True):
        if not row.any():
            continue
        band = lfilter(*iirpeak(hz, 1 / tables.NOISE_WIDTH, fs=sample_rate), random.standard_normal(count))
        out += band / band.std() * np.interp(at, times, row)
    return out.astype(np.float32)


def noise_amplitudes(around: Sequence[Context], times: np.ndarray, level_db: np.ndarray) -> np.ndarray:
    """RMS amplitude of each resonator, shape (8, frames)."""
    power = np.zeros((len(tables.NOISE_HZ), len(times)))
    for c in around:
        manner = MANNER.get(c.phone.symbol)
        if manner is None:
            continue
        lo, hi = np.searchsorted(times, [c.phone.start_s - 0.02, c.phone.end_s + 0.05])
        here = times[lo:hi]
        if manner.frication:
            shape = np.array(tables.FRICATION_DB[manner.frication]) + manner.frication_db + _rounding(c.vowel)
            power[:, lo:hi] += _power(shape, _frication_envelope(c, manner, here))
        if manner.release_s is not None:
            shape = np.array(burst_shape(c.phone.symbol, c.vowel)) + manner.burst_db
            power[:, lo:hi] += _power(shape, _burst_envelope(c, manner, here))
    return VOWEL_RMS * np.sqrt(power) * 10 ** (level_db / 20)


def burst_shape(symbol: str, vowel: str) -> tuple[float, ...]:
    """A velar's burst goes with the vowel: it is near its F2 (Zue 1976)."""
    place = tables.PLACE_OF[symbol]
    f2 = (tables.VOWEL_HZ | tables.GLIDE_HZ)[vowel][1]
    if place == "velar" and f2 > 2000:
        place = "velar front"
    elif place == "velar" and f2 < 1150:
        place = "velar back"
    return tables.BURST_DB[place]


def _rounding(vowel: str) -> np.ndarray:
    """Rounded lips before ㅗ ㅜ and w bring the noise down in frequency."""
    amount = {"u": 1.0, "w": 1.0, "o": 0.6}.get(vowel, 0.0)
    return amount * np.array([3, 3, 3, 2, 0, -2, -4, -6])


def _power(shape_db: np.ndarray, envelope: np.ndarray) -> np.ndarray:
    return np.outer(10 ** (shape_db / 10), envelope**2)


def _frication_envelope(c: Context, manner: Manner, times: np.ndarray) -> np.ndarray:
    """Rise, plateau and fall of amplitude, 0..1."""
    start, end = c.release_s(manner), c.phone.end_s
    if manner.frication_s is not None:
        end = min(end, start + manner.frication_s)
    elif manner.aspiration_db > -60:
        end -= min(0.028, 0.25 * (end - start))  # the last part of a lax fricative is aspiration
    rise = min(FRICATION_RISE_S if manner.release_s is None else 0.006, 0.4 * (end - start))
    fall = min(0.018, 0.4 * (end - start))
    return np.interp(
        times, [start, start + rise, end - fall, end + 0.004], [0.0, 1.0, 1.0, 0.0], left=0.0, right=0.0
    )


def _burst_envelope(c: Context, manner: Manner, times: np.ndarray) -> np.ndarray:
    start = c.release_s(manner)
    end = start + manner.burst_s
    return np.interp(
        times, [start - 0.004, start + 0.001, end, end + EDGE_S], [0, 1, 0.5, 0], left=0.0, right=0.0
    )
