"""Where played notes were meant to begin: on the beats and their parts, as a person would write them.

The likeliest row of places is sought, as the best path through those near each note (dynamic programming;
the idea of Cemgil, Desain & Kappen, *Rhythm Quantization for Transcription*, Computer Music Journal, 2000):
places that subdivide the beat more cost more, so do changes between halves and thirds, and so does moving a
note.
"""

from __future__ import annotations

from cmath import exp, phase
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, inf, pi
from statistics import median
from typing import NamedTuple

BEAT = 24  # places in a quarter note: 3 is a 1/32, 8 a third
WHOLE = 4 * BEAT
SHORTEST = 3
HALVES, THIRDS = 0, 1  # families of places
_HALVES = {0: 0.0, 12: 0.3, 6: 1.2, 18: 1.2, 3: 4.5, 9: 4.5, 15: 4.5, 21: 4.5}  # what a place in a beat costs
_THIRDS = {0: 0.0, 8: 0.3, 16: 0.3, 4: 2.5, 12: 2.5, 20: 2.5}
_IN_COMPOUND = 3.0  # what thirds of a quarter cost where three eighths are a beat
_TO_THIRDS, _TO_HALVES, _WITHIN_BEAT, _TOO_SHORT, _TIED = 3.0, 1.0, 4.0, 8.0, 0.7
_UNLIKELY = 9.0  # dearer than the cheapest place by as much, and it is not looked at
_PLAIN = {3, 4, 6, 8, 12, 16, 18, 24, 32, 36, 48, 72}  # lengths that take one note
_SPREAD_S, _LEAST_S, _MOST_S = 0.02, 0.006, 0.04  # standard deviation of a player's timing
_ENOUGH = 12  # notes to tell a player's habits from
_IN_PHASE = 0.5  # of notes, 0..1, from which they are on a grid
_LATE_S = 0.004  # a smaller habit is none


@dataclass(frozen=True)
class Onset:
    """When a note was struck: in places (fractions of them too), with the seconds that a place lasts there.

    `written`: where it stands if a program put it there, in places. `compound`: three eighths are a beat.
    """

    at: float
    place_s: float
    written: Fraction | None = None
    compound: bool = False


class Place(NamedTuple):
    """Where a note may stand, and what that costs."""

    at: Fraction | int
    cost: float = 0.0
    family: int = HALVES


class Habit(NamedTuple):
    """How somebody plays: how late on the whole, and how unsteadily."""

    late_s: float = 0.0
    spread_s: float = _SPREAD_S


def place_starts(onsets: Sequence[Onset], grid: Fraction | None = None) -> tuple[list[Fraction], float]:
    """Places of the notes in whole notes, each later than the one before; and how late on the whole they were
    played, in seconds.

    `grid`, in whole notes: the only places there are.
    """
    played = [i for i, onset in enumerate(onsets) if onset.written is None]
    habit = Habit()
    if len(played) >= _ENOUGH:
        habit = Habit(_lateness_s([onsets[i] for i in played]))
    places = _path(onsets, habit, grid)
    if len(played) >= _ENOUGH:
        late = [float(onsets[i].at - places[i]) * onsets[i].place_s for i in played]
        middle = median(late)
        spread_s = 1.48 * median(abs(one - middle) for one in late)
        habit = Habit(middle if abs(middle) > _LATE_S else 0.0, min(max(spread_s, _LEAST_S), _MOST_S))
        places = _path(onsets, habit, grid)
    return [Fraction(place) / WHOLE for place in places], habit.late_s


def _lateness_s(onsets: Sequence[Onset]) -> float:
    """How late notes are on the whole against eighths, or else sixteenths, from the mean of their phases."""
    place_s = median(onset.place_s for onset in onsets)
    for period in (12, 6):
        mean = sum(exp(2j * pi * onset.at / period) for onset in onsets) / len(onsets)
        if abs(mean) >= _IN_PHASE:
            return phase(mean) / (2 * pi) * period * place_s
    return 0.0


