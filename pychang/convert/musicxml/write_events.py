"""What stands over the notes of a part, by its place on the page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.write_xml import element


@dataclass(frozen=True)
class Event:
    """A direction, to be put before the note that sounds at `position`.

    `order`: which of several at one place comes first. `at_end`: belongs to what is before it, so that at a
    barline it stands at the end of the bar.
    """

    position: Fraction
    element: Element
    order: int = 0
    at_end: bool = False


def direction(placement: str) -> Element:
    return element("direction", placement=placement)
