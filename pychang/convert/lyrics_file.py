"""Lyrics in a text file of their own, written as the lyric lines of a song are."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Diagnostic, Source, Text
from pychang.finding import Wrong
from pychang.language.build import lyric_items
from pychang.language.lyric_mistakes import recover
from pychang.language.syntax import Hold, LyricSyllable
from pychang.language.text import Line, lines

Items = tuple[LyricSyllable | Hold, ...]
_MARK = "> "


def read_lyrics(source: Source, path: Path) -> Items:
    """One item a note: a syllable, or `-`, the one before held. A line's end and a mark are pauses.

    Lines may begin with `>`, and remarks may stand in them. Wrong, with line and column of the first mistake.
    """
    items: list[LyricSyllable | Hold] = []
    mistakes: list[Diagnostic] = []
    for line, _ in lines(source):
        if line.text.strip():
            found, in_line = _read_line(line)
            items += found
            mistakes += in_line
    if mistakes:
        raise mistaken("lyrics", path, mistakes)
    return tuple(items)


def mistaken(kind: str, path: Path, mistakes: list[Diagnostic]) -> Wrong:
    """The first of several mistakes in a text."""
    first = mistakes[0]
    place = f"{first.span.line}:{first.span.column}: " if first.span else ""
    if first.span and first.span.source.name != str(path):  # a file that the song includes
        place = f"{first.span.source.name}:{place}"
    more = len(mistakes) - 1
    text = Text(
        f"{place}{first.message.ko}" + (f" 그 밖에 {more}곳이 더 틀렸습니다." if more else ""),
        f"{place}{first.message.en}" + (f" Mistakes besides: {more}." if more else ""),
    )
    return Wrong(kind, path, text, first.hints[0] if first.hints else _CORRECT_IT)


def _read_line(line: Line) -> tuple[Items, list[Diagnostic]]:
    if not line.text.lstrip().startswith(">"):
        line = _marked(line)
    tokens, mistakes = recover(line.text, line.span)
    items, lengths = lyric_items(tokens, line.span)
    return items, [*mistakes, *lengths]


def _marked(line: Line) -> Line:
    """The line as if it began with `>`; places stay those of the file."""
    by = len(_MARK)
    places = line.places and (*range(by), *(by + place for place in line.places))
    return Line(line.source, line.start - by, _MARK + line.text, places)


_CORRECT_IT = Text("그 자리를 고치세요.", "Correct that place.")
