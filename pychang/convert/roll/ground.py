"""What notes are drawn on: rows of pitches with a keyboard before them, beats and bars."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pychang.convert.key import spell
from pychang.convert.roll.model import Band
from pychang.convert.roll.shapes import Outline, Shape, Style, Words, box, lines
from pychang.convert.roll.systems import System
from pychang.score.settings import Meter

KEYS = 30.0  # points
BLACK_KEYS = {1, 3, 6, 8, 10}
BLACK_SHARE = 0.58  # of a white key's length
KEY_NAME, C_NAME = 4.6, 5.6  # points
WHITE, SHADE, FRAME, KEY_EDGE, BLACK = "#ffffff", "#f2f4f7", "#7d858f", "#b4bac2", "#3a3f46"
C_LINE = Style(stroke="#cfd5dc", width=0.5)
BEATS = Style(stroke="#e1e5ea", width=0.4)
BARS = Style(stroke="#9aa2ac", width=0.7)
LAST_BAR = Style(fill="#4a5058")


def ground(band: Band, system: System, top: float) -> Iterator[Shape]:
    """The ground of one line, the roll's upper edge at `top`."""
    left, width = system.left, system.right - system.left
    bottom = top + band.height
    shaded = [midi for midi in _pitches(band) if midi % 12 in BLACK_KEYS]
    steps = (box(left, top + band.y(midi) - band.row / 2, width, band.row) for midi in shaded)
    yield Outline(tuple(step for one in steps for step in one), Style(fill=SHADE))
    octaves = [top + band.y(midi) + band.row / 2 for midi in _pitches(band) if midi % 12 == 0]
    yield Outline(lines([(left, y), (system.right, y)] for y in octaves if y < bottom), C_LINE)
    beats = [system.x(at) for bar in system.bars for at in _beats(bar.start, bar.duration, bar.meter)]
    yield Outline(lines([(x, top), (x, bottom)] for x in beats), BEATS)
    bars = [system.x(bar.start) for bar in system.bars[1:]]
    yield Outline(lines([(x, top), (x, bottom)] for x in bars), BARS)
    yield Outline(box(left, top, width, band.height), Style(stroke=FRAME, width=0.7))
    if system.end == band.sheet.end:
        yield Outline(box(system.right - 1.2, top, 2.4, band.height), LAST_BAR)
    yield from _keyboard(band, left - KEYS, top)


def beat_of(meter: Meter) -> Fraction:
    """What is counted: in 6/8 a dotted quarter."""
    compound = meter.unit >= 8 and meter.beats > 3 and meter.beats % 3 == 0
    return Fraction(3 if compound else 1, meter.unit)


def _beats(start: Fraction, duration: Fraction, meter: Meter) -> Iterator[Fraction]:
    """The beats inside a bar; those of an upbeat are counted from its end."""
    beat = beat_of(meter)
    first = duration % beat or beat
    at = first if duration < meter.length else beat
    while at < duration:
        yield start + at
        at += beat


def _pitches(band: Band) -> range:
    return range(band.low, band.high + 1)


def _keyboard(band: Band, left: float, top: float) -> Iterator[Shape]:
    yield Outline(box(left, top, KEYS, band.height), Style(fill=WHITE, stroke=FRAME, width=0.7))
    yield Outline(lines(_white_borders(band, left, top)), Style(stroke=KEY_EDGE, width=0.4))
    blacks = [midi for midi in _pitches(band) if midi % 12 in BLACK_KEYS]
    height = 0.86 * band.row
    for midi in blacks:
        key = box(left, top + band.y(midi) - height / 2, BLACK_SHARE * KEYS, height, 0.8)
        yield Outline(key, Style(fill=BLACK))
    for midi in _pitches(band):
        if midi % 12 not in BLACK_KEYS:
            is_c = midi % 12 == 0
            size = C_NAME if is_c else KEY_NAME
            y = top + band.y(midi) + 0.36 * size
            colour = FRAME if not is_c else BLACK
            yield Words(spell(midi).name, left + KEYS - 2.0, y, size, colour, "end", bold=is_c)


def _white_borders(band: Band, left: float, top: float) -> Iterator[list[tuple[float, float]]]:
    """Between white keys: in the middle of the black one, or where there is none at their edge."""
    for midi in range(band.low, band.high + 1):
        if midi % 12 in BLACK_KEYS:
            y = top + band.y(midi)
            yield [(left + BLACK_SHARE * KEYS, y), (left + KEYS, y)]
        elif (midi + 1) % 12 not in BLACK_KEYS and midi < band.high:
            y = top + band.y(midi) - band.row / 2
            yield [(left, y), (left + KEYS, y)]
