"""Bars as the language allows them: each as long as its meter, but for a section's first and last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pychang.convert.meters import MOST_BEATS, meter_lasting
from pychang.convert.sheet import Bar
from pychang.score.settings import Meter


def written_bars(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The bars of a section with meters that fit them; one that no meter fits is written with the next.

    A first or last bar that is shorter than its neighbour is in its neighbour's meter, as an upbeat is: a
    change of meter would end the line, and with it the word. For the same reason a bar in two halves, as
    notation programs part one at a double bar, is one.
    """
    bars = _with_upbeat(_mended(bars))
    out: list[Bar] = []
    held: Bar | None = None
    for i, bar in enumerate(bars):
        if held is not None:
            bar = Bar(held.start, held.duration + bar.duration, bar.meter)
        at_end = i == len(bars) - 1
        meter = bar.meter if _fits(bar, not out or at_end) else meter_lasting(bar.duration)
        if meter is None and at_end:
            meter = next(one for one in _LARGE if one.length >= bar.duration)
        held = bar if meter is None else None
        if meter is not None:
            out.append(replace(bar, meter=meter))
    return tuple(out)


def _mended(bars: Sequence[Bar]) -> list[Bar]:
    """The same bars, but two that are together as long as their meter are one, unless the first is an
    upbeat."""
    out: list[Bar] = []
    for bar in bars:
        before = out[-1] if len(out) > 1 else None
        if before and before.meter == bar.meter and before.duration + bar.duration == bar.meter.length:
            out[-1] = replace(before, duration=bar.meter.length)
        else:
            out.append(bar)
    return out


def _with_upbeat(bars: Sequence[Bar]) -> list[Bar]:
    out = list(bars)
    for place, beside in ((0, 1), (-1, -2)) if len(out) > 1 else ():
        meter = out[beside].meter
        if out[place].duration < meter.length:
            out[place] = replace(out[place], meter=meter)
    return out


def _fits(bar: Bar, may_be_short: bool) -> bool:
    return bar.duration == bar.meter.length or (may_be_short and bar.duration < bar.meter.length)


_LARGE = tuple(Meter(beats, 1) for beats in range(1, MOST_BEATS + 1))
