"""The formant singer: a performance sung by Klatt synthesis. It makes the corpus that `sora` learns from."""

from __future__ import annotations

import numpy as np

from pychang.performance.model import Performance
from pychang.voice.formant.timbre import Timbre

__all__ = ["Timbre", "sing_formants"]

NOISE_EFFORT = 0.6  # dB of frication for each dB of level


def sing_formants(
    performance: Performance, sample_rate: int, timbre: Timbre | None = None, seed: int = 0
) -> np.ndarray:
    """Sound of a performance, float32 (samples,), the same every time for one seed.

    Needs praat-parselmouth (`pychang[train]`).
    """
    from pychang.voice.formant.contexts import contexts
    from pychang.voice.formant.klatt import synthesise
    from pychang.voice.formant.noise import frication
    from pychang.voice.formant.tracks import klatt_tracks

    random = np.random.default_rng(seed)
    around = contexts(performance.phones)
    times = np.arange(len(performance.f0_hz)) * performance.hop_s
    timbre = timbre or Timbre()
    voice = synthesise(klatt_tracks(performance, around, timbre, random), sample_rate, seed)
    voice = equalise(voice, timbre.equaliser, sample_rate)
    noise = frication(around, times, NOISE_EFFORT * performance.level_db, sample_rate, random)
    count = min(len(voice), len(noise))
    return voice[:count] + noise[:count]


def equalise(sound: np.ndarray, points: tuple[tuple[float, float], ...], sample_rate: int) -> np.ndarray:
    """Filter by gains in dB at frequencies in Hz, with linear phase; float32 (samples,)."""
    from scipy.signal import firwin2, oaconvolve

    hz, db = zip(*points, strict=True)
    gains = 10 ** (np.interp(np.linspace(0, sample_rate / 2, 65), hz, db) / 20)
    taps = firwin2(255, np.linspace(0, 1, 65), gains)
    return oaconvolve(sound, taps, mode="same").astype(np.float32)
