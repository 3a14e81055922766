"""Dynamics and hairpins of a section, as points in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pychang.score.model import DynamicPoint

LEVELS_DB = {"ppp": -18.0, "pp": -13.0, "p": -8.0, "mp": -4.0, "mf": 0.0, "f": 4.0, "ff": 7.0, "fff": 10.0}
"""What a mark means, with mf at 0: a trained singer's span from pp to ff is about 20 dB."""

BEGINNING = "mf"  # what every section starts with
STEP_DB = 4.0  # a hairpin with no dynamic to go to
HAIRPINS = {"<": 1, ">": -1}


def points(marks: Iterable[tuple[Fraction, str]], end: Fraction) -> Iterator[DynamicPoint]:
    """The points of one section, from 0 to `end`; a section starts at mf. Marks of the tempo are passed over.

    A hairpin reaches the next dynamic where that stands. If there is none before the section's end (or
    the next hairpin), or if it lies the other way (`@< … @p`: suddenly soft), it goes one step.
    """
    level = LEVELS_DB[BEGINNING]
    hairpin = 0
    yield DynamicPoint(Fraction(0), level)
    ours = [(position, name) for position, name in marks if name in LEVELS_DB or name in HAIRPINS]
    for position, name in [*ours, (end, "")]:
        aim = LEVELS_DB.get(name)
        if hairpin:
            reached = _reached(level, hairpin, aim)
            yield DynamicPoint(position, reached, ramp=True)
            level = reached
        hairpin = HAIRPINS.get(name, 0)
        if hairpin or (aim is not None and aim != level):
            level = level if aim is None else aim
            yield DynamicPoint(position, level)


def _reached(level: float, direction: int, aim: float | None) -> float:
    if aim is None or (aim - level) * direction <= 0:
        return level + direction * STEP_DB
    return aim
