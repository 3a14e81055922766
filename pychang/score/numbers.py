"""Numbers as they are written: in settings, in marks, and in a note's braces."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?(\d{1,6}(\.\d{0,6})?|\.\d{1,6})")


def number(text: str) -> float | None:
    """A plain decimal number, or None."""
    return float(text) if _NUMBER.fullmatch(text) else None
