"""How loud a part is, as a MIDI file can say it: velocities for what is written, expression for hairpins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pychang.convert.midi.velocities import VELOCITIES
from pychang.convert.sheet import Dynamic, SheetPart, Tone
from pychang.score.dynamics import BEGINNING, LEVELS_DB, points
from pychang.score.model import DynamicPoint

ACCENT = 12  # added to the velocity
STEP = Fraction(1, 32)  # how often a hairpin is heard to change
FULL = 127


@dataclass(frozen=True)
class Levels:
    """The dynamics of one part up to `end`.

    A tone's velocity is that of the last mark before it. What a hairpin adds while it sounds is its
    expression (controller 11), which lies below full where that leaves room to grow.
    """

    dynamics: tuple[Dynamic, ...]
    end: Fraction

    @classmethod
    def of(cls, part: SheetPart, end: Fraction) -> Levels:
        return cls(part.dynamics, end)

    def velocity(self, tone: Tone) -> int:
        """1 … 127."""
        louder_db = tone.expression.level_db
        velocity = _velocity(self._written_db(tone.start) + louder_db) + ACCENT * tone.expression.accent
        return min(max(round(velocity), 1), FULL)

    def expression(self, tones: Sequence[Tone]) -> Iterator[tuple[Fraction, int]]:
        """Where the expression becomes which value of controller 11; nothing where no hairpin is."""
        if not any(mark.mark not in LEVELS_DB for mark in self.dynamics):
            return
        curve = [one for tone in tones for one in self._shares(tone)]
        most = max((share for _, share in curve), default=1.0)
        room = FULL / max(most, 1.0)
        before = -1
        for position, share in curve:
            value = min(max(round(room * share), 1), FULL)
            if value != before:
                yield position, value
            before = value

    def _shares(self, tone: Tone) -> Iterator[tuple[Fraction, float]]:
        """How loud a tone is against what its velocity says, from its start to its end."""
        written = _velocity(self._written_db(tone.start))
        now = tone.start
        while now < tone.end:
            yield now, _velocity(self._level_db(now)) / written
            now += STEP

    def _written_db(self, position: Fraction) -> float:
        """The level of the last mark."""
        before = bisect_right(self._marked, position, key=lambda mark: mark.position)
        return LEVELS_DB[self._marked[before - 1].mark if before else BEGINNING]

    def _level_db(self, position: Fraction) -> float:
        """With hairpins."""
        after = bisect_right(self._points, position, key=lambda point: point.position)
        here = self._points[after - 1]
        coming = self._points[after] if after < len(self._points) else None
        if coming is None or not coming.ramp:
            return here.level_db
        share = float((position - here.position) / (coming.position - here.position))
        return here.level_db + share * (coming.level_db - here.level_db)

    @cached_property
    def _marked(self) -> tuple[Dynamic, ...]:
        return tuple(mark for mark in self.dynamics if mark.mark in LEVELS_DB)

    @cached_property
    def _points(self) -> tuple[DynamicPoint, ...]:
        return tuple(points([(mark.position, mark.mark) for mark in self.dynamics], self.end))


def _velocity(level_db: float) -> float:
    """The velocity of a level, between the marks along straight lines; no less than 1."""
    levels, velocities = list(LEVELS_DB.values()), list(VELOCITIES.values())
    i = min(max(bisect_right(levels, level_db), 1), len(levels) - 1)
    slope = (velocities[i] - velocities[i - 1]) / (levels[i] - levels[i - 1])
    return max(velocities[i] + slope * (level_db - levels[i]), 1.0)
