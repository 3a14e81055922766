"""Times that a program wrote: all where notes can stand, and ends early by what it leaves between notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise

from pychang.convert.one_voice import Played

FINEST = 128  # the largest part of a whole note that is written
_ROUNDED = (64, 96, 80, 112)  # grids that may not be whole in ticks; 5- and 7-tuplets too
_COARSE = (16, 24)
COARSE_SHARE, EXACT_SHARE = 0.6, 0.9  # of the notes, on a coarse grid and on any, if a program wrote them
BY_CHANCE = 0.05  # a chance that is as small is none
_SAMPLES = 2000
GATE_SHARE = 0.5  # of the notes, that end as much too early
GATE_NOTES = 6  # fewer tell nothing
SHORTEST_GATE = 0.7  # of a note's length
LONGEST_GAP = Fraction(1, 48)  # that is as a note sounds, and no rest

End = Callable[[Played], Fraction | int]


def exact(at: Fraction | int, whole: int) -> Fraction | None:
    """The place in whole notes of a tick where a note may have been written; None if none may.

    Grids that a tick cannot hit are taken within half a tick, if they are not as dense as the ticks.
    """
    place = Fraction(at) / whole
    if place.denominator <= FINEST:
        return place
    for below in _ROUNDED:
        near = Fraction(round(place * below), below)
        if whole % below and whole >= 8 * below and abs(near - place) * whole <= Fraction(1, 2):
            return near
    return None


def is_machine_written(tones: Sequence[Played], whole: int) -> bool:
    """Whether notes stand where a program puts them: nearly all on a grid, most of them on a coarse one; or
    all of them on one, which they would hardly be by chance."""
    starts, ends = {tone.start for tone in tones}, {tone.end for tone in tones}
    written = sum(exact(at, whole) is not None for at in starts)
    coarse = sum(_is_coarse(at, whole) for at in starts)
    if coarse >= COARSE_SHARE * len(starts) and written >= EXACT_SHARE * len(starts):
        return True
    chances = len(starts) + (len(ends) if all(exact(at, whole) is not None for at in ends) else 0)
    return written == len(starts) and _chance(whole) ** chances < BY_CHANCE


def _is_coarse(at: int, whole: int) -> bool:
    return any(at * below % whole == 0 for below in _COARSE)


@cache
def _chance(whole: int) -> float:
    """How many of all ticks are places where a note may have been written, 0..1."""
    step = max(whole // _SAMPLES, 1) | 1  # odd, so that it falls in with no grid
    ticks = range(0, whole, step)
    return sum(exact(at, whole) is not None for at in ticks) / len(ticks)


def written_ends(tones: Sequence[Played], whole: int) -> list[Fraction | None]:
    """Where each tone was written to end, from where it sounds to: its program may cut all of them alike, by
    as many ticks or by as large a share. None where nothing tells.

    `tones` begin where they are written, one after another.
    """
    if all(_is_coarse(tone.end, whole) for tone in tones):
        return [exact(tone.end, whole) for tone in tones]
    best: list[Fraction | None] = []
    most = (False, 0.0)
    for end in (*_gaps(tones, whole), lambda tone: tone.end, *_gates(tones)):
        ends = [exact(end(tone), whole) for tone in tones]
        known = sum(one is not None for one in ends) >= EXACT_SHARE * len(ends)
        meeting = sum(
            one is not None and one * whole == after.start
            for one, (_, after) in zip(ends, pairwise(tones), strict=False)
        )
        if not best or (known, meeting) > most:
            best, most = ends, (known, meeting)
    return best


def _gaps(tones: Sequence[Played], whole: int) -> Iterable[End]:
    """Ends later by a gap that most notes have before the next."""
    gaps = Counter(after.start - tone.end for tone, after in pairwise(tones))
    gap, count = gaps.most_common(1)[0] if gaps else (0, 0)
    if 0 < gap <= LONGEST_GAP * whole and count >= max(GATE_SHARE * len(tones), 2):
        yield lambda tone: tone.end + gap


def _gates(tones: Sequence[Played]) -> Iterable[End]:
    """Ends later by a share of the length that most notes lack."""
    shares = Counter(
        round((tone.end - tone.start) / (after.start - tone.start), 2) for tone, after in pairwise(tones)
    )
    share, count = shares.most_common(1)[0] if shares else (1.0, 0)
    if SHORTEST_GATE <= share < 1 and count >= GATE_SHARE * len(tones) and len(tones) >= GATE_NOTES:
        gate = Fraction(share).limit_denominator(100)
        yield lambda tone: tone.start + round((tone.end - tone.start) / gate)
