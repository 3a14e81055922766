"""Tempo, meters and places of a sheet, as OpenUtau counts them: ticks of 1/480 of a quarter, and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from pychang.convert.editor.project import WHOLE
from pychang.convert.meters import meter_lasting
from pychang.convert.sheet import Bar
from pychang.score.model import TempoMap, TempoPoint
from pychang.score.settings import Meter

STEP = Fraction(1, 8)  # a gradual change of tempo is written in such steps


def ticks(position: Fraction) -> int:
    """The tick nearest to a place in whole notes."""
    return round(position * WHOLE)


def tempos(points: Sequence[TempoPoint]) -> Iterator[tuple[int, float]]:
    """Changes of tempo in ticks; every step of a gradual one takes as long as it is sung."""
    clock = TempoMap.of(points)
    for point, after in pairwise([*points, None]):
        if point is None or (after is not None and after.position == point.position):
            continue
        if after is None or not after.ramp:
            yield ticks(point.position), point.quarters_per_minute
            continue
        now = point.position
        while now < after.position:
            end = min(now + STEP, after.position)
            seconds = clock.seconds(end) - clock.seconds(now)
            yield ticks(now), round(240 * float(end - now) / seconds, 4)
            now = end


def signatures(bars: Sequence[Bar]) -> Iterator[tuple[int, Meter]]:
    """Changes of meter and the bars, from 0, where they begin; a short bar is one of another meter."""
    before: Meter | None = None
    for number, bar in enumerate(bars):
        meter = _meter(bar)
        if meter != before:
            yield number, meter
        before = meter


def _meter(bar: Bar) -> Meter:
    if bar.duration == bar.meter.length:
        return bar.meter
    return meter_lasting(bar.duration, bar.meter.unit) or bar.meter
