"""What stands under a note in somebody's file, as syllables that can be sung."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pychang.score.model import Boundary

UNKNOWN = "아"  # sung where the words are not Korean
_PAUSE = re.compile(r"[,.!?;:…·。、，！？~”’\"'()“‘]")


@dataclass(frozen=True)
class SungText:
    """The Hangul blocks of one text, and what stands before and behind them.

    `foreign` is what could not be read as Korean; it stands for one `UNKNOWN` among the blocks.
    """

    blocks: tuple[str, ...]
    before: Boundary = ""
    after: Boundary = ""
    foreign: str = ""


def sung_text(raw: str) -> SungText:
    """The syllables of what stands under one note; no blocks where nothing is sung (marks, spaces alone)."""
    text = unicodedata.normalize("NFC", raw)
    blocks = tuple(ch for ch in text if "가" <= ch <= "힣")
    ends = re.split(r"[가-힣]+", text) if blocks else [text]
    bare = re.sub(r"[\W_]+", "", "".join(ends))
    if not blocks and bare:
        return SungText((UNKNOWN,), foreign=text.strip())
    return SungText(blocks, _boundary(ends[0]), _boundary(ends[-1]), bare if blocks else "")


def _boundary(between: str) -> Boundary:
    if _PAUSE.search(between) or "\n" in between or "\r" in between:
        return "|"
    return " " if between and between.strip() != between else ""
