"""The smallest change from one text to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pychang.editor.edits.model import Replacement

_PIECES = re.compile(r"\s+|[|{},~]|:?[^\s|{},:~]+|:|.", re.DOTALL)


def replacements(old: str, new: str, at: int) -> Iterator[Replacement]:
    """What makes `new` of `old`, which begins at code point `at`; pitches, lengths and words stay whole."""
    if old == new:
        return
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    places = [0]
    for piece in before:
        places.append(places[-1] + len(piece))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            yield Replacement(at + places[start], at + places[end], "".join(after[other_start:other_end]))


def letter_replacements(old: str, new: str, at: int) -> Iterator[Replacement]:
    """The same, letter by letter: for lyrics, where each letter is a note's."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            yield Replacement(at + start, at + end, new[other_start:other_end])
