"""Where the lines of a section end: at pauses, a few bars after one another.

A line's end is a pause in the lyrics, so lines end where one is; elsewhere only if none comes for long. Among
all ways to part a section the cheapest is taken, as a paragraph is broken into lines (Knuth & Plass,
*Breaking Paragraphs into Lines*, Software: Practice and Experience 11, 1981).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import inf

from pychang.convert.pieces import Piece
from pychang.convert.sheet import Bar, Tone
from pychang.score.settings import Meter

USUAL_BARS, USUAL_NOTES = 4, 12  # of a line, whichever it has first
LONGEST_BARS = 24
# what it costs to end a line; one that is as long as usual costs nothing, an empty one or a double one this:
OTHER_LENGTH = 16.0
AT_BARLINE, IN_BAR, IN_BAR_WITHOUT_REST = 0.0, 1.0, 2.5
WITHOUT_WORDS, BETWEEN_WORDS, IN_WORD, IN_TONE = 4.0, 40.0, 80.0, 160.0


@dataclass(frozen=True)
class Line:
    """The pieces of one note line; the bar that its last piece is in may go on."""

    meter: Meter
    pieces: tuple[Piece, ...]


def lines_of(pieces: Sequence[Piece], bars: Sequence[Bar]) -> list[Line]:
    """The lines of a section, whose bars have meters that the language allows."""
    lines: list[Line] = []
    rest = list(pieces)
    for meter, group in groupby(bars, key=lambda bar: bar.meter):
        end = list(group)[-1].end
        here = [piece for piece in rest if piece.start < end]
        rest = rest[len(here) :]
        lines += [Line(meter, tuple(one)) for one in _broken(here, meter.length)]
    return lines


def _broken(pieces: Sequence[Piece], bar: Fraction) -> list[Sequence[Piece]]:
    """The pieces of bars of one meter, each as long as `bar`, parted."""
    costs = [_cost_after(pieces, i) for i in range(len(pieces) - 1)] + [0.0]
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each number of pieces: the cost, where the line begins
    for end in range(1, len(pieces) + 1):
        best.append(min(_endings(pieces, end, bar, best, costs), default=(inf, end - 1)))
    lines: list[Sequence[Piece]] = []
    end = len(pieces)
    while end:
        begin = best[end][1]
        lines.append(pieces[begin:end])
        end = begin
    return lines[::-1]


def _endings(
    pieces: Sequence[Piece],
    end: int,
    bar: Fraction,
    best: Sequence[tuple[float, int]],
    costs: Sequence[float],
) -> Iterator[tuple[float, int]]:
    """For each place where a line that ends before piece `end` may begin: the cost of all so far, and it."""
    if costs[end - 1] == inf:
        return
    over = pieces[end - 1].end
    notes = 0
    for begin in range(end - 1, -1, -1):
        notes += pieces[begin].begins
        bars = float((over - pieces[begin].start) / bar)
        if bars > LONGEST_BARS and begin < end - 1:
            return
        size = max(bars / USUAL_BARS, notes / USUAL_NOTES)
        yield best[begin][0] + costs[end - 1] + OTHER_LENGTH * (size - 1) ** 2, begin


def _cost_after(pieces: Sequence[Piece], i: int) -> float:
    """What it costs to end a line after a piece."""
    here, after = pieces[i], pieces[i + 1]
    if after.tone is not None and not after.begins:
        return IN_TONE if here.ends_bar else inf
    coming = next((piece.tone for piece in pieces[i + 1 :] if piece.begins), None)
    silent = here.tone is None or here.breathes
    if coming is None or is_pause(coming, silent):
        if after.tone is None and not here.ends_bar:
            return inf  # the rest belongs to the line that it ends
        return AT_BARLINE if here.ends_bar else IN_BAR if silent else IN_BAR_WITHOUT_REST
    if not here.ends_bar:
        return inf
    if not coming.lyrics:
        return WITHOUT_WORDS
    return IN_WORD if any(one is None or one.boundary == "" for one in coming.lyrics) else BETWEEN_WORDS


def is_pause(coming: Tone, silent: bool) -> bool:
    """Whether the words pause before a tone in every verse; without words: whether the music does."""
    if not coming.lyrics:
        return silent
    return all(one is not None and one.boundary == "|" for one in coming.lyrics)
