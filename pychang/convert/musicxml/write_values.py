"""Note values: which are written for a stretch of time, so that the meter is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pychang.convert.musicxml.write_grid import Grid

TYPES = (
    "breve",
    "whole",
    "half",
    "quarter",
    "eighth",
    "16th",
    "32nd",
    "64th",
    "128th",
    "256th",
    "512th",
    "1024th",
)
MOST_TRIED = 3
_LONGEST = 2  # whole notes, the first of `TYPES`


@dataclass(frozen=True)
class Value:
    """`length` in whole notes: that of `type` with its dots."""

    length: Fraction
    type: str
    dots: int

    @property
    def beams(self) -> int:
        return max(TYPES.index(self.type) - TYPES.index("quarter"), 0)


@lru_cache(maxsize=1024)
def value_of(length: Fraction) -> Value | None:
    """The value that lasts exactly so long, with two dots at most."""
    dots = {1: 0, 3: 1, 7: 2}.get(length.numerator)
    undotted = length if not dots else length * Fraction(2**dots, 2 ** (dots + 1) - 1)
    if dots is None or length.denominator & (length.denominator - 1) or undotted > _LONGEST:
        if length.numerator != 2 or length.denominator != 1:
            return None
        dots, undotted = 0, length
    halvings = (Fraction(_LONGEST) / undotted).numerator.bit_length() - 1
    return Value(length, TYPES[min(halvings, len(TYPES) - 1)], dots or 0)


def values(start: Fraction, end: Fraction, grid: Grid, is_rest: bool = False) -> tuple[Value, ...]:
    """The values from one place in a bar to another, as few as can be read well."""
    return _split(start, end, grid, is_rest)[1]


@lru_cache(maxsize=1 << 16)
def _split(
    start: Fraction, end: Fraction, grid: Grid, is_rest: bool
) -> tuple[tuple[int, int], tuple[Value, ...]]:
    """The values with how hard they are to read: how many there are, and how many dots."""
    value = value_of(end - start)
    _, borders = grid.strongest(start, end)
    if value is not None and (not borders or _can_be_read(start, end, value, grid, is_rest)):
        return (1, value.dots), (value,)
    if not borders:
        return (1, 0), (Value(end - start, TYPES[-1], 0),)  # finer than anything that has a name
    ways = []
    for border in _worth_trying(start, borders, grid, is_rest):
        left, before = _split(start, border, grid, is_rest)
        right, after = _split(border, end, grid, is_rest)
        ways.append(((left[0] + right[0], left[1] + right[1]), -border, before + after))
    hardness, _, best = min(ways)
    return hardness, best


def _worth_trying(
    start: Fraction, borders: Sequence[Fraction], grid: Grid, is_rest: bool
) -> Sequence[Fraction]:
    """Of equally strong borders those up to which one value goes, the farthest; else the first."""
    reached = [
        border
        for border in borders
        if (value := value_of(border - start)) and _can_be_read(start, border, value, grid, is_rest)
    ]
    return reached[-MOST_TRIED:] or borders[:1]


def _can_be_read(start: Fraction, end: Fraction, value: Value, grid: Grid, is_rest: bool) -> bool:
    """Whether one value may stand over the borders within it (Gould, *Behind Bars*, 2011, on grouping).

    A note may pass over a border that is not stronger than where it begins or ends; or stand across one, as
    long before it as behind it (`8 4 8`), beginning one level below it. Dots at the end of a beat are one at
    most. Over a beat of three, only whole beats go. Rests hide no border that either end of them has.
    """
    level, borders = grid.strongest(start, end)
    first, last = grid.level(start), grid.level(end)
    if grid.beat is not None and level <= grid.beat < max(first, last):
        return False
    if is_rest:
        begins_beat = grid.beat is not None and first <= grid.beat and value.length == 2 * grid.unit
        return level > max(first, last) or (begins_beat and last == level)
    if level >= first or (level >= last and value.dots < 2):
        return True
    return not value.dots and first == last == level + 1 and len(borders) == 1


def tuplet_grid(length: Fraction, unit: Fraction) -> Grid:
    """The grid of a tuplet, in the values that are written in it: units of equal strength."""
    return Grid(length, unit, ((Fraction(0),),))
