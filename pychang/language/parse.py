"""Text to syntax, line by line: parsing cannot fail, it only has more or less to complain about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pychang.diagnostic import Diagnostic, Source, Span, in_order
from pychang.language import build, by_piece, line_mistakes, lyric_mistakes, note_mistakes
from pychang.language.excerpts import Excerpt, stretches
from pychang.language.grammar import read
from pychang.language.syntax import (
    PART,
    Bar,
    Element,
    LyricLine,
    NoteLine,
    PartBlock,
    Remark,
    Section,
    Setting,
    SongFile,
    Word,
)
from pychang.language.text import MAX_COLUMNS, MAX_LINES, Line, control_characters, lines
from pychang.remembered import Remembered


def parse(source: Source, remembered: Remembered | None = None) -> tuple[SongFile, tuple[Diagnostic, ...]]:
    """The syntax of a song: all that could be read, with every mistake in the rest.

    With what is `remembered` of the version before, only the stretches that changed are read, and spans are
    of excerpts of the source.
    """
    if remembered is None or source.text.count("\n") >= MAX_LINES:
        song = _read(source)
    else:
        song = _Song(source)
        for piece in _pieces(source, remembered):
            song.append(piece)
    song.mistakes += control_characters(source)
    return song.finished(), in_order(song.mistakes, source)


def _read(source: Source) -> _Song:
    song = _Song(source)
    for number, (line, remark) in enumerate(lines(source), 1):
        if number > MAX_LINES:
            song.mistakes.append(line_mistakes.too_many_lines(line.span(0, len(line.text))))
            break
        song.add(line, remark)
    song.close()
    return song


def _pieces(source: Source, remembered: Remembered) -> Iterator[_Song]:
    """The stretches of a song, each read by itself; one whose mistakes may tell a line's number is read anew
    where it has moved.
    """
    times: Counter[str] = Counter()
    for text, first_line in stretches(source.text):
        times[text] += 1

        def read_anew(text: str = text, first_line: int = first_line) -> _Song:
            return _read(Excerpt(source.name, text, first_line))

        def still_good(piece: _Song, first_line: int = first_line) -> bool:
            return not piece.mistakes or piece.source.first_line == first_line

        piece = remembered.take(("stretch", text, times[text]), read_anew, still_good)
        piece.source.move(first_line)
        yield piece


@dataclass
class _Part:
    """A part while its lines come in; the first, without a setting, holds what stands before any `part`."""

    setting: Setting | None
    settings: list[Setting] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


class _Song:
    """A song file while its lines come in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts = [_Part(None)]
        self.remarks: list[Remark] = []
        self.mistakes: list[Diagnostic] = []
        self._header: Line | None = None
        self._name: Word | None = None
        self._items: list[NoteLine | Setting] | None = None  # None: before the first section
        self._lyrics: list[LyricLine] | None = None  # of the note line above; None: there is none

    def add(self, line: Line, remark: Line | None) -> None:
        if remark:
            self.remarks.append(Remark(remark.text, remark.whole))
        text = line.text.lstrip()
        if len(text) > MAX_COLUMNS:
            self._add_unread(line, text[0])
        elif text:
            _ADD.get(text[0], _Song._add_setting)(self, line)

    def append(self, piece: _Song) -> None:
        """What another song file of which all lines are in says, as if it stood below."""
        first, *others = piece.parts
        self.parts[-1].settings += first.settings
        self.parts[-1].sections += first.sections
        self.parts += (_Part(p.setting, [*p.settings], [*p.sections]) for p in others)
        self.remarks += piece.remarks
        self.mistakes += piece.mistakes

    def close(self) -> None:
        """All lines are in."""
        self._close_section()

    def finished(self) -> SongFile:
        first, *named = (PartBlock(p.setting, tuple(p.settings), tuple(p.sections)) for p in self.parts)
        nameless = (replace(first, settings=()),) if first.sections or not named else ()
        return SongFile(self.source, first.settings, (*nameless, *named), tuple(self.remarks))

    def _add_unread(self, line: Line, first: str) -> None:
        """A line too long to read keeps its place, so that nothing else is complained about."""
        self.mistakes.append(line_mistakes.too_long(line.whole, len(line.text)))
        self._keep_place(line, first)

    def _keep_place(self, line: Line, first: str) -> None:
        if first == "|":
            self._start_line(line, (Bar((), line.whole, damaged=True),), closed=True)
        elif first == ">" and self._lyrics is not None:
            self._lyrics.append(LyricLine((), line.whole, damaged=True))

    def _add_notes(self, line: Line) -> None:
        bars = by_piece.bars(line)
        if bars is None:
            tree = read("note_line", line.text)
            bars = build.bars(tree, line) if tree else self._recover_bars(line)
        self._start_line(line, *bars)

    def _start_line(self, line: Line, bars: tuple[Bar, ...], closed: bool) -> None:
        self._close_line()
        if self._items is None:
            self._open_section(line, None)
        self._open_line = (bars, closed, line.whole)
        self._lyrics = []

    def _recover_bars(self, line: Line) -> tuple[tuple[Bar, ...], bool]:
        """The bars of a line with mistakes, read piece by piece."""
        bars: list[Bar] = []
        start = line.text.index("|") + 1
        elements: list[Element] = []
        damaged = False
        for piece, place in [*note_mistakes.pieces(line.text), ("", len(line.text))]:
            if piece and piece != "|":
                read_elements, mistake = self._read_piece(piece, place, line)
                elements += read_elements
                damaged |= mistake
                continue
            if elements or damaged:
                bars.append(Bar(tuple(elements), line.span(start, place), damaged))
            elements, damaged, start = [], False, place + 1
        return tuple(bars), line.text.endswith("|")

    def _read_piece(self, piece: str, place: int, line: Line) -> tuple[list[Element], bool]:
        def at(start: int, end: int) -> Span:
            return line.span(place + start, place + end)

        tree = read("elements", piece)
        if tree is None:
            self.mistakes.append(note_mistakes.explain(piece, at, line.text[:place]))
            return [], True
        return [build.element(child, at) for child in tree.children], False

    def _add_lyrics(self, line: Line) -> None:
        tokens, mistakes = lyric_mistakes.recover(line.text, line.span)
        if mistakes and (tree := read("lyric_line", line.text)):
            tokens, mistakes = list(build.lyric_tokens(tree)), []
        items, lengths = build.lyric_items(tokens, line.span)
        self.mistakes += (*mistakes, *lengths)
        if self._lyrics is None:
            self.mistakes.append(line_mistakes.lyrics_without_notes(line.whole))
        else:
            self._lyrics.append(LyricLine(items, line.whole, bool(mistakes)))

    def _add_section(self, line: Line) -> None:
        tree = read("section_line", line.text)
        if tree:
            token = tree.children[0]
            name = Word(str(token), line.span(token.start_pos, token.end_pos))
        else:
            self.mistakes.append(line_mistakes.section(line))
            inside = line.text.strip().strip("[]").replace(" ", "")
            name = Word(inside, line.whole)
        self._close_section()
        self._open_section(line, name, damaged=tree is None)

    def _add_setting(self, line: Line) -> None:
        tree = None if line_mistakes.NOTES.match(line.text) else read("setting_line", line.text)
        if tree is None:
            self.mistakes.append(line_mistakes.unknown_line(line))
            if self._items is not None or line_mistakes.NOTES.match(line.text):
                self._keep_place(line, line_mistakes.likely_kind(line.text.strip()))
            return
        self._close_line()
        setting = build.setting(tree, line)
        if setting.name.text == PART:
            self._close_section()
            self._header = self._items = None
            self.parts.append(_Part(setting))
        else:
            (self.parts[-1].settings if self._items is None else self._items).append(setting)

    def _open_section(self, line: Line, name: Word | None, damaged: bool = False) -> None:
        self._header, self._name, self._items = line, name, []
        self._damaged = damaged

    def _close_section(self) -> None:
        self._close_line()
        if self._header is not None:
            items = tuple(self._items or ())
            section = Section(self._name, items, self._header.whole, self._damaged)
            self.parts[-1].sections.append(section)

    def _close_line(self) -> None:
        """Hand the note line above, now with all its lyrics, to the section."""
        if self._lyrics is not None and self._items is not None:
            bars, closed, span = self._open_line
            self._items.append(NoteLine(bars, closed, tuple(self._lyrics), span))
        self._lyrics = None


_ADD = {"|": _Song._add_notes, ">": _Song._add_lyrics, "[": _Song._add_section}
