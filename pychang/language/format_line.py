"""One line of a song in canonical form, without regard to the lines around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from lark import Token, Tree

from pychang.diagnostic import Source
from pychang.language import build
from pychang.language.grammar import read
from pychang.language.line_mistakes import NOTES
from pychang.language.text import MAX_COLUMNS, Line, lines

Kind = Literal["blank", "remark", "notes", "lyrics", "section", "setting", "part", "unknown"]


@dataclass(frozen=True, slots=True)
class WrittenBar:
    """A bar line, `|` or `||`, and what stands after it; nothing after the line that closes the last bar."""

    stroke: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a song; one that is `unread` has all of itself as written in `text`, its remark too."""

    kind: Kind
    text: str = ""
    remark: str = ""
    name: str = ""  # of a setting
    bars: tuple[WrittenBar, ...] = ()  # of a note line that can be read
    unread: bool = False

    def __str__(self) -> str:
        return f"{self.text} {self.remark}" if self.text and self.remark else self.text or self.remark


def canonical_row(line: Line, remark: Line | None, written: str, hidden: bool) -> Row:
    """The canonical form of one line; `hidden`: it holds characters that no editor shows.

    A line that cannot be read, or would be read as another one in canonical form, stays as it is
    written.
    """
    text = line.text.strip()
    beside = _composed(written[remark.start - line.start :].rstrip()) if remark else ""
    as_written = written.lstrip("\ufeff")  # in the first line it would be taken for a byte-order mark
    if hidden:
        return Row(_KINDS.get(text[:1], "unknown"), as_written.rstrip(" \t\r"), unread=True)
    if not text:
        return Row("remark" if remark else "blank", remark=beside)
    kind = _KINDS.get(text[0], "setting")
    found = _READ[kind](line) if len(line.text.lstrip()) <= MAX_COLUMNS else None
    if found is None or _reads_as_another(found):
        return Row("unknown" if kind == "setting" else kind, as_written.rstrip(), unread=True)
    return Row(found.kind, found.text, beside, found.name, found.bars)


def _reads_as_another(row: Row) -> bool:
    """Whether spaces at other places would make it a line of another kind, or a remark of its end."""
    return (
        len(row.text) > MAX_COLUMNS
        or ("//" in row.text and next(lines(Source("", row.text)))[1] is not None)
        or (row.kind == "setting" and NOTES.match(row.text) is not None)
    )


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def _notes(line: Line) -> Row | None:
    tree = read("note_line", line.text)
    if tree is None:
        return None
    bars = tuple(_bars(tree))
    text = " ".join(part for bar in bars for part in (bar.stroke, bar.text) if part)
    return Row("notes", text, bars=bars)


def _bars(tree: Tree[Token]) -> Iterator[WrittenBar]:
    first, *children = tree.children
    stroke, end = str(first), first.end_pos  # `end`: of the bar line, while nothing follows it
    elements: list[str] = []
    carried: Fraction | None = None
    for child in children:
        if not isinstance(child, Token) or child.type != "BAR":
            text, carried = _element(child, carried)
            elements.append(text)
        elif not elements and child.start_pos == end:
            stroke, end = stroke + child, child.end_pos
        else:
            yield WrittenBar(stroke, " ".join(elements))
            stroke, elements, end = str(child), [], child.end_pos
    yield WrittenBar(stroke, " ".join(elements))


def _element(child: Tree[Token] | Token, carried: Fraction | None) -> tuple[str, Fraction | None]:
    """An element without spaces, and the length that it hands on; one that it is handed is left out."""
    if isinstance(child, Token) or child.data == "mark":
        return str(child) if isinstance(child, Token) else "".join(child.children), carried
    first, *rest = child.children
    text = first[0].upper() + first[1:] if first.type == "PITCH" else first.lower()
    for part in rest:
        if isinstance(part, Tree):
            text += _options(part)
        elif (length := build.length(part[1:])) != carried:
            text, carried = text + part, length
    return text, carried


def _options(tree: Tree[Token]) -> str:
    return "{" + " ".join("=".join(option.children) for option in tree.children[1:-1]) + "}"


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────


def _lyrics(line: Line) -> Row | None:
    tree = read("lyric_line", line.text)
    return Row("lyrics", _spaced_lyrics(tree)) if tree else None


def _spaced_lyrics(tree: Tree[Token]) -> str:
    """Single spaces where there is a gap; one before a pronunciation parts its word from the next instead."""
    text, end, parted = ">", -1, False
    for kind, token, start in build.lyric_tokens(tree):
        gap = start > end
        end = start + len(token)
        if kind == "SPOKEN":
            text += f"[{' '.join(token[1:-1].split()) or ' '}]"
            parted = gap
            continue
        text += f" {token}" if gap or (parted and kind != "PUNCTUATION") else token
        parted = False
    return text


# ── sections and settings ────────────────────────────────────────────────────────────────────────


def _section(line: Line) -> Row | None:
    tree = read("section_line", line.text)
    return Row("section", f"[{tree.children[0]}]") if tree else None


def _setting(line: Line) -> Row | None:
    tree = None if NOTES.match(line.text) else read("setting_line", line.text)
    if tree is None:
        return None
    name, *words = tree.children
    value = _SPELLED.get(str(name), _as_written)(words, line) if words else ""
    return Row("part" if name == "part" else "setting", f"{name}: {value}".rstrip(), name=str(name))


def _as_written(words: list[Token], line: Line) -> str:
    """A title or a file's name: its spaces belong to it."""
    span = line.span(words[0].start_pos, words[-1].end_pos)
    return _composed(span.source.text[span.start : span.end])


def _single_spaces(words: list[Token], _: Line) -> str:
    return " ".join(words)


def _fraction(words: list[Token], _: Line) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(words))


_SPELLED: dict[str, Callable[[list[Token], Line], str]] = {
    "form": _single_spaces,
    "vibrato": _single_spaces,
    "meter": _fraction,
}
_KINDS: dict[str, Kind] = {"|": "notes", ">": "lyrics", "[": "section"}
_READ: dict[Kind, Callable[[Line], Row | None]] = {
    "notes": _notes,
    "lyrics": _lyrics,
    "section": _section,
    "setting": _setting,
}
