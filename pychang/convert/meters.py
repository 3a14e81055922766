"""The meters that a song may have, and which of them counts a bar."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pychang.score.settings import Meter

UNITS = (1, 2, 4, 8, 16, 32)
MOST_BEATS = 32
USUAL_METER = Meter(4, 4)


def known_meter(beats: int, unit: int) -> Meter | None:
    """The meter of so many beats of one `unit`-th each; None if a song cannot have it."""
    return Meter(beats, unit) if unit in UNITS and 1 <= beats <= MOST_BEATS else None


def meter_lasting(
    length: Fraction, unit: int = 4, units: Sequence[int] = UNITS, most: int = MOST_BEATS
) -> Meter | None:
    """The meter as long as `length`, in whole notes, of `most` beats at most; None if there is none.

    In the `unit` if that is possible, else in the nearest finer one, else in a coarser one.
    """
    order = sorted(units, key=lambda one: one if one >= unit else 2 * max(units) - one)
    for each in order:
        beats = length * each
        if beats.denominator == 1 and 1 <= beats <= most:
            return Meter(int(beats), each)
    return None
