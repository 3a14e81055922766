"""A recording as a performance: what training draws its conditioning image from.

The curves mean what they mean in `performance`: F0 as sung, a slow level with mf at 0 and the vowels' own
loudness taken out, and breathiness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pychang.korean.model import BREATH, SILENCE, VOWELS
from pychang.performance import Performance, Phone
from pychang.performance.loudness import soft_breathiness
from pychang.performance.model import HOP_S
from pychang.performance.smoothing import smooth
from pychang.recordings.f0 import (
    PitchTrack,
    check_octaves,
    register_range,
    search_range,
    to_hz,
    to_midi,
    track_pitch,
)
from pychang.recordings.heard import runs
from pychang.recordings.model import Alignment, Recording
from pychang.score.model import Part

ANY_HZ = (60.0, 1000.0)  # of a recording without a score
F0_SMOOTHING = 5  # frames
SPARE_S = 0.015  # a voiced stretch shorter than this is a mistake of the tracker
NUCLEUS_S = 0.12  # the level is taken over so long a stretch of a vowel, and as often
EDGE_SHARE = 0.2  # of a vowel at each end, where it is on its way in or out …
EDGE_MOST_S = 0.05  # … but no more than this
BELIEF = 6.0  # a vowel's own loudness counts by how often it is sung: half at so many times
MOST_DB = 15.0  # of level, either way
LEVEL_SMOOTHING = 25  # frames
BREATHY_FROM_DB, BREATHY_PER_DB = 4.0, 0.03  # of harmonics-to-noise ratio below the recording's median
BREATHY_MOST = 0.4


def as_sung(recording: Recording, alignment: Alignment, sound: np.ndarray, sample_rate: int) -> Performance:
    """The performance that a recording is: its phones, F0 as sung, level and breathiness, every 5 ms.

    `sound` float32 (samples,). Needs praat-parselmouth (`pychang[train]`).
    """
    phones = alignment.phones
    duration_s = phones[-1].end_s
    count = int(np.ceil(duration_s / HOP_S)) + 1
    part = recording.score.parts[0] if recording.score else None
    track = sung_track(sound, sample_rate, phones, part)
    f0 = _fitted(track.f0_hz, count)
    nuclei = _nuclei(phones, sound, sample_rate, _fitted(track.strength, count))
    level = _level(nuclei, count)
    breath = np.clip(soft_breathiness(level) + _breathiness(nuclei, count), 0.0, 1.0)
    width = LEVEL_SMOOTHING
    curves = whole_f0(f0, phones), smooth(level, width), smooth(breath, width)
    return Performance(phones, HOP_S, *curves, duration_s)


def _fitted(values: np.ndarray, count: int) -> np.ndarray:
    """As many frames as the phones last."""
    return np.pad(values, (0, max(0, count - len(values))))[:count]


# ── F0 ───────────────────────────────────────────────────────────────────────────────────────────


def sung_track(sound: np.ndarray, sample_rate: int, phones: Sequence[Phone], part: Part | None) -> PitchTrack:
    """F0 every 5 ms, 0 where unvoiced, with the tracker's octave errors mended by the score."""
    if part is None or all(phone.note < 0 for phone in phones):
        return track_pitch(sound, sample_rate, HOP_S, *ANY_HZ)
    first = track_pitch(sound, sample_rate, HOP_S, *search_range(part))
    written = written_midi(phones, part, len(first.f0_hz))
    off = written - to_midi(first.f0_hz)
    off = off[~np.isnan(off)]
    lower = float(np.median(off)) if len(off) else 0.0
    track = track_pitch(sound, sample_rate, HOP_S, *register_range(part, lower))
    return PitchTrack(HOP_S, check_octaves(track.f0_hz, written - lower), track.strength)


def written_midi(phones: Sequence[Phone], part: Part, count: int) -> np.ndarray:
    """The note that each frame is sung on, (count,); nan in pauses."""
    out = np.full(count, np.nan)
    for phone in phones:
        if phone.note >= 0:
            out[round(phone.start_s / HOP_S) : round(phone.end_s / HOP_S)] = part.notes[phone.note].midi
    return out


