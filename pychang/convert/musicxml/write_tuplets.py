"""Tuplets: the stretches of a bar in which notes begin at other places than halves, quarters and so on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, log2

NEAREST = 8  # notes to either side at which a tuplet may begin or end, beside the usual lengths
USUAL_LENGTHS = tuple(Fraction(beats, 2**halvings) for beats in (1, 3) for halvings in range(beats // 2, 10))


@dataclass(frozen=True)
class Tuplet:
    """From `start` to `end` of a bar's time, `actual` notes of `unit` in the time of `normal`."""

    start: Fraction
    end: Fraction
    actual: int
    normal: int

    @property
    def unit(self) -> Fraction:
        """The value of which there are so many, as it is written."""
        return (self.end - self.start) / self.normal

    def written(self, position: Fraction) -> Fraction:
        """How far into the tuplet a place is, in the values that are written."""
        return (position - self.start) * self.actual / self.normal


def is_plain(position: Fraction) -> bool:
    """Whether a place is reached by halving alone."""
    return not position.denominator & (position.denominator - 1)


def tuplets(places: Sequence[Fraction]) -> Iterator[Tuplet]:
    """The tuplets of a bar in which notes begin or end at `places`, in order, its own ends among them.

    A tuplet may reach out of a bar that does not end at a plain place itself.
    """
    now = places[0] if is_plain(places[0]) else None
    for odd in (place for place in places if not is_plain(place)):
        if now is not None and odd < now:
            continue
        ways = (
            (_hardness(start, end, inside, places), start, end, inside)
            for start in _starts(odd, now, places)
            for end in _ends(start, odd, places)
            if (inside := places[bisect_right(places, start) : bisect_left(places, end)])
        )
        _, start, end, inside = min(ways)
        yield Tuplet(start, end, *_ratio(start, end, inside))
        now = end


def _starts(odd: Fraction, now: Fraction | None, places: Sequence[Fraction]) -> set[Fraction]:
    """Where the tuplet around a place may begin: with a note, or where one of the usual lengths would."""
    usual = {odd // length * length for length in USUAL_LENGTHS}
    notes = [place for place in places if place < odd and is_plain(place)]
    notes = {*notes[:1], *notes[-NEAREST:]}
    return {start for start in usual | notes if now is None or start >= now}


def _ends(start: Fraction, odd: Fraction, places: Sequence[Fraction]) -> set[Fraction]:
    usual = {start + length for length in USUAL_LENGTHS}
    notes = [place for place in places if place > odd and is_plain(place)]
    notes = {*notes[:NEAREST], *notes[-1:]}
    return {end for end in usual | notes if end > odd and (end <= places[-1] or not is_plain(places[-1]))}


def _hardness(
    start: Fraction, end: Fraction, inside: Sequence[Fraction], places: Sequence[Fraction]
) -> float:
    """How hard a tuplet is to read: notes cut at its ends, odd numbers, lengths and places."""
    length = end - start
    cut = sum(places[0] < one < places[-1] and one not in places for one in (start, end))
    actual, _ = _ratio(start, end, inside)
    usual = 0 if length.numerator == 1 else 1 if length.numerator == 3 else 3
    misplaced = start % length != 0
    fineness = log2(_parts(start, end, inside) / actual) if actual else 0
    return 4 * cut + 2 * log2(actual) + usual + misplaced + 0.4 * log2(length) + 0.6 * fineness


def _parts(start: Fraction, end: Fraction, inside: Sequence[Fraction]) -> int:
    """Into how many equal parts a stretch is divided, so that one begins at each place inside."""
    shares = [(place - start) / (end - start) for place in inside]
    return lcm(*(share.denominator for share in shares))


def _ratio(start: Fraction, end: Fraction, inside: Sequence[Fraction]) -> tuple[int, int]:
    """`3, 2`: so many notes in the time of so many of one undotted value; the former are more."""
    actual, normal = _odd(_parts(start, end, inside)), _odd((end - start).numerator)
    while actual < normal:
        actual *= 2
    while normal * 2 <= actual:
        normal *= 2
    return actual, normal


def _odd(number: int) -> int:
    return number // (number & -number)
