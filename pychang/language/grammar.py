"""The grammar, `grammar/chang.lark`, as a parser of single lines."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

STARTS = ("note_line", "elements", "lyric_line", "section_line", "setting_line")


def grammar_path() -> Path:
    """Beside this file in an installed package, in `grammar/` in the source tree."""
    installed = Path(__file__).with_name("chang.lark")
    return installed if installed.exists() else Path(__file__).parents[2] / "grammar" / "chang.lark"


@lru_cache(maxsize=2048)
def read(start: str, text: str) -> Tree[Token] | None:
    """The tree of one line, positions counted from the line's start; None if it does not parse.

    Cached, because songs repeat their lines and an editor asks again after every key.
    """
    try:
        return _parser().parse(text, start=start)
    except UnexpectedInput:
        return None


@cache
def _parser() -> Lark:
    return Lark(grammar_path().read_text("utf-8"), parser="lalr", start=list(STARTS))
