"""Performance -> conditioning image; magnitude <-> log-spectrogram picture.

Names are looked up when they are first asked for: reading a voice's card needs the geometry, but no numpy.
"""

from __future__ import annotations

from pychang.lazy import looked_up

_HOMES = {
    "Conditioning": "conditioning",
    "draw_conditioning": "conditioning",
    "Geometry": "geometry",
    "to_magnitude": "spectrogram",
    "to_picture": "spectrogram",
}
__all__ = list(_HOMES)
__getattr__ = looked_up(__name__, _HOMES)
