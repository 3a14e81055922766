"""Conditioning image -> log-spectrogram picture: voices, and how they are trained.

Names are looked up when they are first asked for: finding a voice and reading its card needs no numpy.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Voice": "sing",
    "VoiceCard": "files",
    "VoiceError": "files",
    "find_voice": "files",
    "load_voice": "sing",
    "read_card": "files",
    "shipped_voices": "files",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
