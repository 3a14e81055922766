"""The tempo of a MIDI file as a musician would write it: steps, and ramps where many small steps make one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pychang.convert.midi.tempo_ramp import FEWEST, find_ramp, run_of
from pychang.score.model import TempoPoint
from pychang.score.tempo import FASTEST, SLOWEST, tidy

USUAL = 120.0  # of a file that says none
NOISE = 0.0005  # a smaller change, relative to the tempo, is none
DRIFT_S = 0.04  # how far a tempo may be from one that changes all the time
RESTLESS = 24  # changes, from which a tempo may be one that somebody tapped
TURNS, DIFFERENT, LITTLE = 0.3, 0.7, 0.06  # it is, if as many turn, are of their own, and change no more
_MOST_STEPS = 8000
_MOST_TRIES = 40  # at runs that are no ramps

Step = tuple[Fraction, float]  # where, and quarter notes a minute from there on


class ReadTempo(NamedTuple):
    """`points`: as it is written, `played`: as the file has it. `clamped`: tempos that lay out of range;
    `tapped`: changes that were smoothed."""

    points: tuple[TempoPoint, ...]
    played: tuple[TempoPoint, ...]
    clamped: int = 0
    tapped: int = 0


def read_tempo(events: Sequence[tuple[int, bytes]], ticks: int) -> ReadTempo:
    """The tempo, from set-tempo events in order."""
    exact = {Fraction(0): USUAL}
    for at, data in events[:_MOST_STEPS]:
        if micros := int.from_bytes(data[:3], "big"):
            exact[Fraction(at, 4 * ticks)] = _rounded(micros)
    played = tidy(TempoPoint(*one) for one in sorted(exact.items()))
    clamped = sum(not SLOWEST <= tempo <= FASTEST for tempo in exact.values())
    steps = [(at, min(max(tempo, SLOWEST), FASTEST)) for at, tempo in sorted(exact.items())]
    steps = _without_repeats(steps)
    calm = list(_calmed(steps)) if _is_tapped(steps) else steps
    return ReadTempo(tidy(_points(calm)), played, clamped, len(steps) - len(calm))


def _rounded(micros: int) -> float:
    """Quarter notes a minute with as few decimals as give the same microseconds."""
    exact = 60e6 / micros
    tries = (round(exact, digits) for digits in range(4))
    return next((one for one in tries if one and round(60e6 / one) == micros), exact)


def _without_repeats(steps: Sequence[Step]) -> list[Step]:
    return [steps[0], *(step for before, step in pairwise(steps) if step[1] != before[1])]


def _points(steps: Sequence[Step]) -> Iterator[TempoPoint]:
    """Steps as points: ramps first, then what is left without its noise."""
    here, tempo, floor, tries = 0, 0.0, Fraction(0), 0
    while here < len(steps):
        position, value = steps[here]
        last = run_of(steps, here)
        is_run = last - here + 1 >= FEWEST and tries < _MOST_TRIES
        ramp = find_ramp(steps, here, last, tempo, floor) if is_run else None
        tries += is_run and ramp is None
        if ramp:
            yield TempoPoint(ramp.start, ramp.tempo)
            yield TempoPoint(ramp.end, ramp.aim, ramp=True)
            here, tempo, floor = ramp.last, ramp.aim, ramp.end
        elif not tempo or abs(value - tempo) > NOISE * tempo:
            yield TempoPoint(position, value)
            tempo = value
        here += 1


def _is_tapped(steps: Sequence[Step]) -> bool:
    """Whether the tempo goes a little up and down all the time, as that of a person followed by a machine."""
    if len(steps) < RESTLESS or len({tempo for _, tempo in steps}) < DIFFERENT * len(steps):
        return False
    rises = [after / before for (_, before), (_, after) in pairwise(steps)]
    turns = sum((one > 1) != (other > 1) for one, other in pairwise(rises))
    return turns > TURNS * len(rises) and median(abs(one - 1) for one in rises) < LITTLE


def _calmed(steps: Sequence[Step]) -> Iterator[Step]:
    """As few steps as keep everything within DRIFT_S of where it was."""
    here = 0
    while here < len(steps):
        start, (slowest, fastest) = steps[here][0], (0.0, float("inf"))  # seconds a whole note
        seconds, mean, place = 0.0, 240 / steps[here][1], here
        while place + 1 < len(steps):
            seconds += float(steps[place + 1][0] - steps[place][0]) * 240 / steps[place][1]
            length = float(steps[place + 1][0] - start)
            slowest, fastest = (
                max(slowest, (seconds - DRIFT_S) / length),
                min(fastest, (seconds + DRIFT_S) / length),
            )
            if slowest > fastest:
                break
            mean, place = min(max(seconds / length, slowest), fastest), place + 1
        yield start, round(240 / mean, 1)
        here = max(place, here + 1)
        if place + 1 == len(steps):
            return
