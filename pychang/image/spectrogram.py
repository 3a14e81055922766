"""Magnitude to picture and back."""

from __future__ import annotations

import numpy as np

from pychang.image.geometry import Geometry

SILENT = -0.98
"""A picture this dark or darker is silence: a generator is never quite as dark as the floor."""


def to_picture(magnitude: np.ndarray, geometry: Geometry) -> np.ndarray:
    """STFT magnitude, shape (bins + 1, frames) -> picture in [-1, 1], shape (frames, bins), float32.

    The row at 0 Hz is dropped: nothing is sung there.
    """
    log = np.log(np.maximum(magnitude[1:].T, np.exp(geometry.log_floor)))
    span = geometry.log_ceiling - geometry.log_floor
    return np.clip(2.0 * (log - geometry.log_floor) / span - 1.0, -1.0, 1.0).astype(np.float32)


def to_magnitude(picture: np.ndarray, geometry: Geometry) -> np.ndarray:
    """Picture (frames, bins) -> STFT magnitude (bins + 1, frames), float32.

    -1 becomes exactly zero: a floor that is left in can be heard as hiss.
    """
    span = geometry.log_ceiling - geometry.log_floor
    log = (np.clip(picture, -1.0, 1.0) + 1.0) * (0.5 * span) + geometry.log_floor
    magnitude = np.where(picture <= SILENT, 0.0, np.exp(log))
    return np.pad(magnitude.astype(np.float32), ((0, 0), (1, 0))).T
