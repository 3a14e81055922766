"""Rests without hiss: a generator is never quite as dark as silence is."""

from __future__ import annotations

import numpy as np

from pychang.image.conditioning import Conditioning
from pychang.korean.model import PHONES, SILENCE

REST_MARGIN = 8  # frames around what is sung that keep what the voice painted: its fading away


def hush_rests(picture: np.ndarray, start: int, conditioning: Conditioning) -> np.ndarray:
    """The picture (frames, bins) of frames `start …`, with -1 deep in rests."""
    return np.where(rests(conditioning, start, start + len(picture))[:, None], np.float32(-1.0), picture)


def rests(conditioning: Conditioning, start: int, stop: int) -> np.ndarray:
    """Which of the frames `start:stop` have nothing but silence within `REST_MARGIN` frames; bool."""
    around = conditioning.stretch(start - REST_MARGIN, stop + REST_MARGIN)
    sung = np.cumsum(np.concatenate([[0], around.strip[:, PHONES.index(SILENCE)] < 0.999]))
    return sung[2 * REST_MARGIN + 1 :] == sung[: stop - start]
