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
    from pychang.voice.formant.klatt import synthesise
    from pychang.voice.formant.noise import frication
    from pychang.voice.formant.tracks import contexts, klatt_tracks

    random = np.random.default_rng(seed)
    around = contexts(performance.phones)
    times = np.arange(len(performance.f0_hz)) * performance.hop_s
    voice = synthesise(klatt_tracks(performance, around, timbre or Timbre(), random), sample_rate, seed)
    noise = frication(around, times, NOISE_EFFORT * performance.level_db, sample_rate, random)
    count = min(len(voice), len(noise))
    return voice[:count] + noise[:count]
