"""Where played notes were meant to end: mostly where the next begins, however early they were let go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from statistics import quantiles

from pychang.convert.midi.starts import BEAT, SHORTEST, WHOLE

_EARLY_S, _LATE_S = 0.08, 0.05  # how far a note is let go before its end, or behind it
_REST = 1.0  # what a rest costs
_IN_WORD = 6.0  # and more of it inside a word, where a gap is how a consonant sounds
_COSTS = {0: 0.0, 12: 0.2, 6: 0.8, 18: 0.8, 8: 0.6, 16: 0.6}  # of a place in the beat
_SHORTEST_REST = 6  # places: a sixteenth
_LEAST_GAP_S, _GAP_S, _GAP_SHARE = (
    0.05,
    0.1,
    0.15,
)  # a usual gap: at least; at most, and of the time to the next
_OPEN = 0.25  # of the time to the next: a shorter gap may be a usual one


@dataclass(frozen=True)
class Sounded:
    """A note that begins at a place, and where it was let go; seconds are those of a place.

    `next_at`: the place where the next begins, and `next_heard` where it was struck; None for the last note.
    `joined`: the next one goes on with its word. `thirds`: places a third of a beat apart are likely.
    """

    at: Fraction
    let_go: float
    place_s: float
    next_at: Fraction | None
    next_heard: float
    joined: bool = False
    thirds: bool = False


def place_ends(notes: Sequence[Sounded], grid: Fraction | None = None) -> list[Fraction]:
    """Places where the notes end, in whole notes; none behind the next one's beginning."""
    usual_s = _usual_gap_s(notes)
    step = grid * WHOLE if grid else None
    return [min(_choices(note, usual_s, step))[1] / WHOLE for note in notes]


def _usual_gap_s(notes: Sequence[Sounded]) -> float:
    """The gap that three of four notes stay below which are followed by another closely."""
    gaps = [(note.next_heard - note.let_go) * note.place_s for note in notes if note.next_at is not None]
    whole = [(note.next_heard - float(note.at)) * note.place_s for note in notes if note.next_at is not None]
    close = [max(gap, 0.0) for gap, length in zip(gaps, whole, strict=True) if gap < _OPEN * length]
    return quantiles(close, n=4)[2] if len(close) > 1 else _GAP_S


def _choices(note: Sounded, usual_s: float, step: Fraction | None) -> Iterator[tuple[float, Fraction]]:
    """Where a note may end, with what that costs."""
    following = note.next_at
    if following is not None:
        gap_s = max(note.next_heard - note.let_go, 0.0) * note.place_s
        most_s = _GAP_S + _GAP_SHARE * (note.next_heard - float(note.at)) * note.place_s
        yield (gap_s / min(max(2 * usual_s, _LEAST_GAP_S), most_s)) ** 2, Fraction(following)
    found = False
    for place in _near(note, step):
        shortest = step or SHORTEST
        if place - note.at < shortest:
            continue
        if following is not None and following - place < (step or _SHORTEST_REST):
            continue
        found = True
        early_s = float(place - Fraction(note.let_go)) * note.place_s
        cost = (early_s / (_EARLY_S if early_s > 0 else _LATE_S)) ** 2 / 2 + _COSTS.get(place % BEAT, 1.0)
        rest = 0.0 if following is None else _REST + _IN_WORD * note.joined
        yield cost + rest, Fraction(place)
    if following is None and not found:
        yield 0.0, note.at + (step or _SHORTEST_REST)


def _near(note: Sounded, step: Fraction | None) -> set[Fraction | int]:
    """Places near where a note was let go."""
    steps = (step,) if step else (6, 12, 24, 8) if note.thirds else (6, 12, 24)
    return {end(note.let_go / float(one)) * one for one in steps for end in (floor, ceil)}
