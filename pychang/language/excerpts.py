"""A song's text in stretches that mean the same whatever stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pychang.diagnostic import Source

_HEADER = re.compile(r"[ \t]*(?:[A-Za-z가-힣]+[ \t]*:[^\n]*|//[^\n]*)?\n")
_SECTION = re.compile(r"^[ \t]*\[[^\s*\[\]]{1,200}\][ \t]*(?:[ \t]//[^\n]*)?\r?$", re.MULTILINE)


class Excerpt(Source):
    """Whole lines of a song; spans count from its start, lines from the song's.

    `first_line`, from 0, is the one thing that changes: lines come and go above. Two excerpts are equal only
    if they are one.
    """

    __hash__ = object.__hash__

    def __init__(self, name: str, text: str, first_line: int) -> None:
        super().__init__(name, text)
        self.first_line: int
        self.move(first_line)

    def __eq__(self, other: object) -> bool:
        return self is other

    def move(self, first_line: int) -> None:
        self.__dict__["first_line"] = first_line

    def line_column(self, offset: int) -> tuple[int, int]:
        line, column = super().line_column(offset)
        return line + self.first_line, column

    def line_text(self, line: int) -> str:
        return super().line_text(line - self.first_line)


def stretches(text: str) -> Iterator[tuple[str, int]]:
    """The text cut before each section and after each line of the header; with each, the lines before it."""
    ends = [match.end() for match in _header_lines(text)]
    header = ends[-1] if ends else 0
    starts = [0, *ends, *(match.start() for match in _SECTION.finditer(text, header))]
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if end > start:
            stretch = text[start:end]
            yield stretch, line
            line += stretch.count("\n")


def _header_lines(text: str) -> Iterator[re.Match[str]]:
    """The lines at the top that are settings, remarks or empty."""
    match = _HEADER.match(text)
    while match:
        yield match
        match = _HEADER.match(text, match.end())
