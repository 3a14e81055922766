"""What is written of a part in a bar: notes and rests with their values, tied where it takes several."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pychang.convert.musicxml.write_grid import Grid, grid_of
from pychang.convert.musicxml.write_page import PageBar
from pychang.convert.musicxml.write_tuplets import Tuplet, tuplets
from pychang.convert.musicxml.write_values import Value, tuplet_grid, values
from pychang.convert.sheet import Tone


@dataclass(frozen=True)
class Piece:
    """A note or rest as it is written, in time on the page.

    `tone`: its place among the part's tones, None: a rest. `is_first`, `is_last`: whether the tone begins or
    ends with it; else it is tied. `value` None: a rest for all of the bar. `opens_tuplet`, `closes_tuplet`.
    """

    start: Fraction
    duration: Fraction
    value: Value | None
    tone: int | None = None
    is_first: bool = True
    is_last: bool = True
    tuplet: Tuplet | None = None
    opens_tuplet: bool = False
    closes_tuplet: bool = False

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True)
class _Span:
    """A stretch of a bar in the meter's time, with the tone that sounds there."""

    start: Fraction
    end: Fraction
    tone: int | None


def pieces_of(
    bars: Sequence[PageBar], tones: Sequence[Tone], cuts: Sequence[Fraction]
) -> tuple[tuple[Piece, ...], ...]:
    """What is written in each bar. `cuts`: where something is said, so that what sounds there is tied."""
    starts = [tone.start for tone in tones]
    return tuple(_in_bar(bar, list(_spans(bar, tones, starts, cuts)), tones) for bar in bars)


def _in_bar(bar: PageBar, spans: Sequence[_Span], tones: Sequence[Tone]) -> tuple[Piece, ...]:
    if len(spans) == 1 and spans[0].tone is None and bar.duration == bar.meter.length:
        return (Piece(bar.start, bar.duration, None),)
    places = [spans[0].start, *(span.end for span in spans)]
    found = list(tuplets(places))
    moved = bar.start - bar.shift
    return tuple(
        Piece(
            start + moved,
            duration,
            value,
            span.tone,
            span.tone is not None and tones[span.tone].start == start + moved,
            span.tone is not None and tones[span.tone].end == start + duration + moved,
            tuplet,
            tuplet is not None and start == max(tuplet.start, places[0]),
            tuplet is not None and start + duration == min(tuplet.end, places[-1]),
        )
        for span, tuplet in _cut(spans, found)
        for start, duration, value in _written(span, tuplet, grid_of(bar.meter))
    )


def _spans(
    bar: PageBar, tones: Sequence[Tone], starts: Sequence[Fraction], cuts: Sequence[Fraction]
) -> Iterator[_Span]:
    """What sounds in a bar, and the rests between, cut at the `cuts`."""
    inside = cuts[bisect_right(cuts, bar.start) : bisect_left(cuts, bar.end)]
    moved = bar.shift - bar.start
    for start, end, tone in _sounding(bar, tones, starts):
        borders = (start, *(cut for cut in inside if start < cut < end), end)
        for first, last in pairwise(borders):
            yield _Span(first + moved, last + moved, tone)


def _sounding(
    bar: PageBar, tones: Sequence[Tone], starts: Sequence[Fraction]
) -> Iterator[tuple[Fraction, Fraction, int | None]]:
    """The tones that sound in a bar, by their places, and None for rests; from when to when."""
    now = bar.start
    for place in range(max(bisect_right(starts, bar.start) - 1, 0), bisect_left(starts, bar.end)):
        start, end = max(tones[place].start, bar.start), min(tones[place].end, bar.end)
        if end <= start:
            continue
        if now < start:
            yield now, start, None
        yield start, end, place
        now = end
    if now < bar.end:
        yield now, bar.end, None


def _cut(spans: Iterable[_Span], found: Sequence[Tuplet]) -> Iterator[tuple[_Span, Tuplet | None]]:
    """The spans cut where a tuplet begins or ends, each with the tuplet that it is in."""
    for span in spans:
        now = span.start
        for tuplet in found:
            if tuplet.end <= now or tuplet.start >= span.end:
                continue
            if now < tuplet.start:
                yield _Span(now, tuplet.start, span.tone), None
            yield _Span(max(now, tuplet.start), min(span.end, tuplet.end), span.tone), tuplet
            now = min(span.end, tuplet.end)
        if now < span.end:
            yield _Span(now, span.end, span.tone), None


def _written(span: _Span, tuplet: Tuplet | None, grid: Grid) -> Iterator[tuple[Fraction, Fraction, Value]]:
    """The values of a span: where they begin in the bar, how long they last there."""
    if tuplet is None:
        start = span.start
        for value in values(span.start, span.end, grid, span.tone is None):
            yield start, value.length, value
            start += value.length
        return
    within = tuplet_grid(tuplet.written(tuplet.end), tuplet.unit)
    start = span.start
    for value in values(tuplet.written(span.start), tuplet.written(span.end), within):
        duration = value.length * tuplet.normal / tuplet.actual
        yield start, duration, value
        start += duration
