"""Numbers in somebody's file, which may be anything."""

from __future__ import annotations

from math import isfinite
from typing import Any

MOST = 1e9


def number(value: Any, default: float = 0.0) -> float:
    """A finite number of at most a thousand millions to each side, or the default."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return default
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return default
    return found if isfinite(found) and abs(found) <= MOST else default


def whole(value: Any, default: int = 0) -> int:
    """The same, rounded."""
    return round(number(value, default))
