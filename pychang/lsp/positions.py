"""Places: of the protocol (lines and code units, from 0), and ours (lines and code points, from 1)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from lsprotocol import types as lsp

from pychang.diagnostic import Source, Span

_LINE_END = re.compile(r"\r\n|\r|\n")
BOM = "\ufeff"
UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"


class Place(NamedTuple):
    """A line and a column, both from 1, the column in code points; columns end behind the last."""

    line: int
    column: int


class Lines:
    """A text as its client cuts it into lines: at CR LF, LF and CR, and nowhere else."""

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.text = text
        self.encoding = encoding

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """Where each line starts and ends, without its line end."""
        ends = [match.span() for match in _LINE_END.finditer(self.text)]
        starts = [0, *(after for _, after in ends)]
        return list(zip(starts, [*(before for before, _ in ends), len(self.text)], strict=True))

    @property
    def count(self) -> int:
        return len(self._bounds)

    def line(self, number: int) -> str:
        """The line numbered `number` from 1, without a byte-order mark before it; "" where there is none."""
        if not 1 <= number <= self.count:
            return ""
        start, end = self._bounds[number - 1]
        return self.text[start + self._hidden(number) : end]

    def _hidden(self, number: int) -> int:
        """Code points at a line's start that our columns do not count."""
        return 1 if number == 1 and self.text.startswith(BOM) else 0

    # ── from the client ──────────────────────────────────────────────────────────────────────────

    def offset(self, position: lsp.Position) -> int:
        """The code point of the text at a position; one behind the text's or the line's end is that end."""
        if position.line >= self.count:
            return len(self.text)
        start, end = self._bounds[max(position.line, 0)]
        return start + self._points(self.text[start:end], position.character)

    def _points(self, line: str, units: int) -> int:
        if self.encoding == UTF32 or line.isascii():
            return max(0, min(units, len(line)))
        for place, ch in enumerate(line):
            if units <= 0:
                return place
            units -= self._width(ch)
        return len(line)

    def _width(self, ch: str) -> int:
        if self.encoding == UTF8:
            return len(ch.encode("utf-8", "surrogatepass"))
        return 1 + (ch > "\uffff") if self.encoding == UTF16 else 1

    def place(self, position: lsp.Position) -> Place:
        line = max(0, min(position.line, self.count - 1))
        start, _ = self._bounds[line]
        column = min(self.offset(position), self._bounds[line][1]) - start - self._hidden(line + 1)
        return Place(line + 1, max(column, 0) + 1)

    # ── to the client ────────────────────────────────────────────────────────────────────────────

    def position(self, line: int, column: int) -> lsp.Position:
        """The position of a place; one behind the text's or the line's end is that end."""
        if line > self.count:
            line, column = self.count, len(self.text) + 1
        start, end = self._bounds[line - 1]
        before = self.text[start : max(start, min(start + self._hidden(line) + column - 1, end))]
        if self.encoding == UTF32 or before.isascii():
            return lsp.Position(line - 1, len(before))
        if self.encoding == UTF8:
            return lsp.Position(line - 1, len(before.encode("utf-8", "surrogatepass")))
        return lsp.Position(line - 1, len(before) + sum(ch > "\uffff" for ch in before))

    def range(self, span: Span) -> lsp.Range:
        """The range of a span of this text."""
        source = span.source
        return lsp.Range(
            self.position(*source.line_column(span.start)), self.position(*source.line_column(span.end))
        )

    def whole_line(self, line: int) -> lsp.Range:
        return lsp.Range(self.position(line, 1), self.position(line, len(self.line(line)) + 1))


def lines_of(source: Source, encoding: str) -> Lines:
    """The lines of a file that no editor shows."""
    return Lines(source.text, encoding)


def covers(span: Span, place: Place) -> bool:
    """Whether a span, which lies on one line, holds or touches a place."""
    line, column = span.source.line_column(span.start)
    return line == place.line and column <= place.column <= column + span.end - span.start


def overlap(one: lsp.Range, other: lsp.Range) -> bool:
    """Whether two ranges have a place in common, or touch."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character
