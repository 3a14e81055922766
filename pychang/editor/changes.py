"""Changes of a text as CodeMirror writes them down: `ChangeSet.toJSON()`, counted in UTF-16 code units.

A list of parts from the text's beginning to its end: a number of units that stay; or `[deleted, line, …]`,
which puts these lines, joined by line feeds, in place of so many units (`[deleted]`: nothing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any

UTF16 = "utf-16-le"
MOST_LINES = 3_000  # more than that are not compared line by line


class Misfit(Exception):
    """What is no change of this text."""


@dataclass(frozen=True)
class Replaced:
    """`deleted` units become `inserted`."""

    deleted: int
    inserted: str


Part = int | Replaced
"""An int: so many units stay."""


@dataclass(frozen=True)
class Changes:
    """From one text to the next; `parts` cover the whole text."""

    parts: tuple[Part, ...]

    @property
    def before(self) -> int:
        """Units of the text that is changed."""
        return sum(one if isinstance(one, int) else one.deleted for one in self.parts)

    def json(self) -> list[Any]:
        return [
            one
            if isinstance(one, int)
            else [one.deleted, *(one.inserted.split("\n") if one.inserted else ())]
            for one in self.parts
        ]

    def applied(self, text: str) -> str:
        """The text after these changes; Misfit if they are those of another length.

        Halves of a surrogate pair that come together, also from two changes, are one character.
        """
        units, pieces, at = _units(text), [], 0
        for part in self.parts:
            stays = part if isinstance(part, int) else 0
            pieces.append(units[2 * at : 2 * (at + stays)])
            if not isinstance(part, int):
                stays = part.deleted
                pieces.append(_units(part.inserted))
            at += stays
        if 2 * at != len(units):
            raise Misfit(f"changes of {at} units, not {len(units) // 2}")
        return b"".join(pieces).decode(UTF16, "surrogatepass")


def length(text: str) -> int:
    """Of a text, in UTF-16 code units."""
    return len(text) if text.isascii() else len(_units(text)) // 2


def read_changes(json: object) -> Changes:
    """The changes that a page sends; Misfit if they are none."""
    if not isinstance(json, list):
        raise Misfit("no list")
    return Changes(tuple(_part(one) for one in json))


def changes_between(old: str, new: str) -> Changes:
    """Small ones that make `new` of `old`: line by line, and within lines between their equal ends."""
    parts: list[Part] = []
    for before, after in _differing(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for part in _within(before, after):
            if isinstance(part, int) and parts and isinstance(parts[-1], int):
                part += parts.pop()
            parts.append(part)
    return Changes(tuple(parts))


def _units(text: str) -> bytes:
    return text.encode(UTF16, "surrogatepass")


def _part(json: object) -> Part:
    if _is_count(json):
        return json
    if not isinstance(json, list) or not json or not _is_count(json[0]):
        raise Misfit("a part is no number and no list that begins with one")
    lines = json[1:]
    if not all(isinstance(line, str) and "\n" not in line and "\r" not in line for line in lines):
        raise Misfit("a line is no text, or more than one line")
    return Replaced(json[0], "\n".join(lines))


def _is_count(json: object) -> bool:
    return isinstance(json, int) and not isinstance(json, bool) and json >= 0


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Stretches of whole lines, equal ones and different ones, in order."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    yield "".join(old[:same]), "".join(new[:same])
    old, new = old[same:], new[same:]
    if len(old) + len(new) > MOST_LINES:
        yield "".join(old), "".join(new)
        return
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _within(old: str, new: str) -> Iterator[Part]:
    """A stretch, without what its two texts have in common at their beginning and their end."""
    if old == new:
        if old:
            yield length(old)
        return
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    room = shorter - start
    end = next((i for i in range(room) if old[-1 - i] != new[-1 - i]), room)
    if start:
        yield length(old[:start])
    yield Replaced(length(old[start : len(old) - end]), new[start : len(new) - end])
    if end:
        yield length(old[len(old) - end :])
