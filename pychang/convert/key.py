"""Keys: as a `.chang` file names them, as fifths, and how their pitches are spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pychang.language.syntax import Pitch

_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
_LETTERS = "CDEFGAB"
_KOREAN = dict(zip("다라마바사가나", _LETTERS, strict=True))
_ACCIDENTALS = {"#": 1, "♯": 1, "올림": 1, "b": -1, "♭": -1, "내림": -1, "": 0}
_ENGLISH = re.compile(r"([A-G])([#b♯♭]?) (major|minor)", re.IGNORECASE)
_IN_KOREAN = re.compile(r"(올림|내림|)([가나다라마바사]) ?([장단])조")
LOWEST = 12  # C0
MOST_FIFTHS = 7  # sharps or flats in a key signature


@dataclass(frozen=True)
class Key:
    """`fifths`: sharps in the signature, flats below 0; −7…7."""

    fifths: int
    minor: bool = False

    @property
    def name(self) -> str:
        """`Eb major`, `F# minor`."""
        tonic = self.fifths + (3 if self.minor else 0)
        letter = next(one for one, fifths in _FIFTHS.items() if (tonic - fifths) % 7 == 0)
        accidental = {0: "", 1: "#", -1: "b"}[(tonic - _FIFTHS[letter]) // 7]
        return f"{letter}{accidental} {'minor' if self.minor else 'major'}"


def key_of(text: str) -> Key | None:
    """The key of `F# minor`, `다장조`; None if it is none, or has no signature (`G# major`)."""
    if found := _ENGLISH.fullmatch(text):
        letter, accidental, minor = found[1].upper(), found[2].lower(), found[3].lower() == "minor"
    elif found := _IN_KOREAN.fullmatch(text):
        letter, accidental, minor = _KOREAN[found[2]], found[1], found[3] == "단"
    else:
        return None
    fifths = _FIFTHS[letter] + 7 * _ACCIDENTALS[accidental] - (3 if minor else 0)
    return Key(fifths, minor) if abs(fifths) <= MOST_FIFTHS else None


def spell(midi: int, key: Key | None = None) -> Pitch:
    """The pitch of a MIDI number as the key would have it: the spelling nearest to it in fifths.

    Below C0 pitches have no names; they are given in the octave above it.

    Notes outside the key come out as a person would write them in most cases: raised steps by sharps on the
    sharp side, lowered ones by flats on the flat side (the line of fifths: Temperley, *The Cognition of Basic
    Musical Structures*, MIT Press 2001, chapter 5).
    """
    midi = midi if midi >= LOWEST else LOWEST + midi % 12
    centre = (key.fifths if key else 0) + 2  # the middle of the seven steps that the signature has
    return min(spellings(midi), key=lambda pitch: abs(fifths_of(pitch) - centre))


def spellings(midi: int) -> list[Pitch]:
    """All ways in which a pitch from C0 on can be written, with two accidentals at most."""
    written = (
        Pitch(letter, accidental, (midi - accidental) // 12 - 1)
        for letter in _LETTERS
        for accidental in (0, 1, -1, 2, -2)
    )
    return [pitch for pitch in written if pitch.midi == midi and 0 <= pitch.octave <= 9]


def fifths_of(pitch: Pitch) -> int:
    """Where a pitch stands on the line of fifths; C is 0, G 1, F −1."""
    return _FIFTHS[pitch.letter] + 7 * pitch.accidental
