"""When vowels are heard to begin, against when they should."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pychang.korean.model import GLIDES, SILENCE, VOWELS, SyllablePhones
from pychang.performance import Phone
from pychang.performance.clock import Clock
from pychang.score.model import Part

Floats = NDArray[np.float64]

LEVELS_HZ = 500  # how often the level is looked at
BAND_HZ = (600, 4000)
LEAST_S = 0.2  # a shorter vowel has no plateau to measure by


def onset_errors(sound: NDArray[np.floating], sample_rate: int, at_s: Sequence[float]) -> Floats:
    """Seconds from each of `at_s` to where the vowel is heard to begin, as many as were found.

    The vowel begins where the level from 600 to 4000 Hz comes within 6 dB of what it is 60–120 ms later;
    where it never is that much lower near the place, nothing is found.
    """
    heard = heard_onsets(sound, sample_rate, at_s)
    return (heard - _rounded(at_s, sample_rate))[~np.isnan(heard)]


def heard_onsets(sound: NDArray[np.floating], sample_rate: int, at_s: Sequence[float]) -> Floats:
    """Seconds at which the vowels near `at_s` are heard to begin, (len(at_s),); nan where none is."""
    from scipy.signal import butter, sosfiltfilt

    band = sosfiltfilt(butter(4, BAND_HZ, "bandpass", fs=sample_rate, output="sos"), sound)
    hop = sample_rate // LEVELS_HZ
    power = np.convolve(band**2, np.hanning(8 * hop), "same")[::hop]
    level = 10 * np.log10(power + 1e-12)
    rate = sample_rate / hop
    found = np.full(len(at_s), np.nan)
    for number, at in enumerate(at_s):
        beat = round(at * rate)
        plateau = level[beat + int(0.06 * rate) : beat + int(0.12 * rate)]
        first = max(beat - int(0.1 * rate), 0)
        low = (
            np.flatnonzero(level[first : beat + int(0.06 * rate)] < np.median(plateau) - 6)
            if len(plateau)
            else []
        )
        if len(low):
            found[number] = (first + low[-1] + 1) / rate
    return found


def _rounded(at_s: Sequence[float], sample_rate: int) -> Floats:
    """The places in whole steps of the level."""
    rate = sample_rate / (sample_rate // LEVELS_HZ)
    return np.array([round(at * rate) for at in at_s]) / rate


def beats_of_vowels(part: Part, spoken: Sequence[SyllablePhones], clock: Clock) -> list[float]:
    """The beats, in seconds, at which a consonant gives way to a vowel that lasts.

    Of syllables with a consonant and no glide, on notes of 0.2 s or more.
    """
    seen, out = set(), []
    for note in (note for note in part.notes if note.syllable is not None):
        start, end = clock.at(note.start), clock.at(note.start + note.duration)
        syllable = spoken[note.syllable]
        if note.syllable not in seen and syllable.onset and not syllable.glide and end - start >= LEAST_S:
            out.append(start)
        seen.add(note.syllable)
    return out


def vowels_as_sung(phones: Sequence[Phone]) -> list[float]:
    """The seconds at which a consonant or a silence gives way to a vowel that lasts, by an alignment."""
    return [
        phone.start_s
        for before, phone in pairwise(phones)
        if phone.symbol in VOWELS
        and phone.end_s - phone.start_s >= LEAST_S
        and before.symbol not in (*VOWELS, *GLIDES, SILENCE)
    ]
