"""Pitches as people call them: A4, 라4, 440.0 Hz."""

from __future__ import annotations

from pychang.language.syntax import Pitch

_KOREAN = dict(zip("CDEFGAB", "도레미파솔라시", strict=True))


def korean_name(pitch: Pitch) -> str:
    """파#4."""
    return _KOREAN[pitch.letter] + pitch.name[1:]


def frequency_hz(midi: int) -> float:
    """In equal temperament, with A4 (69) at 440 Hz."""
    return 440.0 * 2.0 ** ((midi - 69) / 12)


def in_hertz(midi: int) -> str:
    return f"{frequency_hz(midi):.1f} Hz"
