"""The curves of a voice part: loudness from dynamics, bends beside ornaments, breathiness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pychang.convert.sheet import SheetPart, Tone
from pychang.convert.utau.drawn import bends_by_points
from pychang.convert.utau.ustx_time import ticks
from pychang.score.dynamics import points as dynamic_points

Points = list[tuple[int, int]]
_LOUDNESS = (-240, 120)  # tenths of a decibel
_CENTS = (-1200, 1200)
_BREATH = (0, 100)


def curves_of(part: SheetPart) -> Iterator[tuple[str, Points]]:
    """The curves that say something: a name of OpenUtau's and its points, in ticks."""
    end = max((tone.end for tone in part.tones), default=Fraction(0))
    drawn = {
        "dyn": _tidy(_loudness(part, end), _LOUDNESS),
        "pitd": _tidy(_over(_bends(part.tones)), _CENTS),
        "brec": _tidy(_over(_breath(part.tones)), _BREATH),
    }
    yield from ((name, points) for name, points in drawn.items() if any(value for _, value in points))


def _loudness(part: SheetPart, end: Fraction) -> Iterator[tuple[int, float]]:
    """Tenths of a decibel, as the dynamics say."""
    level_db = 0.0
    for point in dynamic_points(((one.position, one.mark) for one in part.dynamics), end):
        if not point.ramp and point.level_db != level_db:
            yield ticks(point.position) - 1, 10 * level_db
        level_db = point.level_db
        yield ticks(point.position), 10 * level_db
    yield ticks(end), 10 * level_db


def _bends(tones: Iterable[Tone]) -> Iterator[tuple[Tone, tuple[float, ...]]]:
    for tone in tones:
        cents = tone.expression.bend_cents
        if cents and not bends_by_points(tone.expression):
            yield tone, cents * 2 if len(cents) == 1 else cents


def _breath(tones: Iterable[Tone]) -> Iterator[tuple[Tone, tuple[float, ...]]]:
    for tone in tones:
        if tone.expression.breathy:
            yield tone, (100 * tone.expression.breathy,) * 2


def _over(drawn: Iterable[tuple[Tone, tuple[float, ...]]]) -> list[tuple[int, float]]:
    """Values spread evenly over tones, to a tick before their ends; 0 beside them."""
    known: dict[int, float] = {}
    edges: list[int] = []
    for tone, values in drawn:
        start, last = ticks(tone.start), ticks(tone.end) - 1
        edges += (start - 1, last + 1)
        known |= {round(start + i * (last - start) / (len(values) - 1)): one for i, one in enumerate(values)}
    return sorted(({edge: 0.0 for edge in edges} | known).items())


def _tidy(points: Iterable[tuple[int, float]], limits: tuple[int, int]) -> Points:
    """In order, in their range, one a tick; without those in the middle of a level stretch."""
    known: dict[int, int] = {}
    for tick, value in points:
        if tick >= 0:
            known[tick] = round(min(max(value, limits[0]), limits[1]))
    found = sorted(known.items())
    return [
        point
        for i, point in enumerate(found)
        if not 0 < i < len(found) - 1 or not found[i - 1][1] == point[1] == found[i + 1][1]
    ]
