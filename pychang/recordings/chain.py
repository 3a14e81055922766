"""The sung score as a chain of states that a recording is led along.

A state is a frame, or a few, of what the voice sang. A pause is one state, however long the score rests: the
recording stays there for as long as it likes, or leaves it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pychang.korean.model import NASALS, VOICED, VOWELS
from pychang.performance import Phone
from pychang.performance.model import HOP_S
from pychang.recordings.features import Features, loudness, slopes

HELD = (*VOWELS, *NASALS, "l")
"""Phones that are held for as long as their note lets them."""

SLOPE_REACH = 4  # frames on each side
CEPSTRUM_DB = 2.2  # differences of this size cost as much as …
SLOPE_DB = 2.6
LEVEL_DB = 10.0
LEVEL_SLOPE_DB = 10.0


@dataclass(frozen=True)
class Sung:
    """A score that was sung: its phones without pauses, and what each frame was like.

    `pause_before[k]`: None, or whether the pause before phone `k` is the score's own (True) or one that a
    singer may take, between two words (False); one entry more than there are phones.
    """

    phones: tuple[Phone, ...]
    pause_before: tuple[bool | None, ...]
    syllable_starts: tuple[int, ...]  # indices of phones
    features: Features


@dataclass(frozen=True)
class Chain:
    """States in order, (states,) each: the phone (that after it, for a pause), and the rows compared.

    `vectors` (states, columns): see `vectors_of`; `midi`: nan where unvoiced.
    """

    phone: np.ndarray
    pause: np.ndarray
    own_pause: np.ndarray
    held: np.ndarray
    vectors: np.ndarray
    midi: np.ndarray
    voiced: np.ndarray
    starts: np.ndarray  # of syllables, indices of states
    place: np.ndarray  # phone number and the share of it that has passed
    kind: np.ndarray  # of phone: equal numbers, equal symbols
    frame: np.ndarray  # of the sung score that stands in the middle of each
    step: int

    def __len__(self) -> int:
        return len(self.phone)


def vectors_of(bands_db: np.ndarray, spectral: np.ndarray) -> np.ndarray:
    """Rows whose squared distances tell how unlike two frames are: cepstra, their slopes, level, its slope.

    `spectral` (frames, CEPSTRA): the cepstra, less their mean.
    """
    level = loudness(bands_db)[:, None]
    columns = (
        spectral / CEPSTRUM_DB,
        slopes(spectral, SLOPE_REACH) / SLOPE_DB,
        np.maximum(level, -40.0) / LEVEL_DB,
        slopes(np.maximum(level, -40.0), SLOPE_REACH) / LEVEL_SLOPE_DB,
    )
    weights = (1.0 / np.sqrt(spectral.shape[1]),) * 2 + (0.7, 0.5)
    return np.hstack([w * c for w, c in zip(weights, columns, strict=True)]).astype(np.float32)


def make_chain(sung: Sung, vectors: np.ndarray, step: int) -> Chain:
    """A state for each `step` frames of each phone, one at least; `vectors` has a row for each frame."""
    rows: list[tuple[int, bool, bool, float]] = []  # phone, pause, the score's own, share
    frames: list[tuple[int, int]] = []
    firsts: dict[int, int] = {}
    for k, phone in enumerate(sung.phones):
        if sung.pause_before[k] is not None:
            rows.append((k, True, bool(sung.pause_before[k]), 0.0))
            frames.append((0, 1))
        firsts[k] = len(rows)
        a, b = round(phone.start_s / HOP_S), round(phone.end_s / HOP_S)
        a = min(a, len(vectors) - 1)
        b = min(max(b, a + 1), len(vectors))
        count = max((b - a) // step, 1)
        edges = np.rint(np.linspace(a, b, count + 1)).astype(int)
        for i in range(count):
            rows.append((k, False, False, (i + 0.5) / count))
            frames.append((edges[i], max(edges[i + 1], edges[i] + 1)))
    rows.append((len(sung.phones), True, True, 0.0))
    frames.append((0, 1))
    phone, pause, own, share = (np.array(column) for column in zip(*rows, strict=True))
    lo, hi = np.array(frames).T
    symbols = [p.symbol for p in sung.phones] + [""]
    middle = np.minimum((lo + hi) // 2, len(vectors) - 1)
    return Chain(
        phone,
        pause,
        own,
        np.array([s in HELD for s in symbols])[phone] & ~pause,
        _means(vectors, lo, hi),
        sung.features.midi[middle],
        np.array([s in VOICED for s in symbols])[phone] & ~pause,
        np.array([firsts[k] for k in sung.syllable_starts]),
        phone + share,
        np.unique(symbols, return_inverse=True)[1][phone],
        middle,
        step,
    )


def _means(rows: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> np.ndarray:
    sums = np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    return ((sums[hi] - sums[lo]) / (hi - lo)[:, None]).astype(np.float32)


def phones_alone(phones: Sequence[Phone]) -> tuple[Phone, ...]:
    """Without silences and breaths."""
    return tuple(phone for phone in phones if phone.note >= 0)
