"""Long-term spectrum, dullness, peeps, and how far a picture is from what was wanted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pychang.evaluation.pitch import EDGE_S, HELD_S
from pychang.image import Conditioning, Geometry, to_magnitude
from pychang.korean.model import VOWELS
from pychang.performance import Performance
from pychang.sound.stft import Stft

Floats = NDArray[np.float64]

OCTAVES_HZ = (250, 500, 1000, 2000, 4000, 8000)
"""Where octaves begin; what is above the last is a band too, if the sample rate has it."""

JUDGED = len(OCTAVES_HZ) - 1  # octaves, from 250 Hz to 8 kHz
LOUD = 1e-4  # of a loud frame's power: 40 dB below the loudest hundredth
DULL_HZ = 4000
PEEP_DB, PEEP_HZ, PEEP_SHARE = 12.0, 4000.0, 0.10


def long_term_power(magnitude: NDArray[np.floating]) -> Floats:
    """Mean power (bins,) over the loud frames of a magnitude (bins, frames), where all of it is 1."""
    power = magnitude.astype(float) ** 2
    frame = power.sum(axis=0)
    mean = power[:, frame > np.percentile(frame, 99) * LOUD].mean(axis=1)
    return mean / mean.sum()


def long_term_spectrum(magnitude: NDArray[np.floating], bin_hz: float) -> Floats:
    """Mean power of each octave from 250 Hz up, in dB re all, of loud frames; magnitude (bins, frames)."""
    return octaves(long_term_power(magnitude), bin_hz)


def octaves(power: Floats, bin_hz: float) -> Floats:
    """dB of the power (bins,) in each octave from 250 Hz up, the last going to the end."""
    hz = np.arange(len(power)) * bin_hz
    edges = (*OCTAVES_HZ, len(power) * bin_hz)
    return 10 * np.log10(np.array([power[(hz >= a) & (hz < b)].sum() for a, b in pairwise(edges)]) + 1e-12)


def brightness_db(power: Floats, bin_hz: float) -> float:
    """dB of the power (bins,) above 4 kHz re all; dullness is how far below the singer's it is."""
    return float(10 * np.log10(power[np.arange(len(power)) * bin_hz >= DULL_HZ].sum() / power.sum() + 1e-12))


def peeps(
    picture: NDArray[np.floating], sound: NDArray[np.floating], performance: Performance, geometry: Geometry
) -> tuple[int, int]:
    """(peeping frames, frames of held notes) of a phrase; `picture` is what was painted, (frames, bins).

    A frame peeps when the sound's own spectrogram leaves the picture by more than 12 dB in more than a
    tenth of the bins above 4 kHz.
    """
    own = np.abs(Stft.of(geometry).forward(sound))
    wanted = to_magnitude(picture, geometry)
    frames = min(own.shape[1], wanted.shape[1])
    high = np.arange(len(own)) * geometry.bin_hz > PEEP_HZ
    own, wanted = own[high, :frames], wanted[high, :frames]
    scale = np.sqrt((wanted**2).sum() / max((own**2).sum(), 1e-20))
    floor = np.exp(geometry.log_floor)
    off = np.abs(20 * np.log10((own * scale + floor) / (wanted + floor))) > PEEP_DB
    held = held_frames(performance, geometry.frame_s, frames)
    return int((off.mean(axis=0) > PEEP_SHARE)[held].sum()), int(held.sum())


def held_frames(performance: Performance, frame_s: float, frames: int) -> NDArray[np.bool_]:
    """Which frames lie inside the vowel of a held note, bool (frames,)."""
    times = np.arange(frames) * frame_s
    held = np.zeros(frames, bool)
    for phone in performance.phones:
        if phone.symbol in VOWELS and phone.end_s - phone.start_s >= HELD_S:
            held |= (times > phone.start_s + EDGE_S) & (times < phone.end_s - EDGE_S)
    return held


def log_spectral_distance(
    made: NDArray[np.floating], wanted: NDArray[np.floating], conditioning: Conditioning
) -> float:
    """Mean difference in dB at the harmonics of F0 that are above -60 dB of the song's loudest.

    Pictures (frames, bins); the harmonic's level is that of its nearest bin.
    """
    geometry = conditioning.geometry
    made_db, wanted_db = (20 * np.log10(to_magnitude(p, geometry)[1:].T + 1e-9) for p in (made, wanted))
    frames = min(len(made_db), len(wanted_db), len(conditioning))
    voiced = np.flatnonzero(conditioning.voiced[:frames] > 0.99)
    loudest = wanted_db[:frames].max()
    total, count = 0.0, 0
    for number in range(1, 60):
        bins = np.rint(number * conditioning.f0_hz[voiced] / geometry.bin_hz).astype(int) - 1
        rows, bins = voiced[bins < geometry.bins], bins[bins < geometry.bins]
        want, got = wanted_db[rows, bins], made_db[rows, bins]
        loud = want > loudest - 60
        total += np.abs(want - got)[loud].sum()
        count += int(loud.sum())
    return total / max(count, 1)
