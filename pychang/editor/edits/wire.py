"""Edits and their answers as the page and the server say them: JSON, as in `web/src/protocol.ts`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from pychang.editor.edits.model import Add, Delete, Edit, Edited, Join, Move, Resize, Set, Split, Words
from pychang.lsp.positions import Lines, Place

ELSEWHERE = Place(0, 0)  # no place of the text
MOST = 10**9  # of a fraction's numbers


def edit_of(json: Mapping[str, Any]) -> Edit:
    """The edit that a message asks for; ValueError if it is none."""
    try:
        return _READERS[json["kind"]](json)
    except (KeyError, TypeError, AttributeError) as why:
        raise ValueError(f"not an edit: {why}") from None


def place_of(text: str) -> Place:
    """The place of `12:3`; `ELSEWHERE` for one in an included file, `@…:12:3`; ValueError if it is none."""
    if text.startswith("@"):
        return ELSEWHERE
    found = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", text)
    if not found:
        raise ValueError(f"not a place: {text!r}")
    return Place(int(found[1]), int(found[2]))


def place_text(place: Place) -> str:
    return f"{place.line}:{place.column}"


def json_of(edited: Edited, lines: Lines) -> dict[str, object]:
    """`changes`, `notes` and `then` of an `edits` message; `lines`: of the text that the edit is of.

    Offsets are counted in UTF-16.
    """
    text = lines.text
    changes: list[dict[str, object]] = []
    point, units = 0, 0
    for one in edited.replacements:
        start = units + _units(text[point : one.start])
        point, units = one.end, start + _units(text[one.start : one.end])
        changes.append({"from": start, "to": units, "insert": one.text})
    return {
        "changes": changes,
        "notes": [place_text(place) for place in edited.notes],
        "then": place_text(edited.then) if edited.then else None,
    }


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(ch > "\uffff" for ch in text)


# ── readers ──────────────────────────────────────────────────────────────────────────────────────


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST:
        raise ValueError(f"not a whole number: {value!r}")
    return value


def _fraction(value: object) -> Fraction:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"not a fraction: {value!r}")
    over, under = map(_whole, value)
    if not under:
        raise ValueError("a fraction over nothing")
    return Fraction(over, under)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not a text: {value!r}")
    return value


def _place(value: object) -> Place:
    return place_of(_text(value))


def _places(value: object) -> tuple[Place, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"not a list of places: {value!r}")
    return tuple(map(_place, value))


_READERS: dict[str, Callable[[Mapping[str, Any]], Edit]] = {
    "move": lambda j: Move(_places(j["notes"]), _whole(j["semitones"]), _fraction(j["by"])),
    "resize": lambda j: Resize(_place(j["note"]), _fraction(j["start_by"]), _fraction(j["end_by"])),
    "add": lambda j: Add(
        _whole(j["section"]),
        _fraction(j["at"]),
        _fraction(j["length"]),
        _whole(j["midi"]),
        _whole(j["verse"]),
    ),
    "delete": lambda j: Delete(_places(j["notes"])),
    "split": lambda j: Split(_place(j["note"]), _fraction(j["at"])),
    "join": lambda j: Join(_places(j["notes"])),
    "words": lambda j: Words(_place(j["note"]), _whole(j["verse"]), _text(j["text"])),
    "set": lambda j: Set(_text(j["name"]), None if j["value"] is None else _text(j["value"])),
}
