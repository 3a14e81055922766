"""TextGrid files of Praat, long and short, as tiers of labelled intervals.

As Praat's manual has it (*TextGrid file formats*), of a text file only free-standing numbers, texts in double
quotes and flags in angle brackets count; everything else is there for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.text_file import read_text

_TOKEN = re.compile(
    r'"(?P<text>(?:[^"]|"")*)"|(?P<remark>!.*)|(?<!\S)(?P<number>[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?!\S)'
    r"|(?<!\S)<(?P<flag>\w+)>(?!\S)"
)
INTERVALS = "IntervalTier"


@dataclass(frozen=True)
class Interval:
    """`text` from `start_s` to `end_s`."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class Tier:
    """Intervals that follow one another; a tier of points has none."""

    name: str
    intervals: tuple[Interval, ...]


def read_tiers(path: Path) -> tuple[tuple[Tier, ...], float]:
    """The tiers of a TextGrid, and where it ends in seconds. Wrong if it is none; OSError."""
    with open(path, "rb") as file:
        if file.read(12) == b"ooBinaryFile":
            raise Wrong("labels", path, _BINARY, _SAVE_AS_TEXT)
    text = read_text(path, "labels").text
    tokens = _tokens(text)
    try:
        if next(tokens) != "ooTextFile" or next(tokens) != "TextGrid":
            raise Wrong("labels", path, _NO_TEXT_GRID, _SAVE_AS_TEXT)
        _, end_s = _number(tokens), _number(tokens)
        tiers = next(tokens) == "exists" and _tiers(tokens)
    except (StopIteration, ValueError):
        raise Wrong("labels", path, _CUT_SHORT, _SAVE_AS_TEXT) from None
    return tuple(tiers or ()), end_s


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        if found["remark"] is None:
            kind = found.lastgroup or ""
            yield found[kind].replace('""', '"') if kind == "text" else found[kind]


def _number(tokens: Iterator[str]) -> float:
    value = float(next(tokens))
    if not isfinite(value):
        raise ValueError(value)
    return value


def _tiers(tokens: Iterator[str]) -> list[Tier]:
    return [_tier(tokens) for _ in range(int(next(tokens)))]


def _tier(tokens: Iterator[str]) -> Tier:
    kind, name = next(tokens), next(tokens)
    _number(tokens), _number(tokens)
    size = int(next(tokens))
    if kind != INTERVALS:
        for _ in range(size):
            _number(tokens), next(tokens)
        return Tier(name, ())
    return Tier(name, tuple([Interval(_number(tokens), _number(tokens), next(tokens)) for _ in range(size)]))


def tiers_text(tiers: Sequence[Tier], end_s: float) -> str:
    """A TextGrid in the long form; each tier goes from 0 to `end_s`."""
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", _at("xmax", end_s)]
    lines += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for number, tier in enumerate(tiers, 1):
        lines += [
            f"    item [{number}]:",
            f'        class = "{INTERVALS}"',
            f"        name = {_quoted(tier.name)}",
        ]
        lines += ["        xmin = 0", "        " + _at("xmax", end_s)]
        lines += [f"        intervals: size = {len(tier.intervals)}"]
        for place, one in enumerate(tier.intervals, 1):
            lines += [f"        intervals [{place}]:", "            " + _at("xmin", one.start_s)]
            lines += ["            " + _at("xmax", one.end_s), f"            text = {_quoted(one.text)}"]
    return "\n".join(lines) + "\n"


def _at(name: str, seconds: float) -> str:
    return f"{name} = {float(seconds)!r}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


_BINARY = Text("이진 파일로 저장된 TextGrid입니다.", "this TextGrid has been saved as a binary file.")
_NO_TEXT_GRID = Text("TextGrid가 아닙니다.", "this is no TextGrid.")
_CUT_SHORT = Text("TextGrid가 중간에서 끊겼습니다.", "the TextGrid breaks off.")
_SAVE_AS_TEXT = Text(
    "Praat에서 Save > Save as text file…로 다시 저장하세요.",
    "Save it again in Praat: Save > Save as text file…",
)
