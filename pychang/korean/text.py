"""The pronunciation of free text, for `pychang pronounce`, the editor and the curious."""

from __future__ import annotations

import unicodedata

from pychang.korean.jamo import is_block, to_hangul
from pychang.korean.pronounce import Change, pronounce_with_changes
from pychang.score.model import Boundary, Syllable


def pronounce_text(text: str) -> tuple[str, tuple[Change, ...]]:
    """The text with each Hangul block as it is sung, and what the rules changed.

    Spaces are word boundaries; a line's end, and anything that is neither Hangul nor a space, is a pause
    and stays as it is. Decomposed Hangul (NFD) means the same as composed.
    """
    composed = compose_hangul(text)
    syllables: list[Syllable] = []
    places: list[int] = []
    boundary: Boundary = "|"
    for place, character in enumerate(composed):
        if is_block(character):
            syllables.append(Syllable(character, boundary))
            places.append(place)
        boundary = boundary_after(character, boundary)
    spoken, changes = pronounce_with_changes(syllables)
    sung = list(composed)
    for place, sound in zip(places, spoken, strict=True):
        sung[place] = to_hangul(sound)
    return "".join(sung), changes


def boundary_after(character: str, boundary: Boundary) -> Boundary:
    """What stands before the next syllable, once `character` has passed."""
    if is_block(character):
        return ""
    return " " if character in " \t\u00a0" and boundary != "|" else "|"


def compose_hangul(text: str) -> str:
    """NFC, for Hangul only: all else passes through as it was written."""
    pieces: list[str] = []
    run = ""
    for character in text:
        if "\u1100" <= character <= "\u11ff" or is_block(character):
            run += character
            continue
        pieces += (unicodedata.normalize("NFC", run), character)
        run = ""
    return "".join((*pieces, unicodedata.normalize("NFC", run)))
