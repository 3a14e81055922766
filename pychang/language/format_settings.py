"""The settings at the top of a song, and of each part, in the order of the language's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pychang.language.format_line import Row
from pychang.language.names import SETTINGS
from pychang.language.syntax import PART

_RANK = {name: rank for rank, name in enumerate((PART, *(name for name in SETTINGS if name != PART)))}
"""`part` opens its block; the others stand as in the table, and unknown ones after them."""


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The same rows; settings before a section or notes, and right after `part`, in order.

    A blank line and the remarks above a setting go with it. A line that cannot be read stays where
    it is, with the settings on either side of it. Inside a section, order has a meaning.
    """
    ordered: list[Row] = []
    block: list[Row] = []
    opening = True  # no section and no notes yet, of the song or the part
    for row in rows:
        if opening and row.kind in ("setting", "remark", "blank"):
            block.append(row)
            continue
        ordered += _sorted(block, at_top=not ordered)
        opening = row.kind == "part" or (opening and row.kind not in ("section", "notes"))
        block = [row] if row.kind == "part" else []
        if row.kind != "part":
            ordered.append(row)
    return [*ordered, *_sorted(block, at_top=not ordered)]


def _sorted(block: list[Row], at_top: bool) -> Iterator[Row]:
    entries: list[list[Row]] = [[]]  # a setting, with what stands above it; at last, what stands below all
    for row in block:
        entries[-1].append(row)
        if row.kind in ("setting", "part"):
            entries.append([])
    below = entries.pop()
    if at_top and entries:  # the remarks at the top are about the song, not about its first setting
        yield from entries[0][:-1]
        del entries[0][:-1]
    entries.sort(key=lambda entry: _RANK.get(entry[-1].name, len(_RANK)))
    for entry in [*entries, below]:
        yield from entry
