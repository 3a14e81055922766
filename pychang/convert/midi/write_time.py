"""Tempo and meter of a sheet, as the events of a MIDI file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from mido import MetaMessage

from pychang.convert.meters import UNITS, meter_lasting
from pychang.convert.midi.grid import Grid
from pychang.convert.sheet import Bar, Sheet
from pychang.score.model import TempoMap, TempoPoint
from pychang.score.settings import Meter

STEP = Fraction(1, 16)  # a ramp changes this often
MICROSECONDS = 1_000_000
CLOCKS_PER_WHOLE = 96
FINEST_UNIT = 64
MOST_BEATS = 255

Timed = tuple[int, MetaMessage]


def tempo_events(sheet: Sheet, grid: Grid) -> Iterator[Timed]:
    """A tempo for each point; a ramp as steps, each of which ends at the right time."""
    return iter(dict(_all_tempos(sheet, grid)).items())  # the last of those on one tick counts


def _all_tempos(sheet: Sheet, grid: Grid) -> Iterator[Timed]:
    for before, point in pairwise((*sheet.tempo, None)):
        if point is not None and point.ramp:
            yield from _steps(sheet, before, point, grid)
        else:
            yield grid.at(before.position), _tempo(round(60 * MICROSECONDS / before.quarters_per_minute))


def _steps(sheet: Sheet, start: TempoPoint, end: TempoPoint, grid: Grid) -> Iterator[Timed]:
    seconds = TempoMap.of(sheet.tempo).seconds
    count = int((end.position - start.position) / STEP)
    inner = (start.position + i * STEP for i in range(count + 1))
    began_s, passed_s = seconds(start.position), 0.0
    for here, there in pairwise((*(one for one in inner if one < end.position), end.position)):
        quarters = (grid.at(there) - grid.at(here)) / grid.per_quarter
        if quarters:
            tempo = round((seconds(there) - began_s - passed_s) / quarters * MICROSECONDS)
            passed_s += tempo * quarters / MICROSECONDS
            yield grid.at(here), _tempo(tempo)


def _tempo(microseconds: int) -> MetaMessage:
    return MetaMessage("set_tempo", tempo=microseconds)


def meter_events(bars: Sequence[Bar], grid: Grid) -> Iterator[Timed]:
    """A time signature where it changes; a bar of another length than its meter's has one of its own.

    Where none is as long as the bar (a triplet's upbeat), its meter begins anew at the next.
    """
    before: Meter | None = None
    for bar in bars:
        meter = _as_long_as(bar)
        if (shown := meter or bar.meter) != before:
            yield grid.at(bar.start), _time_signature(shown)
        before = meter


def _as_long_as(bar: Bar) -> Meter | None:
    if bar.duration == bar.meter.length:
        return bar.meter
    return meter_lasting(bar.duration, bar.meter.unit, (*UNITS, FINEST_UNIT), MOST_BEATS)


def _time_signature(meter: Meter) -> MetaMessage:
    """A click is a beat as it is counted: in 6/8 a dotted quarter."""
    compound = meter.unit >= 8 and meter.beats > 3 and meter.beats % 3 == 0
    click = CLOCKS_PER_WHOLE // meter.unit * (3 if compound else 1)
    return MetaMessage(
        "time_signature",
        numerator=meter.beats,
        denominator=meter.unit,
        clocks_per_click=click,
        notated_32nd_notes_per_beat=8,
    )
