"""Numbers as MusicXML writes them, within what music can mean by them."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

_DECIMAL = re.compile(r"\s*([+-]?)(\d{0,9})(?:\.(\d{0,9})\d{0,40})?\s*")


def number(text: str | None) -> Fraction | None:
    """A decimal number of at most nine digits; None for anything else."""
    found = _DECIMAL.fullmatch(text or "")
    if found is None or not (found[2] or found[3]):
        return None
    value = Fraction(int(found[2] or 0))
    if found[3]:
        value += Fraction(int(found[3]), 10 ** len(found[3]))
    return -value if found[1] == "-" else value


def whole(text: str | None) -> int | None:
    """A whole number; None for anything else."""
    value = number(text)
    return int(value) if value is not None and value.denominator == 1 else None


def child_text(element: Element | None, path: str) -> str:
    """The text of a child, without the space around it; "" if it is not there."""
    found = element.findtext(path) if element is not None else None
    return (found or "").strip()
