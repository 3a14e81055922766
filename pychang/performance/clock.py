"""From score time to seconds: the tempo map, and the time that fermatas add."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from pychang.score.model import Score, TempoPoint, seconds_at

LEAD_IN_S = 0.3
"""Beat one stands this far into the sound: the consonant of the first syllable comes before its beat."""

TAIL_S = 0.4
FERMATA = 0.75  # a fermata adds this share of the note's own length …
FERMATA_LONGEST_S = 2.0  # … but no more than this


@dataclass(frozen=True)
class Clock:
    """Seconds in the sound of each position in the score; the same for all parts."""

    tempo: tuple[TempoPoint, ...]
    fermata_ends: tuple[Fraction, ...] = ()
    fermata_s: tuple[float, ...] = ()  # the extra time of each, in the order of `fermata_ends`

    def at(self, position: Fraction) -> float:
        """Seconds from the beginning of the sound; a note that ends at a fermata's end is held for it."""
        passed = bisect_right(self.fermata_ends, position)
        return LEAD_IN_S + seconds_at(self.tempo, position) + sum(self.fermata_s[:passed])


def clock_of(score: Score) -> Clock:
    """The clock of a score, with the fermatas of all its parts."""
    extra: dict[Fraction, float] = {}
    for note in (note for part in score.parts for note in part.notes if note.expression.fermata):
        end = note.start + note.duration
        length_s = score.seconds(end) - score.seconds(note.start)
        extra[end] = max(extra.get(end, 0.0), min(FERMATA * length_s, FERMATA_LONGEST_S))
    ends = tuple(sorted(extra))
    return Clock(score.tempo, ends, tuple(extra[end] for end in ends))
