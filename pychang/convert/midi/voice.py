"""What one channel of one track plays, and what is sung to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pychang.convert.one_voice import Played

MOST = 20_000  # tones that somebody may sing
LEGATO = 0.4  # of a tone may sound with the next, and they are still one after another


class Lyric(NamedTuple):
    """A text to be sung, at a tick."""

    at: int
    text: str


@dataclass(frozen=True)
class MidiVoice:
    """`number`: its place among the voices of the file, from 1, by which the user asks for it.

    `tones`, in ticks and in order, may sound together. `lyrics`: those of its own track, or those of another
    that are sung to it; `fit`: how well they fit, 0..1.
    """

    number: int
    track: int  # from 1, silent ones counted
    channel: int
    name: str
    tones: tuple[Played, ...]
    ticks: int  # a quarter note
    lyrics: tuple[Lyric, ...] = ()
    fit: float = 0.0

    @cached_property
    def alone_share(self) -> float:
        """How many of its tones begin when the one before is over, or nearly, 0..1."""
        alone, last = 0, None
        for tone in self.tones:
            alone += last is None or last.end - tone.start <= max(
                LEGATO * (last.end - last.start), self.chord
            )
            last = tone if last is None or tone.end > last.end else last
        return alone / len(self.tones)

    @cached_property
    def _starts(self) -> list[int]:
        return sorted({tone.start for tone in self.tones})

    @property
    def middle(self) -> int:
        """The median of its MIDI numbers."""
        return sorted(tone.midi for tone in self.tones)[len(self.tones) // 2]

    @property
    def chord(self) -> int:
        """How far apart tones may begin that sound together: a 1/64."""
        return self.ticks // 16

    def fit_of(self, lyrics: Sequence[Lyric]) -> float:
        """How well words fit its tones, 0..1: the harmonic mean of how many words begin with a tone, and how
        many tones with a word."""
        tones, words = self._starts, sorted({one.at for one in lyrics})
        if len(tones) > MOST:
            return 0.0
        near = 3 * self.ticks // 8
        on_tones, with_words = _share_near(words, tones, near), _share_near(tones, words, near)
        return 2 * on_tones * with_words / (on_tones + with_words) if on_tones else 0.0


def _share_near(some: Sequence[int], others: Sequence[int], near: int) -> float:
    """How many of `some` have one of the others near them; both in order."""
    places = ((bisect_left(others, one - near), one + near) for one in some)
    found = sum(i < len(others) and others[i] <= latest for i, latest in places)
    return found / len(some) if some else 0.0


def voices_of(
    notes: Iterable[tuple[int, int, int, int]], end: int, drums: int
) -> dict[int, tuple[Played, ...]]:
    """What each channel of a track plays, from notes struck and let go as `SmfTrack` has them.

    A tone struck again before it is let go ends there. One never let go lasts to the next of its channel.
    """
    keys: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for tick, channel, key, velocity in notes:
        if channel != drums:
            keys.setdefault((channel, key), []).append((tick, velocity))
    tones: dict[int, list[Played]] = {}
    for (channel, key), events in keys.items():
        found = _each_let_go(events) or _let_go_in_time(events)
        tones.setdefault(channel, []).extend(Played(start, until, key, loud) for start, until, loud in found)
    return {channel: _let_go(found, end) for channel, found in sorted(tones.items())}


def _each_let_go(events: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Start, end and velocity of the tones of one key, if there is an end for each; else none.

    The first that is struck is the first that is let go, if it is struck again before that.
    """
    struck = [(tick, velocity) for tick, velocity in events if velocity]
    ends = [tick for tick, velocity in events if not velocity]
    if len(struck) != len(ends) or any(end <= start for (start, _), end in zip(struck, ends, strict=True)):
        return []
    following = [*(tick for tick, _ in struck[1:]), ends[-1]]
    tones = zip(struck, ends, following, strict=True)
    return [(start, min(end, after), velocity) for (start, velocity), end, after in tones if after > start]


def _let_go_in_time(events: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """The same where ends are missing, or too many; an end of −1: never let go."""
    tones: list[tuple[int, int, int]] = []
    start, loud = -1, 0
    for tick, velocity in events:
        if start >= 0 and tick > start:
            tones.append((start, tick, loud))
        if velocity:
            start, loud = tick, velocity
        elif tick != start:
            start = -1
    return [*tones, (start, -1, loud)] if start >= 0 else tones


def _let_go(tones: list[Played], end: int) -> tuple[Played, ...]:
    """In order, and what was never let go with an end."""
    tones.sort(key=lambda tone: (tone.start, tone.midi))
    starts = [tone.start for tone in tones]
    ended = []
    for tone in tones:
        if tone.end < 0:
            after = bisect_left(starts, tone.start + 1)
            until = starts[after] if after < len(starts) else end
            if until <= tone.start:
                continue
            tone = Played(tone.start, until, tone.midi, tone.velocity)
        ended.append(tone)
    return tuple(ended)
