"""Which words of a MIDI file are sung on which notes: those that stand at the same time, or nearly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pychang.convert.midi.voice import Lyric

NEAR = 2  # a word may stand this part of a quarter from its note


@dataclass(frozen=True)
class Matched:
    """For each note the texts that are sung on it, in order; and the texts that no note is near to."""

    texts: tuple[tuple[str, ...], ...]
    lost: tuple[Lyric, ...] = ()


def match(lyrics: Sequence[Lyric], starts: Sequence[int], ticks: int) -> Matched:
    """Each text to the note nearest in time, in order, two of them to one note only where there is no other.

    What is only space or a line's end goes with the text before it, whenever it comes.
    """
    texts: list[list[str]] = [[] for _ in starts]
    lost: list[Lyric] = []
    last = -1  # the note that has the text before
    earliest = -1  # the one from which a text may be moved to a note before it
    for lyric in sorted(lyrics, key=lambda one: one.at):
        if not lyric.text.strip() and lyric.text:
            if last >= 0:
                texts[last].append(lyric.text)
            continue
        place = _nearest(starts, lyric.at)
        if abs(starts[place] - lyric.at) > ticks // NEAR:
            lost.append(lyric)
            continue
        if place <= last:
            place = _free(starts, lyric.at, last, ticks)
            if place == last and last - 1 > earliest and starts[last] - starts[last - 1] <= ticks // NEAR:
                texts[last - 1], texts[last] = texts[last], []  # it was of the note before
                earliest = last - 1
        else:
            earliest = last
        texts[place].append(lyric.text)
        last = place
    return Matched(tuple(map(tuple, texts)), tuple(lost))


def _nearest(starts: Sequence[int], at: int) -> int:
    after = bisect_left(starts, at)
    near = range(max(after - 1, 0), min(after + 1, len(starts)))
    return min(near, key=lambda i: abs(starts[i] - at))


def _free(starts: Sequence[int], at: int, last: int, ticks: int) -> int:
    """The note behind `last` if it is near enough, else `last` itself."""
    after = last + 1
    return after if after < len(starts) and abs(starts[after] - at) <= ticks // NEAR else last
