"""What pages are drawn of: outlines and words, in points from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Step = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
"""Begin at, line to, cubic curve to, close: with the coordinates that SVG has for them."""

Anchor = Literal["start", "middle", "end"]
ROUND = 0.5523  # of the radius: the handles of a quarter circle


@dataclass(frozen=True)
class Style:
    """Colours as `#rrggbb`, None for none."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    opacity: float = 1.0
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Outline:
    """One or several lines and surfaces of one style."""

    steps: tuple[Step, ...]
    style: Style


@dataclass(frozen=True)
class Words:
    """A text on its baseline; `x` is where its anchor stands. `serif`: in italics, as dynamics are."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    anchor: Anchor = "start"
    bold: bool = False
    serif: bool = False


Shape = Outline | Words


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    shapes: tuple[Shape, ...]


def line(points: Iterable[Point]) -> tuple[Step, ...]:
    """An open line through points."""
    return tuple(("L" if i else "M", point) for i, point in enumerate(points))


def lines(several: Iterable[Sequence[Point]]) -> tuple[Step, ...]:
    return tuple(step for points in several for step in line(points))


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> tuple[Step, ...]:
    """A rectangle, its corners rounded as far as there is room."""
    r = min(radius, width / 2, height / 2)
    right, bottom = x + width, y + height
    if r <= 0:
        return (*line([(x, y), (right, y), (right, bottom), (x, bottom)]), ("Z", ()))
    k = r * (1 - ROUND)
    return (
        ("M", (x + r, y)),
        ("L", (right - r, y)),
        ("C", (right - k, y, right, y + k, right, y + r)),
        ("L", (right, bottom - r)),
        ("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        ("L", (x + r, bottom)),
        ("C", (x + k, bottom, x, bottom - k, x, bottom - r)),
        ("L", (x, y + r)),
        ("C", (x, y + k, x + k, y, x + r, y)),
        ("Z", ()),
    )


def disc(x: float, y: float, radius: float) -> tuple[Step, ...]:
    return box(x - radius, y - radius, 2 * radius, 2 * radius, radius)
