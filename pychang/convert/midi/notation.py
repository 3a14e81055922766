"""Notes as they are written, from notes as they were played: exactly where a program put them, else moved to
where a person would write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from pychang.convert.midi.ends import Sounded, place_ends
from pychang.convert.midi.exact import FINEST, exact, is_machine_written, written_ends
from pychang.convert.midi.starts import WHOLE, Onset, place_starts
from pychang.convert.one_voice import Played

SHORTEST = Fraction(1, FINEST)  # that a note is written


@dataclass(frozen=True)
class Written:
    """A note as written, in whole notes, and as it was played, in ticks."""

    start: Fraction
    end: Fraction
    played: Played


@dataclass(frozen=True)
class Clock:
    """`whole`: ticks in a whole note; `seconds`: when a place in whole notes is heard; `is_compound`: whether
    three eighths are a beat there."""

    whole: int
    seconds: Callable[[Fraction], float]
    is_compound: Callable[[Fraction], bool]

    def places(self, tick: float) -> float:
        """In places, as `place_starts` counts them."""
        return tick * WHOLE / self.whole


def write_down(
    tones: Sequence[Played], joined: Sequence[bool], clock: Clock, grid: Fraction | None, by_machine: bool
) -> list[Written]:
    """The notes of one line, one after another; `joined`: the next one goes on with the word of this one.

    `grid`, in whole notes: where notes stand, whatever they look like.
    """
    onsets = [_onset(tone, clock, by_machine and grid is None) for tone in tones]
    starts, late_s = _starts(onsets, grid)
    exact_ends: Sequence[Fraction | None] = [None] * len(tones)
    if by_machine and grid is None:
        exact_ends = written_ends(tones, clock.whole)
    sounded = _sounded(tones, starts, onsets, joined, clock, late_s)
    ends = [
        known if known is not None and start + SHORTEST <= known <= until else placed
        for known, placed, start, until in zip(
            exact_ends, place_ends(sounded, grid), starts, _until(starts), strict=True
        )
    ]
    return [Written(*one) for one in zip(starts, ends, tones, strict=True)]


def is_by_machine(lines: Sequence[Sequence[Played]], whole: int) -> bool:
    """Whether a program wrote the lines of a song; `whole`: ticks in a whole note."""
    return is_machine_written([tone for tones in lines for tone in tones], whole)


def _starts(onsets: Sequence[Onset], grid: Fraction | None) -> tuple[list[Fraction], float]:
    written = [onset.written for onset in onsets]
    known = [place for place in written if place is not None]
    apart = all(other - one >= SHORTEST * WHOLE for one, other in pairwise(known))
    if grid is None and len(known) == len(written) and apart:
        return [place / WHOLE for place in known], 0.0
    return place_starts(onsets if apart else [replace(onset, written=None) for onset in onsets], grid)


def _until(starts: Sequence[Fraction]) -> list[Fraction | float]:
    return [*starts[1:], float("inf")]


def _onset(tone: Played, clock: Clock, by_machine: bool) -> Onset:
    place = Fraction(tone.start, clock.whole)
    place_s = (clock.seconds(place + Fraction(1, 4)) - clock.seconds(place)) * 4 / WHOLE
    written = exact(tone.start, clock.whole) if by_machine else None
    return Onset(
        clock.places(tone.start),
        place_s,
        None if written is None else written * WHOLE,
        clock.is_compound(place),
    )


def _sounded(
    tones: Sequence[Played],
    starts: Sequence[Fraction],
    onsets: Sequence[Onset],
    joined: Sequence[bool],
    clock: Clock,
    late_s: float,
) -> list[Sounded]:
    """The notes at their places, with where each was let go."""
    found = []
    for i, (tone, start, onset) in enumerate(zip(tones, starts, onsets, strict=True)):
        late = late_s / onset.place_s
        following = starts[i + 1] * WHOLE if i + 1 < len(tones) else None
        heard = onsets[i + 1].at - late if i + 1 < len(tones) else 0.0
        thirds = any(
            place is not None and place % 8 == 0 and place % 24 for place in (start * WHOLE, following)
        )
        let_go = clock.places(tone.end) - late
        found.append(Sounded(start * WHOLE, let_go, onset.place_s, following, heard, joined[i], thirds))
    return found
