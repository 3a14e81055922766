"""A lyric line as it is written: an item for each note, and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pychang.diagnostic import Source
from pychang.language.syntax import LyricLine
from pychang.language.text import lines as without_remarks
from pychang.lsp.positions import Lines

Kind = Literal["syllable", "hold", "foreign"]  # foreign: letters that cannot be sung, one word a note
_TOKENS = re.compile(
    r"""(?P<WORD>[가-힣][가-힣-]*) | (?P<HOLD>-+) | (?P<SPOKEN>\[[가-힣ː:\s]+\]) | (?P<FOREIGN>[^\W_가-힣]+)
    | (?P<OTHER>.)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Item:
    """What one note takes; columns from 0, of the line or of what was typed. `text` is composed."""

    kind: Kind
    text: str
    start: int = -1
    end: int = -1
    spoken: str | None = None


@dataclass(frozen=True)
class Brackets:
    """`[갑씨]` from column `start` to `end`; the word that it is about is items `first` to before `last`."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Lyric:
    """A lyric line; `start` is behind its `>`, `end` behind its last character that is no space or remark."""

    number: int
    text: str
    start: int
    end: int
    items: tuple[Item, ...]
    brackets: tuple[Brackets, ...]
    damaged: bool = False

    def gap(self, i: int) -> tuple[int, int]:
        """From where to where what stands before item `i` reaches; behind the last for the last number."""
        start = self.items[i - 1].end if i else self.start
        return start, self.items[i].start if i < len(self.items) else self.end


def read_lyric(line: LyricLine, lines: Lines) -> Lyric:
    number = line.span.line
    return lyric_of(lines.line(number), number, line.damaged)


def lyric_of(text: str, number: int = 0, is_damaged: bool = False) -> Lyric:
    """A lyric line read from its text."""
    content = next(iter(without_remarks(Source("", text))))[0]
    start = content.text.index(">") + 1

    def column(place: int) -> int:
        return content.span(place, place).start

    items, brackets = _read(content.text, start)
    placed = [Item(one.kind, one.text, column(one.start), column(one.end), one.spoken) for one in items]
    moved = [Brackets(column(one.start), column(one.end), one.first, one.last) for one in brackets]
    end = max(column(len(content.text.rstrip())), column(start))
    return Lyric(number, text, column(start), end, tuple(placed), tuple(moved), is_damaged)


def _read(text: str, start: int) -> tuple[list[Item], list[Brackets]]:
    items: list[Item] = []
    brackets: list[Brackets] = []
    word = 0
    for match in _TOKENS.finditer(text, start):
        kind, piece, place = match.lastgroup, match[0], match.start()
        if kind in ("WORD", "HOLD"):
            word = len(items)
            items += (_item(ch, place + i) for i, ch in enumerate(piece))
        elif kind == "FOREIGN":
            word = len(items) + 1
            items.append(Item("foreign", piece, place, match.end()))
        elif kind == "SPOKEN":
            brackets.append(Brackets(place, match.end(), word, len(items)))
            _speak(items, word, piece)
    return items, brackets


def _item(ch: str, place: int) -> Item:
    return Item("hold" if ch == "-" else "syllable", ch, place, place + 1)


def _speak(items: list[Item], word: int, piece: str) -> None:
    blocks = [ch for ch in piece if "가" <= ch <= "힣"]
    sung = [i for i in range(word, len(items)) if items[i].kind == "syllable"]
    if len(blocks) == len(sung):
        for i, block in zip(sung, blocks, strict=True):
            one = items[i]
            items[i] = Item(one.kind, one.text, one.start, one.end, block)


def typed(text: str) -> tuple[str, list[Item], list[Brackets]]:
    """What was typed, composed and on one line, with its items; `+` holds as in other singing editors."""
    line = " ".join(re.split(r"\s+", unicodedata.normalize("NFC", text).replace("+", "-")))
    line = "".join(ch for ch in line if unicodedata.category(ch) not in ("Cc", "Cf"))
    return line, *_read(line, 0)
