"""Where the notes of a section are written, and what is written under them, in the order of the notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pychang.language.syntax import LyricLine, LyricSyllable, NoteElement
from pychang.lsp.document import Analysis
from pychang.lsp.positions import BOM
from pychang.score.staff import Staff, TimedLine

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
    """Offsets of a document's text in UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._hidden = 1 if text.startswith(BOM) else 0  # in front of what our offsets count
        self._text = text

    @cached_property
    def _wide(self) -> list[int]:
        """The code points that take two units."""
        text = self._text
        if text.isascii() or max(text) <= "\uffff":
            return []
        return [i - self._hidden for i, ch in enumerate(text) if ch > "\uffff"]

    def at(self, offset: int) -> int:
        """Of a code point, counted without a byte-order mark, as spans are."""
        wide = bisect_left(self._wide, offset) if self._wide else 0
        return offset + self._hidden + wide


def written_notes(staff: Staff, verse: int, analysis: Analysis, units: Units) -> list[WrittenNote]:
    """The note elements of a section as they are sung in a verse."""
    own = analysis.is_own(staff.section.span)
    return [one for line in staff.lines for one in _on_line(line, verse, units if own else None)]


def _on_line(line: TimedLine, verse: int, units: Units | None) -> Iterator[WrittenNote]:
    """`units` of None: the line is not in the document."""
    number, column = line.span.source.line_column(line.span.start)
    first = column - line.span.start
    here = min(verse, max(len(line.lyrics) - 1, 0))
    under = _items(line.lyrics[here], units) if line.lyrics else iter(())
    for timed in line.elements:
        if isinstance(timed.element, NoteElement):
            span = timed.element.span
            text, lyric = next(under, (None, None))
            place = f"{number}:{first + span.start}"
            yield WrittenNote(place, _units(span.start, span.end, units), text, lyric, here)


def _items(line: LyricLine, units: Units | None) -> Iterator[tuple[str, list[int]]]:
    for item in line.items:
        text = item.text if isinstance(item, LyricSyllable) else HELD
        yield text, _units(item.span.start, item.span.end, units)


def _units(start: int, end: int, units: Units | None) -> list[int]:
    return [units.at(start), units.at(end)] if units else ELSEWHERE
