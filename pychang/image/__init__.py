"""Performance -> conditioning image; magnitude <-> log-spectrogram picture.

Names are looked up when they are first asked for: reading a voice's card needs the geometry, but no numpy.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Conditioning": "conditioning",
    "draw_conditioning": "conditioning",
    "Geometry": "geometry",
    "to_magnitude": "spectrogram",
    "to_picture": "spectrogram",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
