"""Where many small steps of a tempo are one ritardando or accelerando."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import log, log2
from typing import NamedTuple

from pychang.score.tempo import FASTEST, SLOWEST

FEWEST, MOST = 3, 512  # steps that make a ramp
LONGEST_STEP = Fraction(1, 2)  # in whole notes
EXACT_S, EXACT_SHARE = 0.00002, 0.00003  # how far a ramp may be from steps made from it: and more as it lasts
SLIP_S, MOST_SLIP_S = 0.001, 0.03  # how far from others, for each step, and at most
CROOKED_S = 0.004  # what it counts for, each time that the whole note is halved

Step = tuple[Fraction, float]  # where, and quarter notes a minute from there on


class Ramp(NamedTuple):
    """From `start` to `end` the tempo goes evenly from one to another; `last`: the index of its last step."""

    start: Fraction
    tempo: float
    end: Fraction
    aim: float
    last: int


def find_ramp(steps: Sequence[Step], first: int, last: int, tempo: float, floor: Fraction) -> Ramp | None:
    """The ramp of a run of steps, not starting before `floor`; None if there is none.

    `tempo`: what it was before the run; 0 at the beginning.

    A ramp that bends is given as far as it is straight, and its rest when it is asked for.
    """
    exact = _exact(steps, first, last, tempo)
    if exact or not tempo:
        return exact
    runs_on = (steps[first][1] < tempo) == (steps[first + 1][1] < steps[first][1])
    return _near(steps, first, last, tempo, floor) if runs_on else None


def run_of(steps: Sequence[Step], first: int) -> int:
    """The last of the steps that go one way from `first` on, none of them long."""
    falling = first + 1 < len(steps) and steps[first + 1][1] < steps[first][1]
    last = first
    while last + 1 < min(len(steps), first + MOST):
        (here, tempo), (there, following) = steps[last], steps[last + 1]
        if there - here > LONGEST_STEP or (following < tempo) != falling:
            break
        last += 1
    return last


# ── steps made from a ramp: each lasts as long as its part of the ramp ───────────────────────────


def _exact(steps: Sequence[Step], first: int, last: int, tempo: float) -> Ramp | None:
    """The longest ramp from which the first steps of a run were made, if they were: its parts fit as well."""
    shortest, longest = first + FEWEST - 1, last
    found = _made_from(steps, first, shortest, tempo)
    while found and shortest < longest:
        middle = (shortest + longest + 1) // 2
        if longer := _made_from(steps, first, middle, tempo):
            found, shortest = longer, middle
        else:
            longest = middle - 1
    return found and _rounded(steps, first, found)


def _made_from(steps: Sequence[Step], first: int, last: int, before: float) -> Ramp | None:
    """The ramp from which the steps were made; it may begin with a leap, to a tempo that somebody wrote."""
    (start, here), (_, following) = steps[first], steps[first + 1]
    end = _end_of(steps, last)
    leap = here - (following - here) * float((steps[first + 1][0] - start) / (steps[first + 2][0] - start))
    leaps = (
        [_usable(leap, digits) for digits in range(3)] if abs(leap - before) > abs(following - here) else []
    )
    stepped_s = sum(
        float(there - place) * 240 / tempo
        for (place, tempo), there in zip(
            steps[first : last + 1], (*(at for at, _ in steps[first + 1 : last + 1]), end), strict=True
        )
    )
    for tempo in (before, *leaps) if before else leaps:
        ramp = Ramp(start, tempo, end, _aim(tempo, float(end - start), stepped_s), last)
        if _slip_s(steps, first, ramp) <= EXACT_S + EXACT_SHARE * stepped_s:
            return ramp
    return None


def _end_of(steps: Sequence[Step], last: int) -> Fraction:
    """Where the step ends: at the next, if it is not longer than the one before."""
    end = steps[last][0] + steps[last][0] - steps[last - 1][0]
    return min(end, steps[last + 1][0]) if last + 1 < len(steps) else end


def _aim(tempo: float, length: float, seconds: float) -> float:
    """The tempo that a ramp of a length, in whole notes, comes to if it lasts so long."""
    slowest, fastest = float(SLOWEST), float(FASTEST)
    for _ in range(50):
        middle = (slowest + fastest) / 2
        slow = _even_s(tempo, middle, length, length) > seconds
        slowest, fastest = (middle, fastest) if slow else (slowest, middle)
    return (slowest + fastest) / 2


def _rounded(steps: Sequence[Step], first: int, ramp: Ramp) -> Ramp:
    """The same with as few decimals as make no difference."""
    most_s = 2 * _slip_s(steps, first, ramp) + 5 * EXACT_S
    tries = (ramp._replace(aim=_usable(ramp.aim, digits)) for digits in range(5))
    return next((one for one in tries if _slip_s(steps, first, one) <= most_s), ramp)


def _usable(tempo: float, digits: int) -> float:
    return min(max(round(tempo, digits), SLOWEST), FASTEST)


# ── steps of another making ──────────────────────────────────────────────────────────────────────


def _near(steps: Sequence[Step], first: int, last: int, tempo: float, floor: Fraction) -> Ramp | None:
    """The simplest ramp that keeps near the steps, of as many of them as there is one for."""
    while last - first + 1 >= FEWEST:
        costs = [(*_cost(steps, first, ramp), ramp) for ramp in _shapes(steps, first, last, tempo, floor)]
        most_s = min(SLIP_S * (last - first + 1), MOST_SLIP_S)
        near = [(cost, ramp) for cost, slip_s, ramp in costs if slip_s <= most_s]
        if near:
            return min(near)[1]
        last = first + (last - first) // 2
    return None


def _shapes(steps: Sequence[Step], first: int, last: int, tempo: float, floor: Fraction) -> Iterator[Ramp]:
    """Ways in which the steps may stand for a ramp: each for its beginning, its middle or its end."""
    aim, before = steps[last][1], steps[last - 1][1]
    opening, until = steps[first + 1][0] - steps[first][0], _end_of(steps, last)
    for start in (steps[first][0], steps[first][0] - opening):
        if start >= max(floor, steps[first - 1][0]):
            yield Ramp(start, tempo, steps[last][0], aim, last)
            for more in (0.0, 0.5, 1.0):
                for digits in (0, 1):
                    yield Ramp(start, tempo, until, _usable(aim + more * (aim - before), digits), last)


def _cost(steps: Sequence[Step], first: int, ramp: Ramp) -> tuple[float, float]:
    """How far off a ramp is, more for one between the beats or to an odd tempo; and how far alone."""
    slip_s = _slip_s(steps, first, ramp)
    crooked = log2(ramp.start.denominator) + log2(ramp.end.denominator)
    return slip_s + CROOKED_S * (crooked + 4 * (ramp.aim % 1 != 0)), slip_s


def _slip_s(steps: Sequence[Step], first: int, ramp: Ramp) -> float:
    """How far apart in time the ramp and the steps are at most, at any step and at its end."""
    here, tempo = ramp.start, ramp.tempo
    stepped, most = 0.0, 0.0
    for place, after in (*steps[first : ramp.last + 1], (ramp.end, 0.0)):
        stepped += float(place - here) * 240 / tempo
        length, all_of_it = float(place - ramp.start), float(ramp.end - ramp.start)
        most = max(most, abs(stepped - _even_s(ramp.tempo, ramp.aim, all_of_it, length)))
        here, tempo = place, after
    return most


def _even_s(tempo: float, aim: float, length: float, part: float) -> float:
    """Seconds that a part of a ramp lasts, from its start on; lengths in whole notes."""
    slope = (aim - tempo) / length
    if abs(slope) < 1e-9:
        return 240 * part / tempo
    return 240 / slope * log((tempo + slope * part) / tempo)
