"""An open document, and all that reading it tells: its `Analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from lsprotocol import types as lsp

from pychang.diagnostic import Span, Text
from pychang.language.syntax import LyricLine, NoteLine, PartBlock, Section, Setting, SongFile
from pychang.lsp.positions import UTF16, Lines, Place
from pychang.reading import Reading
from pychang.remembered import Remembered
from pychang.score.arrange import measure_part
from pychang.score.model import Note
from pychang.score.settings import Settings, resolve
from pychang.score.staff import Staff

Change = lsp.TextDocumentContentChangeEvent


@dataclass
class Document:
    """A text that an editor has open; `path` is where it will be saved, or a bare name for an unsaved one."""

    uri: str
    path: Path
    text: str
    version: int | None = None
    encoding: str = UTF16
    remembered: Remembered = field(default_factory=Remembered)

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text, self.encoding)

    def change(self, changes: Sequence[Change], version: int | None) -> None:
        """Take the client's changes in their order."""
        for change in changes:
            where = getattr(change, "range", None)
            if where is None:
                self.text = change.text
            else:
                start, end = self.lines.offset(where.start), self.lines.offset(where.end)
                self.text = self.text[:start] + change.text + self.text[max(start, end) :]
            self.__dict__.pop("lines", None)
        self.version = version


@dataclass(frozen=True)
class Row:
    """What stands on one line of a song: a section's head, notes, lyrics, or a setting."""

    value: Section | NoteLine | LyricLine | Setting
    part: PartBlock | None  # None: a setting of the whole song
    section: Section | None
    notes: NoteLine | None = None  # those above, for lyrics
    verse: int = 0


@dataclass
class Analysis:
    """One version of a document with what was read of it, until the next."""

    uri: str
    lines: Lines
    reading: Reading
    remembered: Remembered
    language: str = "en"
    snippets: bool = True  # whether the editor knows them

    def say(self, ko: str, en: str) -> str:
        return Text(ko, en).say(self.language)

    @property
    def name(self) -> str:
        return str(self.reading.files[0])

    @cached_property
    def written(self) -> SongFile | None:
        """The document alone, without what it includes."""
        return self.reading.written

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.written.sections if self.written else ()

    def is_own(self, span: Span | None) -> bool:
        """Whether a span lies in the document itself."""
        return span is None or span.source.name == self.name

    @cached_property
    def rows(self) -> dict[int, Row]:
        """What stands on each line, by its number."""
        found: dict[int, Row] = {}
        for part in self.written.parts if self.written else ():
            settings = (part.setting, *part.settings) if part.setting else part.settings
            found |= {one.span.line: Row(one, part, None) for one in settings}
            for section in part.sections:
                found |= _section_rows(part, section)
        for setting in self.written.settings if self.written else ():
            found[setting.span.line] = Row(setting, None, None)
        return found

    def row(self, place: Place) -> Row | None:
        return self.rows.get(place.line)

    @cached_property
    def blocks(self) -> list[tuple[int, int, Section]]:
        """The sections with their first line and the last that is not empty."""
        heads = sorted([(one.span.line, one) for one in self.sections], key=lambda pair: pair[0])
        parts = self.written.parts if self.written else ()
        stops = [part.setting.span.line for part in parts if part.setting]
        ends = sorted([*(line for line, _ in heads), *stops, self.lines.count + 1])
        found = []
        for line, section in heads:
            end = next(end for end in ends if end > line) - 1
            while end > line and not self.lines.line(end).strip():
                end -= 1
            found.append((line, end, section))
        return found

    @cached_property
    def settings(self) -> Settings:
        """Those of the song."""
        return resolve(self.reading.song.settings)[0] if self.reading.song else Settings()

    @cached_property
    def _staves(self) -> dict[int, Staff]:
        song = self.reading.song
        parts = [measure_part(one, self.settings, self.remembered) for one in song.parts] if song else []
        return {id(staff.section): staff for part in parts for staff in part.staves.values()}

    def staff(self, section: Section) -> Staff | None:
        """A section with its times; None for one in whose place another of its name stands."""
        return self._staves.get(id(section))

    @cached_property
    def notes(self) -> dict[Span | None, list[Note]]:
        """The notes of the score, each time that they are sung, by where they are written."""
        found: dict[Span | None, list[Note]] = {}
        for part in self.reading.score.parts if self.reading.score else ():
            for note in part.notes:
                found.setdefault(note.span, []).append(note)
        return found


def _section_rows(part: PartBlock, section: Section) -> dict[int, Row]:
    found: dict[int, Row] = {section.span.line: Row(section, part, section)} if section.name else {}
    for item in section.items:
        found[item.span.line] = Row(item, part, section)
        for verse, lyric in enumerate(item.lyrics if isinstance(item, NoteLine) else ()):
            found[lyric.span.line] = Row(lyric, part, section, item, verse)
    return found


def neighbours(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow one another, as first and last."""
    runs: list[tuple[int, int]] = []
    for before, line in pairwise([-1, *lines]):
        if runs and line == before + 1:
            runs[-1] = runs[-1][0], line
        else:
            runs.append((line, line))
    return runs
