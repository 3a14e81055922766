"""The path of a recording along a sung score: coarse first, to learn the singer's timbre, then fine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pychang.recordings.chain import Chain, Sung, make_chain, vectors_of
from pychang.recordings.features import Features, noise_db
from pychang.recordings.speaker import Speaker, centred_cepstra, learned, mean_cepstrum
from pychang.recordings.warping import Path, warp

COARSE = 8  # frames that are looked at as one at first
COARSE_BAND = 1250  # coarse states on each side, at least: 50 s
COARSE_CELLS = 40_000_000  # that are looked at if that makes the band wider: all of a song of four minutes
LEFT_OUT = 60.0  # the price of a syllable while the singer's timbre is not known …
LEFT_OUT_KNOWN = 40.0  # … and when it is
FINE_BANDS = (100, 60)  # states on each side of the path before
AROUND = 4  # frames of that path that a band follows
SOUNDING_DB = -35.0


@dataclass(frozen=True)
class Found:
    """The fine path, its chain, what was learned of the singer, and what they were compared with."""

    chain: Chain
    path: Path
    speaker: Speaker
    sung: Features


def find_path(recording: Features, sung: Sung) -> Found:
    """Lead a recording along a sung score."""
    sung = replace(sung, features=in_noise(sung.features, noise_db(recording.bands_db)))
    speaker = Speaker(mean_cepstrum(recording))
    vectors = vectors_of(sung.features.bands_db, centred_cepstra(sung.features))
    coarse = chain = make_chain(sung, vectors, COARSE)
    for _ in range(2):
        heard = speaker.heard(recording).decimated(COARSE)
        path = warp(heard, coarse, *_whole_band(heard.level_db, coarse), LEFT_OUT)
        speaker = learned(speaker, recording, sung.features, coarse, path)
    fine = make_chain(sung, vectors, 1)
    for half in FINE_BANDS:
        band = _band_around(path, chain, fine, len(recording), half)
        path = warp(speaker.heard(recording), fine, *band, LEFT_OUT_KNOWN)
        chain = fine
        speaker = learned(speaker, recording, sung.features, fine, path)
    return Found(fine, path, speaker, sung.features)


def in_noise(features: Features, noise: np.ndarray) -> Features:
    """What would be heard of a sound in a room's noise: what is softer goes under in it."""
    return replace(features, bands_db=np.maximum(features.bands_db, noise))


def _whole_band(level_db: np.ndarray, chain: Chain) -> tuple[np.ndarray, np.ndarray]:
    """A wide band around the path of a singer who spends the same share of the time on everything."""
    passed = np.cumsum(level_db > SOUNDING_DB)
    middle = (passed / max(passed[-1], 1) * len(chain)).astype(int)
    half = max(COARSE_BAND, COARSE_CELLS // (2 * len(level_db)))
    return _limited(middle - half, middle + half, len(chain))


def _band_around(
    path: Path, before: Chain, chain: Chain, count: int, half: int
) -> tuple[np.ndarray, np.ndarray]:
    """The states of `chain` near a path along another chain of the same score, for `count` frames."""
    states = np.searchsorted(chain.place, before.place[path.states]).clip(0, len(chain) - 1)
    padded = np.pad(states, AROUND, mode="edge")
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1)
    at = np.minimum(np.arange(count) // before.step, len(states) - 1)
    return _limited(near.min(axis=1)[at] - half, near.max(axis=1)[at] + half, len(chain))


def _limited(low: np.ndarray, high: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """A band that begins at the first state, ends at the last, and never goes back."""
    low, high = np.clip(low, 0, count - 2), np.clip(high, 2, count)
    low[0], high[-1] = 0, count
    return np.maximum.accumulate(low), np.maximum.accumulate(high)
