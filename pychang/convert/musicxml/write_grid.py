"""The grid of a meter: how strong each place in the bar is, which is what note values must let be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from pychang.score.settings import Meter

MANY = 64
FINEST = 14  # halvings of a unit, behind which nothing is told apart


@dataclass(frozen=True)
class Grid:
    """Borders by strength, from 0, the barline; `borders` has those of each level that is above the units.

    Below the units they are halved again and again. `beat`: the level of beats that have three units (6/8),
    None where beats are halved.
    """

    length: Fraction
    unit: Fraction
    borders: tuple[tuple[Fraction, ...], ...]
    beat: int | None = None

    def level(self, position: Fraction) -> int:
        """How strong a place is; 0 is the strongest."""
        inside = position % self.length
        for level, places in enumerate(self.borders):
            if inside in places:
                return level
        return len(self.borders) + ((inside / self.unit).denominator - 1).bit_length()

    def strongest(self, start: Fraction, end: Fraction) -> tuple[int, tuple[Fraction, ...]]:
        """The strongest borders strictly between two places, and their level."""
        bars = range(int(start // self.length), int(-(-end // self.length)))
        for level, places in enumerate(self.borders):
            inside = tuple(
                at for bar in bars for one in places if start < (at := bar * self.length + one) < end
            )
            if inside:
                return level, inside
        for halvings in range(FINEST):
            inside = _multiples(self.unit / 2**halvings, start, end)
            if inside:
                return len(self.borders) + halvings, inside
        return len(self.borders) + FINEST, ()


def _multiples(step: Fraction, start: Fraction, end: Fraction) -> tuple[Fraction, ...]:
    """Those strictly between two places; of very many, those 1, 2, 4, 8 … behind the first place."""
    before, last = int(start // step), int(-(-end // step)) - 1
    count = last - before
    by = range(1, count + 1) if count <= MANY else (2**i for i in range(count.bit_length()))
    return tuple(step * (before + i) for i in by)


@lru_cache(maxsize=256)
def grid_of(meter: Meter) -> Grid:
    """A meter's grid: 4/4 in halves and quarters, 6/8 in dotted beats, 5/4 as 3 + 2, 7/8 as 2 + 2 + 3."""
    unit = Fraction(1, meter.unit)
    compound = meter.beats % 3 == 0 and meter.beats > 3
    beat, beats = (3 * unit, meter.beats // 3) if compound else (unit, meter.beats)
    levels = [*_groups(beats), *([range(beats)] if compound else [])]
    borders = [tuple(beat * place for place in level) for level in levels]
    return Grid(meter.length, unit, tuple(borders), len(levels) - 1 if compound else None)


def _groups(beats: int) -> list[Sequence[int]]:
    """The beats of a bar that begin something, by level."""
    levels: list[Sequence[int]] = [[0]]
    size = beats
    while size > 2 and size % 2 == 0:
        size //= 2
        levels.append(range(0, beats, size))
    if size > 3:  # 5, 7, 11 …: in twos, and a three: 3 + 2, 2 + 2 + 3
        within = [3, 2] if size == 5 else [2] * (size // 2 - 1) + [3]
        starts = list(accumulate(within, initial=0))[:-1]
        levels.append([part + start for part in range(0, beats, size) for start in starts])
    return levels
