"""The pronunciation of free text, for `pychang pronounce`, the editor and the curious."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pychang.korean.jamo import is_block, to_hangul
from pychang.korean.pronounce import Change, pronounce_with_changes
from pychang.score.model import Boundary, Syllable

BRACKETS = re.compile(r"(?<![가-힣])([가-힣]+)\[([가-힣]+)\]")  # from a word's start: tried once for each
JAMO = re.compile(r"[\u1100-\u11ff가-힣]+")
LINES_KEPT = 4096


def pronounce_text(text: str) -> tuple[str, tuple[Change, ...]]:
    """The text with each Hangul block as it is sung, and what the rules changed.

    As in lyrics, spaces are word boundaries, `값이[갑씨]` is sung as its brackets say, and decomposed Hangul
    (NFD) means the same as composed. A line's end, and anything else that is neither Hangul nor a space,
    is a pause and stays as it is.
    """
    sung: list[str] = []
    changes: list[Change] = []
    first = 0
    for line in text.split("\n"):
        sung_line, length, changed = pronounce_line(line)
        sung.append(sung_line)
        changes += (Change(c.rule, first + c.place, c.before, c.after) for c in changed)
        first += length
    return "\n".join(sung), tuple(changes)


@lru_cache(maxsize=LINES_KEPT)
def pronounce_line(line: str) -> tuple[str, int, tuple[Change, ...]]:
    """One line as it is sung, the number of its syllables, and what the rules changed."""
    written, given = take_brackets(JAMO.sub(lambda run: unicodedata.normalize("NFC", run[0]), line))
    syllables: list[Syllable] = []
    places: list[int] = []
    boundary: Boundary = "|"
    for place, character in enumerate(written):
        if is_block(character):
            syllables.append(Syllable(character, boundary, given.get(place)))
            places.append(place)
        boundary = boundary_after(character, boundary)
    spoken, changes = pronounce_with_changes(syllables)
    sung = list(written)
    for place, sound in zip(places, spoken, strict=True):
        sung[place] = to_hangul(sound)
    return "".join(sung), len(places), changes


def boundary_after(character: str, boundary: Boundary) -> Boundary:
    """What stands before the next syllable, once `character` has passed."""
    if is_block(character):
        return ""
    return " " if character in " \t\u00a0" and boundary != "|" else "|"


def take_brackets(text: str) -> tuple[str, dict[int, str]]:
    """The text without `[…]`, and for each place that they speak for, the block to sing.

    Brackets of another length than the word before them are text like any other.
    """
    written = ""
    given: dict[int, str] = {}
    end = 0
    for found in BRACKETS.finditer(text):
        word, sung = found.groups()
        if len(word) != len(sung):
            continue
        written += text[end : found.start()] + word
        given.update(zip(range(len(written) - len(word), len(written)), sung, strict=True))
        end = found.end()
    return written + text[end:], given
