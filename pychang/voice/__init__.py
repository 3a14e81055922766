"""Conditioning image -> log-spectrogram picture: voices, and how they are trained.

Names are looked up when they are first asked for: finding a voice and reading its card needs no numpy.
"""

from __future__ import annotations

from pychang.lazy import looked_up

_HOMES = {
    "Voice": "sing",
    "VoiceCard": "files",
    "VoiceError": "error",
    "find_voice": "find",
    "installed_voices": "find",
    "load_voice": "sing",
    "read_card": "files",
    "shipped_voices": "find",
}
__all__ = list(_HOMES)
__getattr__ = looked_up(__name__, _HOMES)
