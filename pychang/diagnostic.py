"""What the user did wrong, as a value.

Every stage returns what it could build together with a tuple of `Diagnostic`;
terminal, JSON and language-server output are renderers of that one tuple.
An exception is a bug of ours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"  # of a finding alone: nothing has to be done


class Text(NamedTuple):
    """One message in the two languages of PyChang's users."""

    ko: str
    en: str

    def say(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class Source:
    """A song file's text. Offsets everywhere are code points into `text`."""

    name: str  # as the user wrote the path; shown in messages
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [i + 1 for i, ch in enumerate(self.text) if ch == "\n"]

    def line_column(self, offset: int) -> tuple[int, int]:
        """1-based line and 1-based column, counted in code points."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The line numbered `line` (from 1), without its line end."""
        starts = self._line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")


@dataclass(frozen=True)
class Span:
    """A half-open stretch `start:end` of a source, in code points."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.line_column(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.line_column(self.start)[1]


@dataclass(frozen=True)
class Edit:
    """`text` in place of what stands at `span`."""

    span: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """A change of the text that mends a mistake without changing anything that was meant."""

    title: Text
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Diagnostic:
    """One complaint: `code` is `E…` or `W…` and three digits; `hints` say what to do, `fix` does it."""

    severity: Severity
    code: str
    span: Span | None  # None: about the file as a whole
    message: Text
    hints: tuple[Text, ...] = ()
    fix: Fix | None = None


def error(code: str, span: Span | None, message: Text, *hints: Text, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, span, message, hints, fix)


def warning(code: str, span: Span | None, message: Text, *hints: Text, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, span, message, hints, fix)


def in_order(found: Iterable[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """By place: those of `source` first, then those of the files that it includes."""

    def place(one: Diagnostic) -> tuple[bool, str, tuple[int, int]]:
        if one.span is None:
            return False, "", (0, 0)
        other = one.span.source.name != source.name
        place = one.span.source.line_column(one.span.start)
        return other, one.span.source.name if other else "", place

    return tuple(sorted(found, key=place))


class Unusable(Exception):
    """What the user gave beside the song, a voice or a file's name, and why it cannot be used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
