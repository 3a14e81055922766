"""The measures that all parts share: how long each is, and what it has to do with the order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil

from pychang.convert.meters import MOST_BEATS, UNITS, USUAL_METER, meter_lasting
from pychang.convert.musicxml.read_records import Signs, WrittenBar, WrittenPart, joined
from pychang.score.settings import Meter

_SLIP = Fraction(1, 100)  # by which lengths that are rounded in the file may go over the barline


@dataclass(frozen=True)
class Measures:
    """An entry a measure; `starts` has the end of the last as well, in written time. `stretched`: measures
    whose length no meter has, so that they were made a little longer."""

    lengths: tuple[Fraction, ...]
    meters: tuple[Meter, ...]
    numbers: tuple[str, ...]
    signs: tuple[Signs, ...]
    starts: tuple[Fraction, ...]
    stretched: tuple[int, ...] = ()


def measures_of(parts: Sequence[WrittenPart], sung: Collection[int]) -> Measures:
    """The measures of a score; `sung`: the numbers of the parts that are sung."""
    meter = USUAL_METER
    meters, lengths, numbers, signs = [], [], [], []
    for i in range(len(parts[0].bars)):
        bars = [(part.number in sung, part.bars[i]) for part in parts]
        meter = next((bar.meter for _, bar in bars if bar.meter), meter)
        meters.append(meter)
        lengths.append(_length([bar for is_sung, bar in bars if is_sung], [bar for _, bar in bars], meter))
        numbers.append(next((bar.number for _, bar in bars if bar.number), str(i + 1)))
        signs.append(joined(bar.signs for _, bar in bars))
    odd = [i for i in range(len(lengths)) if _is_odd(i, lengths, meters)]
    for i in odd:
        lengths[i] = _countable(lengths[i])
    starts = accumulate(lengths, initial=Fraction(0))
    return Measures(tuple(lengths), tuple(meters), tuple(numbers), tuple(signs), tuple(starts), tuple(odd))


def _is_odd(i: int, lengths: Sequence[Fraction], meters: Sequence[Meter]) -> bool:
    """Whether a measure's length is that of no meter, nor part of one that a barline divides."""
    if meter_lasting(lengths[i]) is not None:
        return False
    shorter = lengths[i] < meters[i].length
    is_outer = shorter and i in (0, len(lengths) - 1)
    beside = [lengths[j] for j in (i - 1, i + 1) if 0 <= j < len(lengths)]
    return not is_outer and not (shorter and any(lengths[i] + one == meters[i].length for one in beside))


def _countable(length: Fraction) -> Fraction:
    """The next longer length that a meter has."""
    unit = next(unit for unit in reversed(UNITS) if length * unit <= MOST_BEATS)
    return Fraction(ceil(length * unit), unit)


def _length(sung: Sequence[WrittenBar], bars: Sequence[WrittenBar], meter: Meter) -> Fraction:
    """As long as what stands in it: upbeats, measures that a repeat divides, and cadenzas are what they are.

    Parts that are not sung may fill a measure, but not make it longer than its meter.
    """
    own = max((bar.reach for bar in sung), default=Fraction(0))
    longest = max((bar.reach for bar in bars), default=Fraction(0))
    if not longest:
        return meter.length
    if own and any(bar.is_implicit for bar in sung):
        longest = min(longest, own)
    reach = longest if longest <= meter.length else max(own, meter.length)
    return meter.length if abs(reach - meter.length) < _SLIP else reach
