"""XML as it is written: elements with their text, and characters that XML may have."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, tag: str, text: str | int | float = "", **attributes: str | int | float) -> Element:
    """A new last child; an attribute's `_` stands for `-`, `xml_` for `xml:`."""
    element = SubElement(parent, tag, named(attributes))
    if text != "":
        element.text = plain(text)
    return element


def element(tag: str, **attributes: str | int | float) -> Element:
    return Element(tag, named(attributes))


def named(attributes: dict[str, str | int | float]) -> dict[str, str]:
    return {
        name.replace("xml_", "xml:").replace("_", "-"): plain(value) for name, value in attributes.items()
    }


def plain(value: str | int | float | Fraction) -> str:
    """A value as text; numbers with as many digits as they need, text without what XML cannot have."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    return f"{float(value):.9f}".rstrip("0").rstrip(".")
