"""Beams: which of the short notes of a bar stand under one, and how many each has to either side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from pychang.convert.musicxml.write_grid import grid_of
from pychang.convert.musicxml.write_page import PageBar
from pychang.convert.musicxml.write_pieces import Piece
from pychang.score.settings import Meter

QUARTER = Fraction(1, 4)
Beams = tuple[str, ...]  # for each beam, from the first: begin, continue, end, forward hook, backward hook


def beams_of(bar: PageBar, pieces: Sequence[Piece]) -> dict[int, Beams]:
    """The beams of the notes that have any, by their place among a bar's pieces."""
    found: dict[int, Beams] = {}
    for group in _groups(bar, pieces):
        counts = [pieces[place].value.beams for place in group]
        for i, place in enumerate(group):
            before = counts[i - 1] if i else 0
            after = counts[i + 1] if i + 1 < len(counts) else 0
            found[place] = tuple(
                _beam(level <= before, level <= after, before >= after) for level in range(1, counts[i] + 1)
            )
    return found


def _beam(before: bool, after: bool, leans_back: bool) -> str:
    if before and after:
        return "continue"
    if before or after:
        return "end" if before else "begin"
    return "backward hook" if leans_back else "forward hook"


def _groups(bar: PageBar, pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Places of notes in a row that stand under one beam, two at least."""
    halves = _under_one_beam(bar.meter, True)
    beats = _under_one_beam(bar.meter, False)
    for _, run in groupby(enumerate(pieces), key=lambda one: _can_have_beam(one[1])):
        places = [place for place, piece in run if _can_have_beam(piece)]
        for _, half in groupby(places, key=lambda place: _group(bar, pieces[place], halves)):
            within = list(half)
            if all(pieces[place].value.beams == 1 and not pieces[place].tuplet for place in within):
                groups = [within]
            else:
                groups = [
                    list(one) for _, one in groupby(within, key=lambda p: _group(bar, pieces[p], beats))
                ]
            yield from (one for one in groups if len(one) > 1)


def _can_have_beam(piece: Piece) -> bool:
    return piece.tone is not None and piece.value.beams > 0


def _group(bar: PageBar, piece: Piece, borders: Sequence[Fraction]) -> Fraction | tuple[Fraction, Fraction]:
    """Which group a note is of: its beat, or its tuplet."""
    if piece.tuplet is not None and piece.tuplet.end - piece.tuplet.start <= QUARTER:
        at = max(piece.tuplet.start, bar.shift)
    else:
        at = piece.start - bar.start + bar.shift
    bars, inside = divmod(at, bar.meter.length)
    return Fraction(bars), borders[bisect_right(borders, inside) - 1]


def _under_one_beam(meter: Meter, only_eighths: bool) -> tuple[Fraction, ...]:
    """Where beams begin anew: at every beat; for eighths alone at half a 4/4, and not in 2/4 and 3/4."""
    if meter.beats % 3 == 0 and meter.unit >= 8:
        return _every(Fraction(3, meter.unit), meter)
    if meter.unit >= 8:
        return grid_of(meter).borders[-1]
    if only_eighths and meter.length in (2 * QUARTER, 3 * QUARTER):
        return (Fraction(0),)
    return _every(2 * QUARTER if only_eighths and meter.length == 4 * QUARTER else QUARTER, meter)


def _every(step: Fraction, meter: Meter) -> tuple[Fraction, ...]:
    return tuple(step * i for i in range(int(meter.length / step)))
