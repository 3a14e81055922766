"""A section as it stands on paper: its lines with every token in its place, and the tones that they write."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache

from lsprotocol import types as lsp

from pychang.diagnostic import Source, Span
from pychang.editor.edits.lyrics import Lyric, read_lyric
from pychang.editor.edits.refusal import LOOSE_TIE, NO_SECTION, NOT_HERE, NOT_SUNG, NoEdit, damaged
from pychang.language.syntax import (
    BreathElement,
    Element,
    MarkElement,
    NoteElement,
    NoteLine,
    PartBlock,
    RestElement,
    Section,
    TieElement,
)
from pychang.language.text import lines as without_remarks
from pychang.lsp.document import Analysis
from pychang.lsp.positions import BOM, Lines, Place
from pychang.score.settings import Meter
from pychang.score.settings import Place as Level
from pychang.score.settings import resolve
from pychang.score.staff import Staff, Timed, TimedLine, numbered_bars

_SPACES = r"\s\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_ELEMENT = re.compile(
    rf"(?P<head>[^:{{{_SPACES}]+)(?P<gap>[{_SPACES}]*)(?P<length>:[^{{{_SPACES}]*)?(?P<rest>.*)", re.DOTALL
)


@lru_cache(maxsize=1024)
def head_of(raw: str) -> str:
    """The pitch, `r` or `~` of an element as it is written."""
    return _ELEMENT.match(raw)["head"]


@dataclass(frozen=True, eq=False)
class Token:
    """An element as it is written: columns from 0 in its line, time from the section's start.

    `bar`: its number in the section's `bars`. `tone`: of a note, its ties and the breaths after it; else None.
    """

    start: int
    end: int
    raw: str
    element: Element
    at: Fraction
    lasts: Fraction
    bar: int
    tone: int | None = None

    @property
    def head(self) -> str:
        return head_of(self.raw)

    @property
    def options(self) -> str:
        """`{…}` with its braces, or nothing."""
        brace = self.raw.find("{")
        return self.raw[brace:] if brace >= 0 else ""

    def spelled(self, head: str, length: str | None, keeps_options: bool) -> str:
        """The token with another head; `length`: another length with its colon, "" for none, None as it is."""
        parts = _ELEMENT.match(self.raw)
        rest = parts["rest"] if keeps_options else ""
        if length is None:
            if keeps_options or parts["length"]:
                return f"{head}{parts['gap'] if rest or parts['length'] else ''}{parts['length'] or ''}{rest}"
            return head
        if not parts["length"]:
            return f"{head}{length}{parts['gap'] + rest if rest else ''}"
        return f"{head}{parts['gap'] if length else ''}{length}{rest}"


@dataclass(frozen=True)
class Tone:
    """A note with its ties; `line` and `slot`: which note of which note line it is."""

    start: Fraction
    end: Fraction
    midi: int
    line: int
    slot: int
    token: Token
    breathes: bool = False


@dataclass(frozen=True)
class PaperBar:
    """What stands between two bar lines of one line."""

    line: int
    start: Fraction
    end: Fraction
    meter: Meter
    damaged: bool


@dataclass(frozen=True)
class PaperLine:
    """A note line with its lyrics, which are read only if they are asked for."""

    number: int
    text: str
    tokens: tuple[Token, ...]
    tones: range  # of the section's, those that begin here
    written: TimedLine
    lines: Lines

    @property
    def closed(self) -> bool:
        return self.written.closed

    @cached_property
    def lyrics(self) -> tuple[Lyric, ...]:
        return tuple(read_lyric(one, self.lines) for one in self.written.lyrics)

    @cached_property
    def strokes(self) -> tuple[int, ...]:
        """The columns of its bar lines; no element has a `|` in it, a remark may."""
        content = next(iter(without_remarks(Source("", self.text))))[0]
        end = content.span(0, len(content.text)).end
        return tuple(column for column, ch in enumerate(self.text[:end]) if ch == "|")


@dataclass(frozen=True)
class Paper:
    """A section of one part on paper; `transpose`: semitones from the pitches written to those that sound.

    `room`: what the section's last bar lacks to be as long as its meter.
    """

    section: Section
    lines: tuple[PaperLine, ...]
    bars: tuple[PaperBar, ...]
    tones: tuple[Tone, ...]
    duration: Fraction
    meter: Meter
    room: Fraction
    transpose: int

    def tone_at(self, place: Place) -> int:
        """The number of the tone that is written at a place; NoEdit if there is none."""
        for number, tone in enumerate(self.tones):
            if self.lines[tone.line].number == place.line and tone.token.start == place.column - 1:
                return number
        raise NoEdit(NOT_HERE)

    def check(self, bar: int) -> None:
        """NoEdit for a bar in whose line something cannot be read."""
        line = self.bars[bar].line
        if any(one.damaged for one in self.bars if one.line == line):
            raise NoEdit(damaged(self.lines[line].number))


def paper_of(analysis: Analysis, section: Section, part: PartBlock) -> Paper:
    """NoEdit for a section that is not sung, or whose ties go on from nothing."""
    staff = analysis.staff(section)
    if staff is None:
        raise NoEdit(NOT_SUNG)
    settings, _ = resolve(part.settings, analysis.settings, Level.PART)
    reader = _Reader(analysis.lines)
    lines = tuple(reader.line(number, line) for number, line in enumerate(staff.lines))
    meter = reader.bars[-1].meter if reader.bars else _last_meter(section, settings.meter)
    return Paper(
        section,
        lines,
        tuple(reader.bars),
        tuple(reader.tones),
        staff.duration,
        meter,
        _room(staff),
        settings.transpose,
    )


def _last_meter(section: Section, meter: Meter) -> Meter:
    words = [item for item in section.items if not isinstance(item, NoteLine) and item.name.text == "meter"]
    for one in words:
        found, mistakes = resolve((one,), None, Level.SECTION)
        meter = meter if mistakes else found.meter
    return meter


def _room(staff: Staff) -> Fraction:
    last, lasted, meter = 0, Fraction(0), None
    for number, _, bar in numbered_bars(staff.lines):
        lasted = bar.duration + (lasted if number == last else 0)
        last, meter = number, bar.meter
    return max(meter.length - lasted, Fraction(0)) if meter else Fraction(0)


def section_at(analysis: Analysis, line: int) -> tuple[Section, PartBlock]:
    """The section whose head, or for one without a head whose first line, is `line`."""
    for part in analysis.written.parts if analysis.written else ():
        for section in part.sections:
            if section.span.line == line:
                return section, part
    raise NoEdit(NO_SECTION)


def note_at(analysis: Analysis, place: Place) -> tuple[NoteElement, Section, PartBlock]:
    """The note that is written at a place, in a line that can be read; else NoEdit."""
    row = analysis.row(place)
    if row is None or not isinstance(row.value, NoteLine) or row.section is None or row.part is None:
        raise NoEdit(NOT_HERE)
    found = None
    for bar in row.value.bars:
        for element in bar.elements:
            if isinstance(element, NoteElement) and element.span.column == place.column:
                found = element
    if row.value.damaged:
        raise NoEdit(damaged(place.line))
    if found is None:
        raise NoEdit(NOT_HERE)
    return found, row.section, row.part


class _Reader:
    """Reads the lines of a section one after another."""

    def __init__(self, lines: Lines) -> None:
        self.bars: list[PaperBar] = []
        self.tones: list[Tone] = []
        self._lines = lines
        self._sounding: int | None = None

    def line(self, index: int, line: TimedLine) -> PaperLine:
        number = line.span.line
        text = self._lines.line(number)
        offset = line.span.start - line.span.column + 1
        first = len(self.tones)
        tokens: list[Token] = []
        for bar in line.bars:
            for timed in bar.elements:
                token = self._token(timed, text, offset)
                tokens.append(token)
                self._take(token, timed.midi, index, first)
            if bar.elements:
                first_at, last = bar.elements[0].start, bar.elements[-1]
                end = last.start + last.duration
                self.bars.append(PaperBar(index, first_at, end, bar.meter, bar.damaged))
        return PaperLine(number, text, tuple(tokens), range(first, len(self.tones)), line, self._lines)

    def _token(self, timed: Timed, text: str, offset: int) -> Token:
        """The token of an element, with the tone that it belongs to."""
        element = timed.element
        start, end = element.span.start - offset, element.span.end - offset
        if isinstance(element, RestElement):
            self._sounding = None
        elif isinstance(element, NoteElement):
            self._sounding = len(self.tones)
        elif isinstance(element, TieElement) and self._sounding is None:
            raise NoEdit(LOOSE_TIE)
        tone = None if isinstance(element, MarkElement) else self._sounding
        return Token(start, end, text[start:end], element, timed.start, timed.duration, len(self.bars), tone)

    def _take(self, token: Token, midi: int | None, line: int, first: int) -> None:
        if isinstance(token.element, NoteElement):
            slot, end = len(self.tones) - first, token.at + token.lasts
            self.tones.append(Tone(token.at, end, midi, line, slot, token))
        elif token.tone is not None:
            tone = self.tones[token.tone]
            breathes = tone.breathes or isinstance(token.element, BreathElement)
            end = token.at + token.lasts if token.lasts else tone.end
            self.tones[token.tone] = replace(tone, end=end, breathes=breathes)


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def start_of(lines: Lines, number: int) -> int:
    """Where in the text a line begins, in code points, a byte-order mark left out."""
    start = lines.offset(lsp.Position(number - 1, 0)) if number <= lines.count else len(lines.text)
    return start + (1 if number == 1 and lines.text.startswith(BOM) else 0)


def span_of(lines: Lines, span: Span) -> tuple[int, int]:
    """A span of the document as code points of its text."""
    line, column = span.source.line_column(span.start)
    start = start_of(lines, line) + column - 1
    return start, start + span.end - span.start


def line_end(lines: Lines, number: int) -> str:
    """What ends a line; for a last line, what ends the others."""
    after = start_of(lines, number) + len(lines.line(number))
    found = re.match(r"\r\n|\r|\n", lines.text[after : after + 2])
    if found:
        return found[0]
    first = re.search(r"\r\n|\r|\n", lines.text)
    return first[0] if first else "\n"


def as_on(line: str, text: str) -> str:
    """Decomposed where the line is: a file has one way of writing Hangul."""
    if line.isascii() or unicodedata.is_normalized("NFC", line):
        return text
    return unicodedata.normalize("NFD", text)
