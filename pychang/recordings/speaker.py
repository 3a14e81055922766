"""How a singer differs from the voice that sang the score: in timbre, and in register."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pychang.recordings.chain import Chain, vectors_of
from pychang.recordings.features import Features, cepstra, loudness, noise_db
from pychang.recordings.warping import Heard, Path

SOUNDING_DB = -25.0  # frames that tell what a singer's sound is like on the whole …
COMPARED_DB = -35.0  # … and those that tell how each sound differs from the voice's
FITTING = 5.0  # frames that cost more are not the same sound
CAUTION = 400.0  # frames' worth of belief that the two do not differ


@dataclass(frozen=True)
class Speaker:
    """A recording's mean cepstrum, a linear map from its cepstra to the voice's, and the register.

    `transform` (CEPSTRA + 1, CEPSTRA), None before anything is known; `semitones`: what is added to the
    recording's pitch to be the score's.
    """

    mean: np.ndarray
    transform: np.ndarray | None = None
    semitones: float = 0.0

    def cepstra(self, recording: Features) -> np.ndarray:
        """The recording's cepstra as the voice's, (frames, CEPSTRA); the voice's mean is 0."""
        own = cepstra(recording.bands_db) - self.mean
        return own if self.transform is None else own @ self.transform[:-1] + self.transform[-1]

    def heard(self, recording: Features) -> Heard:
        """The recording as it is compared with the voice."""
        vectors = vectors_of(recording.bands_db, self.cepstra(recording))
        noise = float(loudness(noise_db(recording.bands_db)[None])[0])
        return Heard(vectors, recording.midi + self.semitones, recording.level_db, noise)


def mean_cepstrum(features: Features) -> np.ndarray:
    """Of what sounds."""
    sounding = features.level_db > SOUNDING_DB
    rows = cepstra(features.bands_db[sounding if sounding.any() else slice(None)])
    return rows.mean(axis=0)


def centred_cepstra(features: Features) -> np.ndarray:
    """(frames, CEPSTRA), less their mean."""
    return cepstra(features.bands_db) - mean_cepstrum(features)


def learned(speaker: Speaker, recording: Features, sung: Features, chain: Chain, path: Path) -> Speaker:
    """What a path tells about the singer: ridge regression from their cepstra to the voice's."""
    states = _stretched(path.states, chain.step, len(recording))
    costs = _stretched(path.costs, chain.step, len(recording))
    same = ~chain.pause[states] & (costs < FITTING) & (recording.level_db > COMPARED_DB)
    if not same.any():
        return speaker
    x = cepstra(recording.bands_db[same]) - speaker.mean
    y = centred_cepstra(sung)[chain.frame[states[same]]]
    off = (chain.midi[states] - recording.midi)[same]
    off = off[~np.isnan(off)]
    return Speaker(speaker.mean, _ridge(x, y), float(np.median(off)) if len(off) else 0.0)


def _ridge(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The map (columns + 1, columns) from x to y, drawn toward the identity."""
    columns = x.shape[1]
    ones = np.hstack([x, np.ones((len(x), 1))])
    belief = CAUTION * np.eye(columns + 1)
    belief[-1, -1] = 1e-3
    same = np.vstack([np.eye(columns), np.zeros((1, columns))])
    return np.linalg.solve(ones.T @ ones + belief, ones.T @ y + belief @ same)


def _stretched(values: np.ndarray, step: int, count: int) -> np.ndarray:
    """A coarse path's values, one for each frame."""
    return np.repeat(values, step)[np.minimum(np.arange(count), step * len(values) - 1)]