def _path(onsets: Sequence[Onset], habit: Habit, grid: Fraction | None) -> list[Fraction | int]:
    """The cheapest row of places."""
    choices = [_likely(_near(onset, habit, grid), onset, habit) for onset in onsets]
    choices = _ascending(choices, grid * WHOLE if grid else SHORTEST)
    costs = [place.cost for place in choices[0]]
    back: list[list[int]] = []
    for before, places in pairwise(choices):
        reached, came = _step(before, costs, places, grid is None)
        costs = [cost + place.cost for cost, place in zip(reached, places, strict=True)]
        back.append(came)
    last = min(range(len(costs)), key=costs.__getitem__)
    path = [last]
    for came in reversed(back):
        path.append(came[path[-1]])
    return [places[i].at for places, i in zip(choices, reversed(path), strict=True)]


def _likely(places: Sequence[Place], onset: Onset, habit: Habit) -> list[Place]:
    """The places with what the note is moved by counted in, without those far dearer than another."""
    if onset.written is not None:
        return list(places)
    sounded = onset.at - habit.late_s / onset.place_s
    unit = onset.place_s / habit.spread_s
    moved = [one._replace(cost=one.cost + ((sounded - float(one.at)) * unit) ** 2 / 2) for one in places]
    most = min(one.cost for one in moved) + _UNLIKELY
    return [one for one in moved if one.cost <= most]


def _step(
    before: Sequence[Place], costs: Sequence[float], places: Sequence[Place], free: bool
) -> tuple[list[float], list[int]]:
    """The least that it costs to come to each place, and from which of those before."""
    reached, came = [], []
    for place in places:
        best, source = inf, 0
        for i, (one, cost) in enumerate(zip(before, costs, strict=True)):
            if one.at < place.at and cost < best:
                total = cost + (_between(one, place) if free else 0.0)
                if total < best:
                    best, source = total, i
        reached.append(best)
        came.append(source)
    return reached, came


def _between(one: Place, other: Place) -> float:
    """What two places cost next to each other."""
    length = other.at - one.at
    cost = 0.0 if length in _PLAIN or length > WHOLE else _TIED
    if length < SHORTEST:
        cost += _TOO_SHORT
    if one.family != other.family:
        cost += _TO_THIRDS if other.family == THIRDS else _TO_HALVES
        if one.at // BEAT == other.at // BEAT and one.at % BEAT:
            cost += _WITHIN_BEAT
    return cost


def _near(onset: Onset, habit: Habit, grid: Fraction | None) -> list[Place]:
    """Where a note may stand, in order."""
    if grid is not None:
        step = grid * WHOLE
        down = floor(onset.at / float(step))
        return [Place(max(down, 0) * step), Place((max(down, 0) + 1) * step)]
    if onset.written is not None:
        return [Place(onset.written, 0.0, family) for family in (HALVES, THIRDS)]
    sounded = max(onset.at - habit.late_s / onset.place_s, 0.0)
    found: dict[tuple[int, int], float] = {}
    for family, steps, costs in ((HALVES, (3, 6, 12), _HALVES), (THIRDS, (4, 8), _THIRDS)):
        extra = _IN_COMPOUND if family == THIRDS and onset.compound else 0.0
        for step in steps:
            for at in (floor(sounded / step) * step, ceil(sounded / step) * step):
                found[at, family] = costs[at % BEAT] + extra
    return [Place(at, cost, family) for (at, family), cost in sorted(found.items())]


def _ascending(choices: list[list[Place]], step: Fraction | int) -> list[list[Place]]:
    """The same, with places added where notes are so near that some would find none behind the one before."""
    earliest: Fraction | int = -1
    for places in choices:
        if places[-1].at <= earliest:
            places.append(Place(earliest + step, _TOO_SHORT))
        earliest = min(place.at for place in places if place.at > earliest)
    return choices
