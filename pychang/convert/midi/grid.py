"""Positions of a sheet as ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from pychang.convert.sheet import Sheet, Tone

USUAL_TICKS = 480  # a quarter note
MOST_TICKS = 32_640  # the most that is a multiple of the usual and fits in the file's 15 bits


@dataclass(frozen=True)
class Grid:
    """`per_quarter` ticks a quarter note."""

    per_quarter: int

    def at(self, position: Fraction) -> int:
        """The tick of a position in whole notes, the nearest one where it has none of its own."""
        return round(position * 4 * self.per_quarter)

    def spans(self, tones: Sequence[Tone]) -> Iterator[tuple[int, int]]:
        """From which tick to which each tone lasts; none is empty, and none begins before another ends."""
        free = 0
        for tone in tones:
            start = max(self.at(tone.start), free)
            free = max(self.at(tone.end), start + 1)
            yield start, free


def grid_of(sheet: Sheet) -> Grid:
    """The least multiple of 480 in which all that a sheet has begins and ends on a tick; or else 480."""
    exact = lcm(USUAL_TICKS, *{(4 * position).denominator for position in _positions(sheet)})
    return Grid(exact if exact <= MOST_TICKS else USUAL_TICKS)


def _positions(sheet: Sheet) -> Iterable[Fraction]:
    yield from (bar.end for bar in sheet.bars)
    yield from (point.position for point in sheet.tempo)
    for part in sheet.parts:
        yield from (mark.position for mark in part.dynamics)
        for tone in part.tones:
            yield from (tone.start, tone.end)
