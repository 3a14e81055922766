"""From score time to seconds: the tempo map, and the time that fermatas add."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from pychang.score.model import Note, Score, TempoMap

LEAD_IN_S = 0.3
"""Beat one stands this far into the sound: the consonant of the first syllable comes before its beat."""

TAIL_S = 0.4
FERMATA = 0.75  # a fermata adds this share of the note's own length …
FERMATA_LONGEST_S = 2.0  # … but no more than this


@dataclass(frozen=True)
class Clock:
    """Seconds in the sound of each position in the score; the same for all parts."""

    tempo: TempoMap
    fermata_ends: tuple[Fraction, ...] = ()
    fermata_s: tuple[float, ...] = (0.0,)  # the extra time of the first none, one, two … of them

    def at(self, position: Fraction) -> float:
        """Seconds from the beginning of the sound; a note that ends at a fermata's end is held for it."""
        passed = bisect_right(self.fermata_ends, position)
        return LEAD_IN_S + self.tempo.seconds(position) + self.fermata_s[passed]

    def start_s(self, note: Note) -> float:
        """Seconds of a note's start; each position is worked out once."""
        key = note.start.numerator, note.start.denominator  # a Fraction is slow to hash
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.at(note.start)
        return known

    def end_s(self, note: Note) -> float:
        """The same of its end."""
        start, lasts = note.start, note.duration
        key = start.numerator, start.denominator, lasts.numerator, lasts.denominator
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.at(start + lasts)
        return known

    @cached_property
    def _known(self) -> dict[tuple[int, ...], float]:
        return {}


def clock_of(score: Score) -> Clock:
    """The clock of a score, with the fermatas of all its parts."""
    plain = Clock(score.tempo_map)
    extra: dict[Fraction, float] = {}
    for note in (note for part in score.parts for note in part.notes if note.expression.fermata):
        end = note.start + note.duration
        length_s = plain.at(end) - plain.at(note.start)
        extra[end] = max(extra.get(end, 0.0), min(FERMATA * length_s, FERMATA_LONGEST_S))
    ends = tuple(sorted(extra))
    return replace(
        plain, fermata_ends=ends, fermata_s=tuple(accumulate((extra[end] for end in ends), initial=0.0))
    )
