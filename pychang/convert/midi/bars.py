"""Bars of a MIDI file: meters from barline to barline, and upbeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pychang.convert.meters import USUAL_METER
from pychang.convert.sheet import Bar, Stretch
from pychang.score.settings import Meter

NEAR = Fraction(1, 32)  # a change as near to a barline is on it
MOST_BARS = 5000


def meter_changes(events: Sequence[tuple[Fraction, Meter]]) -> list[tuple[Fraction, Meter]]:
    """Changes of meter, moved to the barline that they nearly stand on; what is said again is left out.

    One that stands within a bar cuts it short, if it is of another meter or on a sixteenth.
    """
    changes = [(Fraction(0), USUAL_METER)]
    for position, meter in sorted(dict(events).items()):
        start, current = changes[-1]
        near = start + round((position - start) / current.length) * current.length
        if abs(near - position) <= NEAR:
            position = near
        elif meter == current and position.denominator > 16:
            continue
        if position == start:
            changes[-1] = position, meter
        elif meter != current or position != near:
            changes.append((position, meter))
    return changes


def number_of_bars(changes: Sequence[tuple[Fraction, Meter]], end: Fraction) -> Fraction:
    """About how many there would be to `end`."""
    borders = [*changes, (max(end, changes[-1][0]), USUAL_METER)]
    return sum(
        ((there - here) / meter.length + 1 for (here, meter), (there, _) in pairwise(borders)), Fraction(0)
    )


def with_upbeats(bars: Sequence[Bar], sections: Sequence[Stretch]) -> tuple[Bar, ...]:
    """The bars; a shorter one with a meter of its own, at the beginning or the end of a section, is one of
    the meter beside it, cut short."""
    return tuple(bar for section in sections for bar in _of_section(bars, section))


def _of_section(bars: Sequence[Bar], section: Stretch) -> Iterator[Bar]:
    inside = [bar for bar in bars if section.start <= bar.start < section.end]
    for i, bar in enumerate(inside):
        beside = inside[1:2] if i == 0 else inside[-2:-1] if i == len(inside) - 1 else []
        longer = beside and beside[0].meter.length > bar.duration and len(inside) > 2
        yield replace(bar, meter=beside[0].meter) if longer else bar
