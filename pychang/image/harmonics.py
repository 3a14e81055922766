"""Where the harmonics of the voice lie in a picture."""

from __future__ import annotations

import numpy as np


def distance_to_harmonics(bins: np.ndarray, f0_hz: np.ndarray, bin_hz: float) -> np.ndarray:
    """How many bins each of `bins` (rows,) is from the nearest multiple of F0 (frames,): (frames, rows)."""
    spacing = (np.asarray(f0_hz, np.float32) / np.float32(bin_hz))[:, None]
    return np.abs(bins - np.maximum(np.rint(bins / spacing), 1.0) * spacing)
