"""Where many small steps of a tempo are one ritardando or accelerando."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import log, log2
from typing import NamedTuple

from pychang.score.tempo import FASTEST, SLOWEST

FEWEST, MOST = 3, 512  # steps that make a ramp
LONGEST_STEP = Fraction(1, 2)  # in whole notes
SLIP_S = 0.03  # how far a ramp may be from the steps that it stands for
CROOKED_S = 0.004  # what it counts for, each time that the whole note is halved

Step = tuple[Fraction, float]  # where, and quarter notes a minute from there on


class Ramp(NamedTuple):
    """From `start` to `end` the tempo goes evenly to `aim`; `last`: the index of its last step."""

    start: Fraction
    end: Fraction
    aim: float
    last: int


def find_ramp(steps: Sequence[Step], first: int, last: int, floor: Fraction) -> Ramp | None:
    """The ramp of a run of steps, not starting before `floor`; None if there is none.

    A ramp that bends is given as far as it is straight, and its rest when it is asked for.
    """
    while last - first + 1 >= FEWEST:
        costs = [(*_cost(steps, first, ramp), ramp) for ramp in _shapes(steps, first, last, floor)]
        near = [(cost, ramp) for cost, slip_s, ramp in costs if slip_s <= SLIP_S]
        if near:
            return min(near)[1]
        last = first + (last - first) // 2
    return None


def run_of(steps: Sequence[Step], first: int) -> int:
    """The last of the steps that go one way from `first` on, none of them long."""
    falling = steps[first][1] < steps[first - 1][1]
    last = first
    while last + 1 < min(len(steps), first + MOST):
        (here, tempo), (there, following) = steps[last], steps[last + 1]
        if there - here > LONGEST_STEP or (following < tempo) != falling:
            break
        last += 1
    return last


def _shapes(steps: Sequence[Step], first: int, last: int, floor: Fraction) -> Iterator[Ramp]:
    """Ways in which the steps may stand for a ramp: each for its beginning, its middle or its end."""
    opening, closing = steps[first + 1][0] - steps[first][0], steps[last][0] - steps[last - 1][0]
    aim, before = steps[last][1], steps[last - 1][1]
    here = steps[last][0]
    until = here + closing if last + 1 == len(steps) else min(here + closing, steps[last + 1][0])
    for start in (steps[first][0], steps[first][0] - opening):
        if start >= max(floor, steps[first - 1][0]):
            yield Ramp(start, here, aim, last)
            for more in (0.0, 0.5, 1.0):
                for digits in (0, 1):
                    tempo = min(max(round(aim + more * (aim - before), digits), SLOWEST), FASTEST)
                    yield Ramp(start, until, tempo, last)


def _cost(steps: Sequence[Step], first: int, ramp: Ramp) -> tuple[float, float]:
    """How far off a ramp is, more for one between the beats or to an odd tempo; and how far alone."""
    slip_s = _slip_s(steps, first, ramp)
    crooked = log2(ramp.start.denominator) + log2(ramp.end.denominator)
    return slip_s + CROOKED_S * (crooked + 4 * (ramp.aim % 1 != 0)), slip_s


def _slip_s(steps: Sequence[Step], first: int, ramp: Ramp) -> float:
    """How far apart in time the ramp and the steps are at most, at any step and at its end."""
    here, tempo = ramp.start, steps[first - 1][1]
    stepped, most = 0.0, 0.0
    for place, after in (*steps[first : ramp.last + 1], (ramp.end, 0.0)):
        stepped += float(place - here) * 240 / tempo
        most = max(most, abs(stepped - _ramp_s(ramp, steps[first - 1][1], place)))
        here, tempo = place, after
    return most


def _ramp_s(ramp: Ramp, tempo: float, place: Fraction) -> float:
    """Seconds from a ramp's start, where `tempo` is, to a place in it."""
    slope = (ramp.aim - tempo) / float(ramp.end - ramp.start)
    return 240 / slope * log((tempo + slope * float(place - ramp.start)) / tempo)
