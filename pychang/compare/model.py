"""What is different between two songs, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pychang.diagnostic import Span, Text


class Kind(Enum):
    """What a difference is about."""

    SETTING = "setting"
    FORM = "form"
    PART = "part"
    SECTION = "section"
    BARS = "bars"  # added or removed
    BAR = "bar"  # written anew
    NOTE = "note"  # pitch or length, added or removed; rests and ties too
    EXPRESSION = "expression"
    BREATH = "breath"
    MARK = "mark"  # dynamics, and settings inside a section
    LYRICS = "lyrics"
    PRONUNCIATION = "pronunciation"
    UNREAD = "unread"  # what neither could be read nor is the same


@dataclass(frozen=True)
class Place:
    """Where in a song. `part`: None where it has only one; `section`: None for all of it.

    Bars and verses count from 1; bars as in the new song, those that are gone as in the old.
    """

    part: str | None = None
    section: str | None = None
    bar: int | None = None
    verse: int | None = None  # None where there is only one


@dataclass(frozen=True)
class Difference:
    """One thing that a musician would tell. `old` and `new` are as in the language; None: not there.

    `bars`: how many the difference is about, where they are whole ones.
    """

    kind: Kind
    place: Place
    message: Text
    old: str | None = None
    new: str | None = None
    old_span: Span | None = None
    new_span: Span | None = None
    bars: int = 0
