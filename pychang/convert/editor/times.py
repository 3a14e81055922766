"""From ticks to written time: what lies on a usual grid comes in exactly, the rest is moved to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pychang.convert.editor.project import WHOLE

_STRICT = (10, 15, 24)  # ticks: 1/192, 1/128 and 1/80 of a whole note
_STRICT_TUPLETS = (28, 56, 36, 72)  # parts of a whole note that are no whole ticks
CLEAN = 0.9  # so much on those, and a file was drawn on a grid
_DENOMINATORS = sorted(
    {m << k for m in (1, 3, 5, 7, 9, 15, 21) for k in range(7) if m << k <= 96},
)
_FINE = (Fraction(1, 64), Fraction(1, 48))  # where the few go that lie on none
_PLAYED = (Fraction(1, 32), Fraction(1, 24))  # where all go that somebody played
SMALL_GAP = 8  # ticks, after which no rest is meant
PLAYED_GAP = 60


@dataclass(frozen=True)
class Grid:
    """How ticks become written time. `steps`: the grids that a tick moves to; `is_exact`: usual ones stay."""

    steps: tuple[Fraction, ...]
    is_exact: bool

    @classmethod
    def of(cls, ticks: Iterable[int], asked: Fraction | None = None) -> Grid:
        if asked:
            return cls((asked,), False)
        known = list(ticks)
        clean = sum(_is_strict(tick) for tick in known) >= CLEAN * len(known)
        return cls(_FINE, True) if clean else cls(_PLAYED, False)

    def place(self, tick: int) -> Fraction:
        usual = _usual(tick) if self.is_exact else None
        return usual if usual is not None else self.nearest(Fraction(tick, WHOLE))

    def nearest(self, at: Fraction) -> Fraction:
        return min((round(at / step) * step for step in self.steps), key=lambda one: abs(one - at))

    @property
    def gap(self) -> int:
        return SMALL_GAP if self.is_exact else PLAYED_GAP


@dataclass(frozen=True)
class Moved:
    """How many notes were moved, by how many ticks at most, and where the first of them is."""

    notes: int = 0
    ticks: int = 0
    first: Fraction = Fraction(0)


def placed(spans: Sequence[tuple[int, int]], grid: Grid) -> tuple[list[tuple[Fraction, Fraction]], Moved]:
    """Spans that follow one another, in written time; each keeps some length."""
    found: list[tuple[Fraction, Fraction]] = []
    least = min(grid.steps)
    moved: list[tuple[int, Fraction]] = []
    before = Fraction(0)
    for (start, end), after in zip(spans, [*spans[1:], None], strict=True):
        closed = after[0] if after and 0 < after[0] - end <= grid.gap else end
        here = max(grid.place(start), before)
        there = max(grid.place(closed), here + (Fraction(0) if grid.place(closed) > here else least))
        by = max(abs(here * WHOLE - start), abs(there * WHOLE - closed))
        if by >= 1:
            moved.append((round(by), here))
        found.append((here, there))
        before = there
    if not moved:
        return found, Moved()
    return found, Moved(len(moved), max(by for by, _ in moved), moved[0][1])


def _is_strict(tick: int) -> bool:
    return any(tick % step == 0 for step in _STRICT) or any(
        _nearest_tick(tick, parts) == tick for parts in _STRICT_TUPLETS
    )


def _nearest_tick(tick: int, parts: int) -> int:
    return round(Fraction(round(Fraction(tick * parts, WHOLE)) * WHOLE, parts))


@lru_cache(maxsize=4096)
def _within(tick: int) -> Fraction | None:
    """The simplest usual fraction that this many ticks of a whole note stand for."""
    for parts in _DENOMINATORS:
        if _nearest_tick(tick, parts) == tick:
            return Fraction(round(Fraction(tick * parts, WHOLE)), parts)
    return Fraction(tick, WHOLE) if any(tick % step == 0 for step in _STRICT) else None


def _usual(tick: int) -> Fraction | None:
    wholes, rest = divmod(tick, WHOLE)
    within = _within(rest)
    return None if within is None else wholes + within
