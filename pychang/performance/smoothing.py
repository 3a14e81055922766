"""Curves without corners."""

from __future__ import annotations

import numpy as np


def smooth(values: np.ndarray, width: int) -> np.ndarray:
    """A curve (frames,) averaged under a Hann window of `width` frames, an odd number; the ends are held."""
    kernel = np.hanning(width + 2)[1:-1]
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")
