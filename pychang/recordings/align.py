"""Where each phone of the score is in a recording: the score is sung, and warped onto the recording."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pychang.diagnostic import Text, Unusable
from pychang.performance.model import HOP_S
from pychang.recordings.agreement import agreements
from pychang.recordings.f0 import search_range, to_midi, track_f0
from pychang.recordings.features import Features, of_sound
from pychang.recordings.model import Alignment, Recording
from pychang.recordings.refine import refined
from pychang.recordings.search import find_path
from pychang.recordings.segments import phones_along, with_breaths, with_closures
from pychang.recordings.sung import Sung, sing_score
from pychang.score.model import Part
from pychang.voice import Voice

LEAST_S = 0.1  # of sound
QUIET_DB = -45.0  # so far below the loud stretches nothing has a pitch


def align(recording: Recording, sound: np.ndarray, sample_rate: int, voice: Voice) -> Alignment:
    """Find the phones of a recording's score in its sound, float32 (samples,).

    `voice` sings the score for comparison. Phones that came with the recording are taken as they are.
    Unusable if there is nothing to sing or nothing is heard. Needs praat-parselmouth (`pychang[train]`).
    """
    if recording.labels is not None:
        return Alignment(recording.labels, (1.0,) * len(recording.labels))
    part = sung_part(recording)
    rate = voice.card.geometry.sample_rate
    heard = resampled(sound, sample_rate, rate)
    if len(heard) < LEAST_S * rate or not np.any(heard):
        raise _silent(recording)
    features = _features(heard, part, voice)
    sung = _sung(recording, voice)
    found = find_path(features, sung)
    along, own = phones_along(found.path, found.chain, sung, len(heard) / rate)
    phones = refined(with_closures(along, own), heard, rate)
    phones = with_breaths(phones, features)
    return Alignment(phones, agreements(phones, features, sung, found))


def sung_part(recording: Recording) -> Part:
    """The part that a recording is of; Unusable if it sings nothing."""
    part = recording.score.parts[0] if recording.score and recording.score.parts else None
    if part is None or all(note.syllable is None for note in part.notes):
        raise Unusable(
            Text(f"{recording.source}: 부를 것이 없습니다.", f"{recording.source}: there is nothing to sing.")
        )
    return part


def _silent(recording: Recording) -> Unusable:
    return Unusable(
        Text(f"{recording.sound}: 소리가 들리지 않습니다.", f"{recording.sound}: there is no sound in it.")
    )


def resampled(sound: np.ndarray, sample_rate: int, wanted: int) -> np.ndarray:
    """float32 (samples,) at another rate."""
    if sample_rate == wanted:
        return np.asarray(sound, np.float32)
    import soxr

    return soxr.resample(np.asarray(sound, np.float32), sample_rate, wanted)


def _features(sound: np.ndarray, part: Part, voice: Voice) -> Features:
    geometry = voice.card.geometry
    midi = to_midi(track_f0(sound, geometry.sample_rate, HOP_S, *search_range(part)))
    features = of_sound(sound, geometry, midi)
    return replace(features, midi=np.where(features.level_db > QUIET_DB, midi, np.nan))


def _sung(recording: Recording, voice: Voice) -> Sung:
    from pychang.compile import perform_part

    part = sung_part(recording)
    return sing_score(part, perform_part(recording.score, part, voice.card), voice)
