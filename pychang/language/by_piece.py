"""Note lines read piece by piece: a song has thousands of notes, but few that are written differently."""

from __future__ import annotations

from functools import lru_cache

from pychang.diagnostic import Source, Span
from pychang.language import build
from pychang.language.grammar import read
from pychang.language.note_mistakes import PIECE
from pychang.language.syntax import (
    Bar,
    BreathElement,
    Element,
    Length,
    MarkElement,
    NoteElement,
    Option,
    Word,
)
from pychang.language.text import Line

_PIECE = Source("", "")  # what the spans of a piece by itself are of


def bars(line: Line) -> tuple[tuple[Bar, ...], bool] | None:
    """The bars of a note line as the grammar has them, and whether a `|` closes the last.

    None where a piece cannot be read alone: the line has a mistake, or is written unusually.
    """
    found: list[Bar] = []
    content: list[Element] = []
    start = line.text.index("|") + 1
    for match in PIECE.finditer(line.text, start):
        piece, place = match[0], match.start()
        if piece != "|":
            elements = _elements(piece)
            if elements is None:
                return None
            content += [_placed(element, place, line) for element in elements]
            continue
        if place > start:  # not the second stroke of a double bar line
            found.append(Bar(tuple(content), build.inside(line, start, place)))
        content, start = [], place + 1
    if content:
        found.append(Bar(tuple(content), build.inside(line, start, len(line.text))))
    return tuple(found), not content


@lru_cache(maxsize=4096)
def _elements(piece: str) -> tuple[Element, ...] | None:
    """What a piece says, with spans counted from its start."""
    tree = read("elements", piece)
    return tree and tuple(build.element(child, _within) for child in tree.children)


def _within(start: int, end: int) -> Span:
    return Span(_PIECE, start, end)


def _placed(element: Element, place: int, line: Line) -> Element:
    """An element of a piece that starts at `place` of a line."""
    span = line.span(place + element.span.start, place + element.span.end)
    if isinstance(element, NoteElement):
        options = tuple(_placed_option(option, place, line) for option in element.options)
        return NoteElement(element.pitch, _placed_length(element.length, place, line), options, span)
    if isinstance(element, BreathElement):
        return BreathElement(span)
    if isinstance(element, MarkElement):
        return MarkElement(element.name, element.argument, span)
    return type(element)(_placed_length(element.length, place, line), span)


def _placed_length(length: Length | None, place: int, line: Line) -> Length | None:
    return length and Length(length.value, line.span(place + length.span.start, place + length.span.end))


def _placed_option(option: Option, place: int, line: Line) -> Option:
    value = option.value and _placed_word(option.value, place, line)
    return Option(_placed_word(option.name, place, line), value)


def _placed_word(word: Word, place: int, line: Line) -> Word:
    return Word(word.text, line.span(place + word.span.start, place + word.span.end))
