"""The tables of words beside this file: what they show, as written, and the readings that are right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    shows: str  # the article, or what of the dictionary
    written: str
    readings: tuple[str, ...]


def words(table: str) -> Iterator[Word]:
    """Each `written→reading/reading` of a table; `_` is a space."""
    for line in Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("//"):
            shows, *pairs = line.split()
            for pair in pairs:
                written, readings = pair.split("→")
                yield Word(shows, written.replace("_", " "), tuple(readings.split("/")))