def whole_f0(f0_hz: np.ndarray, phones: Sequence[Phone]) -> np.ndarray:
    """F0 above 0 everywhere: straight in semitones through what is unvoiced, and without corners."""
    midi = to_midi(np.where(_sounding(phones, len(f0_hz)), f0_hz, 0.0))
    voiced = ~np.isnan(midi)
    for start, end in runs(voiced):
        if (end - start) * HOP_S < SPARE_S:
            voiced[start:end] = False
    if not voiced.any():
        return np.full(len(f0_hz), 220.0)
    at = np.arange(len(midi))
    return to_hz(smooth(np.interp(at, at[voiced], midi[voiced]), F0_SMOOTHING))


def _sounding(phones: Sequence[Phone], count: int) -> np.ndarray:
    """Frames that are in no pause, bool (count,)."""
    out = np.ones(count, bool)
    for phone in phones:
        if phone.symbol in (SILENCE, BREATH):
            out[round(phone.start_s / HOP_S) : round(phone.end_s / HOP_S)] = False
    return out


# ── level and breathiness ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Nuclei:
    """Stretches of vowels: when (s), which vowel, RMS in dB, harmonics-to-noise ratio in dB; (stretches,)."""

    at_s: np.ndarray
    vowel: np.ndarray
    level_db: np.ndarray
    hnr_db: np.ndarray


def _nuclei(phones: Sequence[Phone], sound: np.ndarray, sample_rate: int, strength: np.ndarray) -> Nuclei:
    rows = []
    for phone in phones:
        if phone.symbol in VOWELS:
            edge = min(EDGE_SHARE * (phone.end_s - phone.start_s), EDGE_MOST_S)
            begin, end = phone.start_s + edge, phone.end_s - edge
            borders = np.linspace(begin, end, max(round((end - begin) / NUCLEUS_S), 1) + 1)
            for a, b in pairwise(borders):
                rows.append(
                    (0.5 * (a + b), phone.symbol, _rms_db(sound, sample_rate, a, b), _hnr(strength, a, b))
                )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 4
    at, vowel, level, hnr = (np.array(column) for column in columns)
    return Nuclei(at, vowel, level, hnr)


def _rms_db(sound: np.ndarray, sample_rate: int, start_s: float, end_s: float) -> float:
    here = sound[int(start_s * sample_rate) : int(end_s * sample_rate) + 1].astype(np.float64)
    return 10.0 * float(np.log10(np.mean(here**2) + 1e-10)) if len(here) else -100.0


def _hnr(strength: np.ndarray, start_s: float, end_s: float) -> float:
    """From the autocorrelation's peak (Boersma 1993)."""
    r = np.clip(strength[round(start_s / HOP_S) : round(end_s / HOP_S) + 1], 0.01, 0.9999)
    return float(np.median(10.0 * np.log10(r / (1.0 - r)))) if len(r) else 0.0


def _level(nuclei: Nuclei, count: int) -> np.ndarray:
    """Slow level in dB, (count,): the median is mf, and no vowel is louder than another of itself."""
    if not len(nuclei.at_s):
        return np.zeros(count)
    own = nuclei.level_db - np.median(nuclei.level_db)
    for vowel in VOWELS:
        here = nuclei.vowel == vowel
        if here.any():
            own[here] -= here.sum() / (here.sum() + BELIEF) * np.median(own[here])
    own = np.clip(own - np.median(own), -MOST_DB, MOST_DB)
    return np.interp(np.arange(count) * HOP_S, nuclei.at_s, own)


def _breathiness(nuclei: Nuclei, count: int) -> np.ndarray:
    """How much noisier the vowels are than most, 0..BREATHY_MOST, (count,)."""
    if not len(nuclei.at_s):
        return np.zeros(count)
    under = np.median(nuclei.hnr_db) - nuclei.hnr_db - BREATHY_FROM_DB
    breathy = np.clip(BREATHY_PER_DB * under, 0.0, BREATHY_MOST)
    return np.interp(np.arange(count) * HOP_S, nuclei.at_s, breathy)
