"""From ticks to written time: what lies on a usual grid comes in exactly, the rest is moved to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pychang.convert.editor.project import WHOLE

FINEST = 192  # parts of a whole note; of what lies on ticks exactly
FINEST_OF_ALL = 480  # where no tick was played or dragged
_TUPLETS = sorted(m << k for m in (7, 9, 21) for k in range(4) if m << k <= 96)  # which are no whole ticks
CLEAN = 0.9  # so much on those, and a file was drawn on a grid
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
    def of(cls, ticks: Iterable[int], asked: Fraction | None = None, is_exact: bool = False) -> Grid:
        """`asked`: by the user; `is_exact`: no tick is to be moved."""
        if asked:
            return cls((asked,), False)
        if is_exact:
            return cls((Fraction(1, WHOLE),), True)
        known = list(ticks)
        clean = sum(usual(tick) is not None for tick in known) >= CLEAN * len(known)
        return cls(_FINE, True) if clean else cls(_PLAYED, False)

    def place(self, tick: int) -> Fraction:
        finest = FINEST_OF_ALL if self.has_every_tick else FINEST
        found = usual(tick, finest) if self.is_exact else None
        return found if found is not None else self.nearest(Fraction(tick, WHOLE))

    def nearest(self, at: Fraction) -> Fraction:
        return min((round(at / step) * step for step in self.steps), key=lambda one: abs(one - at))

    @property
    def has_every_tick(self) -> bool:
        return self.steps == (Fraction(1, WHOLE),)

    @property
    def gap(self) -> int:
        """Ticks up to which no rest is meant."""
        if self.has_every_tick:
            return 0
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


def usual(tick: int, finest: int = FINEST) -> Fraction | None:
    """The written time that a tick stands for, on one of the usual grids; None where it lies on none."""
    wholes, rest = divmod(tick, WHOLE)
    within = _within(rest, finest)
    return None if within is None else wholes + within


@lru_cache(maxsize=2 * WHOLE)
def _within(tick: int, finest: int) -> Fraction | None:
    exact = Fraction(tick, WHOLE)
    if exact.denominator <= finest:
        return exact
    tuplets = (Fraction(round(exact * parts), parts) for parts in _TUPLETS)
    return next((one for one in tuplets if round(one * WHOLE) == tick), None)
