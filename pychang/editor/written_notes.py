"""Where the notes of a section are written, and what is written under them, in the order of the notes."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pychang.diagnostic import Span
from pychang.language.syntax import LyricLine, LyricSyllable, NoteElement
from pychang.lsp.document import Analysis
from pychang.lsp.positions import BOM
from pychang.score.staff import Staff, TimedLine

_LINE_END = re.compile(r"\r\n|\r|\n")
ELSEWHERE = [-1, -1]  # in a file that the document includes
HELD = "-"


@dataclass(frozen=True)
class WrittenNote:
    """A note element: its place, its span in the text, and the lyric item of one verse under it.

    `text`: the syllable, `-`, or None where nothing is written; `verse`: the number of the lyric line.
    """

    place: str
    span: list[int]
    text: str | None
    lyric: list[int] | None
    verse: int


class Units:
    """Offsets of a document's text in UTF-16 code units; spans may be of excerpts of it, which move."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._hidden = 1 if text.startswith(BOM) else 0  # in front of what columns count

    @cached_property
    def _wide(self) -> list[int]:
        """The code points that take two units."""
        text = self._text
        if text.isascii() or max(text) <= "\uffff":
            return []
        return [i for i, ch in enumerate(text) if ch > "\uffff"]

    def between(self, start: int, end: int) -> list[int]:
        """The code points `start:end` of the text in units."""
        if not self._wide:
            return [start, end]
        return [start + bisect_left(self._wide, start), end + bisect_left(self._wide, end)]

    def start(self, line: int, column: int) -> int:
        """The code point at a place."""
        return self._starts[line - 1] + column - 1 + (self._hidden if line == 1 else 0)


def written_notes(staff: Staff, verse: int, analysis: Analysis, units: Units) -> list[WrittenNote]:
    """The note elements of a section as they are sung in a verse."""
    own = analysis.is_own(staff.section.span)
    return [one for line in staff.lines for one in _on_line(line, verse, units if own else None)]


def _on_line(line: TimedLine, verse: int, units: Units | None) -> Iterator[WrittenNote]:
    """`units` of None: the line is not in the document."""
    written = _Line(line.span, units)
    here = min(verse, max(len(line.lyrics) - 1, 0))
    under = _items(line.lyrics[here], units) if line.lyrics else iter(())
    for timed in line.elements:
        if isinstance(timed.element, NoteElement):
            span = timed.element.span
            text, lyric = next(under, (None, None))
            yield WrittenNote(written.place(span), written.units(span), text, lyric, here)


def _items(line: LyricLine, units: Units | None) -> Iterator[tuple[str, list[int]]]:
    written = _Line(line.span, units)
    for item in line.items:
        text = item.text if isinstance(item, LyricSyllable) else HELD
        yield text, written.units(item.span)


class _Line:
    """A line of a file: places and offsets of the spans on it."""

    def __init__(self, whole: Span, units: Units | None) -> None:
        self._units = units
        self._number, column = whole.source.line_column(whole.start)
        self._column = column - whole.start
        self._offset = units.start(self._number, column) - whole.start if units else 0

    def place(self, span: Span) -> str:
        """One in another file is like no place of the document."""
        place = f"{self._number}:{self._column + span.start}"
        return place if self._units else f"@{zlib.crc32(span.source.name.encode()):08x}:{place}"

    def units(self, span: Span) -> list[int]:
        if self._units is None:
            return ELSEWHERE
        return self._units.between(self._offset + span.start, self._offset + span.end)
