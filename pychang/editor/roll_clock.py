"""The clock of a song as points between which seconds run straight, for the page to draw and play by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, sqrt

from pychang.performance.clock import LEAD_IN_S, Clock
from pychang.score.model import TempoPoint

CLOSE_S = 0.0005  # a straight line is no farther from a ramp than this
MOST_STEPS = 500  # of one ramp


def clock_points(clock: Clock, end: Fraction) -> list[list[float]]:
    """`[position, seconds]` from 0 to `end`, in order.

    Where a fermata ends there are two points of one position: before its time is added, and after.
    """
    held = dict(zip(clock.fermata_ends, clock.fermata_s, strict=False))
    places = {Fraction(0), end, *held, *_corners(clock.tempo.points)}
    points: list[list[float]] = []
    for place in sorted(one for one in places if 0 <= one <= end):
        if place in held:
            before = LEAD_IN_S + clock.tempo.seconds(place) + held[place]
            points.append([float(place), round(before, 6)])
        points.append([float(place), round(clock.at(place), 6)])
    return points


def _corners(tempo: tuple[TempoPoint, ...]) -> Iterator[Fraction]:
    """Where the tempo changes, and places on the way of ramps, near enough to one another.

    Between two of them, `h` apart, seconds leave a straight line by `h²/8` times their second derivative.
    """
    yield from (point.position for point in tempo)
    for here, after in pairwise(tempo):
        if not after.ramp:
            continue
        length = after.position - here.position
        slowest = min(here.quarters_per_minute, after.quarters_per_minute)
        change = abs(after.quarters_per_minute - here.quarters_per_minute) / float(length)
        bent = 240.0 * change / slowest**2
        steps = min(ceil(float(length) * sqrt(bent / (8 * CLOSE_S))), MOST_STEPS)
        yield from (here.position + length * step / steps for step in range(1, steps))
