"""Texts of somebody's file as one line that can be shown and written down."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST_TITLE = 200  # characters, of a title or a name


def plain(text: str) -> str:
    """A text on one line, with plain spaces and without what cannot be seen."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())


def as_value(text: str) -> str:
    """A text as the value of a setting, where `//` after a space would begin a remark."""
    return re.sub(r"(^| )//+", r"\1/", plain(unicodedata.normalize("NFC", text)))


def unlike(name: str, taken: Collection[str], between: str = "-") -> str:
    """The name, with a number from 2 behind it if it is taken."""
    if name not in taken:
        return name
    numbered = (f"{name}{between}{number}" for number in range(2, len(taken) + 3))
    return next(one for one in numbered if one not in taken)
