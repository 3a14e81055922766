"""Pitches as people call them: A4, 라4, 440.0 Hz."""

from __future__ import annotations

from pychang.language.syntax import Pitch

_KOREAN = dict(zip("CDEFGAB", "도레미파솔라시", strict=True))
_ACCIDENTALS = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}


def letter_name(pitch: Pitch) -> str:
    """F#4."""
    return f"{pitch.letter}{_ACCIDENTALS[pitch.accidental]}{pitch.octave}"


def korean_name(pitch: Pitch) -> str:
    """파#4."""
    return f"{_KOREAN[pitch.letter]}{_ACCIDENTALS[pitch.accidental]}{pitch.octave}"


def frequency_hz(midi: int) -> float:
    """In equal temperament, with A4 (69) at 440 Hz."""
    return 440.0 * 2.0 ** ((midi - 69) / 12)


def in_hertz(midi: int) -> str:
    return f"{frequency_hz(midi):.1f} Hz"
