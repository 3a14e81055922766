"""The loudness that is drawn over notes, as dynamics where its steps are ours, else as each note's level."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import log10

from pychang.convert.editor.project import DrawnNote
from pychang.score.dynamics import LEVELS_DB

NEAR_DB = 0.15
LEAST_DB = 1.0  # what is less is not heard as another loudness
LOUDEST_DB = 24.0
SUDDEN = 20  # ticks; a change that takes longer is a hairpin


@dataclass(frozen=True)
class Curve:
    """Values at ticks, joined by straight lines; 0 outside."""

    ticks: tuple[int, ...]
    values: tuple[float, ...]

    def at(self, tick: float) -> float:
        i = bisect_right(self.ticks, tick)
        if not i or i == len(self.ticks):
            return self.values[-1] if i and self.ticks[-1] == tick else 0.0
        share = (tick - self.ticks[i - 1]) / (self.ticks[i] - self.ticks[i - 1])
        return self.values[i - 1] + share * (self.values[i] - self.values[i - 1])

    def between(self, start: int, end: int) -> list[tuple[int, float]]:
        """The points from `start` to `end`, with both."""
        inside = slice(bisect_right(self.ticks, start), bisect_right(self.ticks, end - 1))
        own = zip(self.ticks[inside], self.values[inside], strict=True)
        return [(start, self.at(start)), *own, (end, self.at(end))]


def marks_of(curve: Curve) -> tuple[tuple[int, str], ...] | None:
    """Dynamics and hairpins of a curve in dB; None where it stands at other levels than those of marks."""
    points = _corners([(0, 0.0), *zip(curve.ticks, curve.values, strict=True)])
    named = [(tick, _mark(value)) for tick, value in points]
    if any(name is None for _, name in named):
        return None
    stretches = [list(group) for _, group in groupby(named, key=lambda one: one[1])]
    marks = [mark for before, after in pairwise(stretches) for mark in _change(before[-1], after[0])]
    following = [tick for tick, _ in marks[1:]]
    return tuple(
        (tick + (after == tick + 1), name)  # what is reached a tick before a sudden change is reached there
        for (tick, name), after in zip(marks, [*following, None], strict=False)
    )


def _corners(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The points without those on a straight line between their neighbours."""
    kept: list[tuple[int, float]] = []
    for point in points:
        while len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_between(one: tuple[int, float], point: tuple[int, float], other: tuple[int, float]) -> bool:
    share = (point[0] - one[0]) / max(other[0] - one[0], 1)
    return abs(one[1] + share * (other[1] - one[1]) - point[1]) < NEAR_DB


def _change(before: tuple[int, str], after: tuple[int, str]) -> Iterator[tuple[int, str]]:
    if after[0] - before[0] > SUDDEN:
        yield before[0], "<" if LEVELS_DB[after[1]] > LEVELS_DB[before[1]] else ">"
    yield after


def _mark(value: float) -> str | None:
    return next((name for name, level in LEVELS_DB.items() if abs(level - value) <= NEAR_DB), None)


def with_levels(notes: Sequence[DrawnNote], curve: Curve) -> tuple[DrawnNote, ...]:
    """Each note with its own mean level."""
    return tuple(_louder(note, curve) for note in notes)


def _louder(note: DrawnNote, curve: Curve) -> DrawnNote:
    points = curve.between(note.start, note.end)
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    return with_level(note, area / max(note.end - note.start, 1))


def with_volume(note: DrawnNote, percent: float) -> DrawnNote:
    """The note with a volume of which 100 is the usual one."""
    return with_level(note, 20 * log10(percent / 100)) if percent > 0 else note


def with_level(note: DrawnNote, level_db: float) -> DrawnNote:
    """The note with its level, if that can be heard."""
    if abs(level_db) < LEAST_DB:
        return note
    inside = round(min(max(level_db, -LOUDEST_DB), LOUDEST_DB), 1)
    return replace(note, expression=replace(note.expression, level_db=inside))
