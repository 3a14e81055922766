"""The sections of one name in all parts, as they run side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pychang.diagnostic import Diagnostic
from pychang.language.syntax import PartBlock
from pychang.score.model import TempoPoint
from pychang.score.settings import Settings
from pychang.score.staff import Staff


@dataclass(frozen=True)
class MeasuredPart:
    """A part with its sections by name, and what is wrong in it."""

    block: PartBlock
    settings: Settings
    staves: dict[str, Staff]
    mistakes: tuple[Diagnostic, ...]

    @property
    def damaged(self) -> bool:
        """Some note of it could not be read."""
        return any(line.damaged for staff in self.staves.values() for line in staff.lines)


@dataclass(frozen=True)
class Together:
    """One entry a part in `staves`, None for a part that has no section of the name."""

    staves: tuple[Staff | None, ...]

    @classmethod
    def of(cls, parts: Sequence[MeasuredPart], title: str) -> Together:
        return cls(tuple(part.staves.get(title) for part in parts))

    @cached_property
    def sung(self) -> tuple[Staff, ...]:
        return tuple(staff for staff in self.staves if staff is not None)

    @cached_property
    def duration(self) -> Fraction:
        """As long as the longest."""
        return max((staff.duration for staff in self.sung), default=Fraction(0))

    @cached_property
    def leader(self) -> Staff:
        """The first that says a tempo of its own, or else the first: all follow its tempo."""
        return next((staff for staff in self.sung if staff.sets_tempo), self.sung[0])

    @property
    def tempo(self) -> tuple[TempoPoint, ...]:
        return self.leader.tempo if self.sung else ()
