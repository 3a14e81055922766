"""Bars on lines: what stands on each line of the page, and how wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from pychang.convert.sheet import Bar, Sheet, Stretch

SYLLABLE = 9.2  # points that a syllable needs
NARROWEST, WIDEST = 112.0, 260.0  # points a whole note
STRETCHED, SQUEEZED = 2.0, 1.08  # a line that is not full is drawn out by no more, one too full drawn in
CROWDED = 0.1  # of the syllables may stand closer than they need


@dataclass(frozen=True)
class System:
    """Bars beside one another from `left` on, `per_whole` points a whole note; `first`: number of the first
    bar, 0 if it is an upbeat."""

    bars: tuple[Bar, ...]
    sections: tuple[Stretch, ...]  # those that begin here
    first: int
    left: float
    per_whole: float

    @property
    def start(self) -> Fraction:
        return self.bars[0].start

    @property
    def end(self) -> Fraction:
        return self.bars[-1].end

    @property
    def right(self) -> float:
        return self.x(self.end)

    def x(self, position: Fraction | float) -> float:
        return self.left + float(position - self.start) * self.per_whole

    def has(self, position: Fraction) -> bool:
        return self.start <= position < self.end


def systems_of(sheet: Sheet, left: float, width: float) -> tuple[System, ...]:
    """The lines of a sheet, `width` points wide at most. A section begins a line, unless it and those
    before it fit on one."""
    usual = _points_per_whole(sheet)
    systems: list[System] = []
    number = 0 if _is_upbeat(sheet.bars) else 1
    room = SQUEEZED * width / usual
    for run in _runs(sheet.sections, room):
        inside = [bar for bar in sheet.bars if run[0].start <= bar.start < run[-1].end]
        for bars in _evenly(inside, room):
            length = float(bars[-1].end - bars[0].start)
            begin = tuple(one for one in run if bars[0].start <= one.start < bars[-1].end)
            per_whole = min(width / length, STRETCHED * usual)
            systems.append(System(tuple(bars), begin, number, left, per_whole))
            number += len(bars)
    return tuple(systems)


def _points_per_whole(sheet: Sheet) -> float:
    """So wide that nearly all syllables have the room that they need."""
    starts = (
        [tone.start for tone in part.tones if not tone.lyrics or tone.lyrics[0] is not None]
        for part in sheet.parts
    )
    gaps = sorted(there - here for one in starts for here, there in pairwise(one))
    if not gaps:
        return NARROWEST
    return min(max(SYLLABLE / float(gaps[int(CROWDED * len(gaps))]), NARROWEST), WIDEST)


def _is_upbeat(bars: Sequence[Bar]) -> bool:
    return len(bars) > 1 and bars[0].duration < bars[0].meter.length


def _runs(sections: Sequence[Stretch], room: float) -> Iterator[list[Stretch]]:
    """Sections one after another; those of a run fit on one line, or it is a single one."""
    run: list[Stretch] = []
    for section in sections:
        if run and section.end - run[0].start > room:
            yield run
            run = []
        run.append(section)
    if run:
        yield run


def _evenly(bars: Sequence[Bar], room: float) -> list[list[Bar]]:
    """Bars on as few lines as have room for them, each about as long; a bar stands alone if it must."""
    start, whole = bars[0].start, bars[-1].end - bars[0].start
    for count in range(max(ceil(float(whole) / room - 1e-9), 1), len(bars) + 1):
        share = whole / count
        lines: list[list[Bar]] = [[] for _ in range(count)]
        for bar in bars:
            lines[min(int((bar.start + bar.duration / 2 - start) / share), count - 1)].append(bar)
        lines = [line for line in lines if line]
        if all(line[-1].end - line[0].start <= room * 1.001 for line in lines):
            return lines
    return [[bar] for bar in bars]
