"""Accidentals: which notes show one, by the key signature and what the bar has had so far."""

from __future__ import annotations

from collections.abc import Iterable

from pychang.convert.key import Key
from pychang.language.syntax import Pitch

NAMES = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
_SHARPS = "FCGDAEB"


def in_signature(key: Key | None) -> dict[str, int]:
    """For each letter what the key signature makes of it, in semitones."""
    fifths = key.fifths if key else 0
    sharps, flats = _SHARPS[: max(fifths, 0)], _SHARPS[::-1][: max(-fifths, 0)]
    return {letter: (letter in sharps) - (letter in flats) for letter in _SHARPS}


def accidentals(bar: Iterable[tuple[Pitch, bool]], signature: dict[str, int]) -> list[str]:
    """For each note of a bar the accidental that it shows, or "".

    Each comes with whether it is tied to the note before: over a barline a tie needs no accidental, and what
    follows it in the bar does.
    """
    now: dict[tuple[str, int], int] = {}
    shown = []
    for pitch, is_tied in bar:
        place = pitch.letter, pitch.octave
        holds = now.get(place, signature[pitch.letter])
        shown.append("" if is_tied or holds == pitch.accidental else NAMES[pitch.accidental])
        if not is_tied:
            now[place] = pitch.accidental
    return shown
