"""Pitches as this writer writes them: letters or Korean names, the sign for a sharp, upper or lower case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pychang.convert.key import Key, key_of, spell, spellings
from pychang.editor.edits.refusal import OUT_OF_PITCHES, NoEdit
from pychang.language import build
from pychang.language.syntax import Pitch

LOWEST, HIGHEST = 12, 131  # C0, B9
_KOREAN = dict(zip("CDEFGAB", "도레미파솔라시", strict=True))


@dataclass(frozen=True)
class Manner:
    """How pitches are written; `composed`: Hangul in NFC."""

    korean: bool = False
    lower: bool = False
    sharp: str = "#"
    flat: str = "b"
    composed: bool = True

    def written(self, pitch: Pitch) -> str:
        sign = {0: "", 1: self.sharp, 2: 2 * self.sharp, -1: self.flat, -2: 2 * self.flat}[pitch.accidental]
        letter = _KOREAN[pitch.letter] if self.korean else pitch.letter
        text = f"{letter.lower() if self.lower else letter}{sign}{pitch.octave}"
        return text if self.composed else unicodedata.normalize("NFD", text)


def manner_of(head: str, others: Iterable[str] = ()) -> Manner:
    """The manner of a pitch as it is written; what it does not show is taken from `others`, in order."""
    composed = unicodedata.normalize("NFC", head)
    signs = "".join(unicodedata.normalize("NFC", one)[1:] for one in (head, *others))
    sharp, flat = re.search("[#♯]", signs), re.search("[b♭]", signs)
    return Manner(
        korean=composed[0] in _KOREAN.values(),
        lower=composed[0].islower(),
        sharp=sharp[0] if sharp else "♯" if flat and flat[0] == "♭" else "#",
        flat=flat[0] if flat else "♭" if sharp and sharp[0] == "♯" else "b",
        composed=composed == head or head.isascii(),
    )


def moved(head: str, semitones: int, key: str, others: Iterable[str] = ()) -> str:
    """A pitch so many semitones higher, as its writer would write it; NoEdit out of C0 to B9."""
    pitch = build.pitch(unicodedata.normalize("NFC", head))
    return manner_of(head, others).written(_moved(pitch, semitones, key_of(key)))


def _moved(pitch: Pitch, semitones: int, key: Key | None) -> Pitch:
    midi = pitch.midi + semitones
    if semitones % 12 == 0 and 0 <= pitch.octave + semitones // 12 <= 9:
        return Pitch(pitch.letter, pitch.accidental, pitch.octave + semitones // 12)
    if not LOWEST <= midi <= HIGHEST:
        raise NoEdit(OUT_OF_PITCHES)
    if key:
        return spell(midi, key)
    rising = 1 if semitones > 0 else -1
    return min(spellings(midi), key=lambda one: (abs(one.accidental), one.accidental != rising))


def new_pitch(midi: int, key: str, manner: Manner) -> str:
    """A pitch for a new note, `midi` as it is written; NoEdit out of C0 to B9."""
    if not LOWEST <= midi <= HIGHEST:
        raise NoEdit(OUT_OF_PITCHES)
    return manner.written(spell(midi, key_of(key)))
