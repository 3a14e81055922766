"""The notes of a line: their words over them, the pitch as sung, how they are sung, where to breathe."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from pychang.convert.roll.model import Band, DrawnPart
from pychang.convert.roll.shapes import Outline, Point, Shape, Step, Style, Words, box, disc, line, lines
from pychang.convert.roll.systems import System
from pychang.convert.sheet import Tone
from pychang.score.model import Expression

CORNER = 2.6  # points
GAP = 0.9  # between notes
WORD = 8.2
WORD_IN, WORD_OVER = 0.6, 2.7  # from a note's left and upper edge
CURVE_STEP = 1.1
HELD_DASH = 3.4
LONGEST_REST = Fraction(1)  # a longer one is no breath in the melody
MARK_ROOM = 2.2  # between a mark and what it stands over


def notes(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[Shape]:
    """The bars of a part's notes."""
    edge = Style(fill=part.palette.fill, stroke=part.palette.edge, width=0.7)
    shapes = (
        box(x, top + band.y(tone.pitch.midi) - band.bar_height / 2, width, band.bar_height, CORNER)
        for tone, _, x, width in _here(part, system)
    )
    yield Outline(tuple(step for one in shapes for step in one), edge)
    held = lines(_held(band, part, system, top))
    yield Outline(held, Style(stroke=part.palette.edge, width=1.6))
    dotted = Style(stroke=part.palette.edge, width=0.7, opacity=0.55, dash=(0.7, 2.2))
    yield Outline(lines(_rests(band, part, system, top)), dotted)


def words(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[Shape]:
    """A syllable over the note that it begins on, and a dash over one that goes on with it."""
    dashes: list[list[Point]] = []
    for tone, word, x, width in _here(part, system):
        y = top + band.y(tone.pitch.midi) - band.bar_height / 2 - WORD_OVER
        if word and tone.start >= system.start:
            is_wide = width > 1.2 * WORD
            at, anchor = (x + WORD_IN, "start") if is_wide else (x + width / 2, "middle")
            yield Words(word, at, y, WORD, part.palette.ink, anchor)
        elif tone.lyrics and width > HELD_DASH:
            middle = x + min(width, WORD) / 2
            dashes.append([(middle - HELD_DASH / 2, y - 2.4), (middle + HELD_DASH / 2, y - 2.4)])
    yield Outline(lines(dashes), Style(stroke=part.palette.ink, width=0.6, opacity=0.6))


def curve(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[Shape]:
    """The pitch as it is sung, thin over the notes."""
    stretches = part.curve.between(system.start, system.end, CURVE_STEP / system.per_whole)
    low, high = band.low - 0.5, band.high + 0.5
    drawn = lines(
        [(system.x(at), top + band.y(min(max(midi, low), high))) for at, midi in stretch.tolist()]
        for stretch in stretches
    )
    yield Outline(drawn, Style(stroke=part.palette.curve, width=0.65, opacity=0.85))


def marks(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[Shape]:
    """Articulations over the words of the notes, and breaths behind them."""
    ink = part.palette.ink
    strokes: list[Step] = []
    dots: list[Step] = []
    for tone, word, x, width in _here(part, system):
        y = top + band.y(tone.pitch.midi) - band.bar_height / 2 - MARK_ROOM
        if tone.start >= system.start:
            over = WORD_OVER + 0.9 * WORD if word else 0.0
            drawn, dotted = _articulation(tone.expression, x + min(width, WORD) / 2, y - over)
            strokes += drawn
            dots += dotted
        if tone.breath_after and tone.end <= system.end:
            strokes += line([(x + width - 4.0, y - 5.0), (x + width - 2.0, y), (x + width + 0.6, y - 6.0)])
    yield Outline(tuple(strokes), Style(stroke=ink, width=0.8))
    yield Outline(tuple(dots), Style(fill=ink))


def _articulation(how: Expression, x: float, y: float) -> tuple[list[Step], list[Step]]:
    """Strokes and dots over a note, one over another."""
    strokes: list[Step] = []
    dots: list[Step] = []
    if how.staccato:
        dots += disc(x, y - 0.6, 0.9)
        y -= 3.2
    if how.tenuto:
        strokes += line([(x - 2.6, y - 0.4), (x + 2.6, y - 0.4)])
        y -= 2.8
    if how.accent:
        strokes += line([(x - 2.8, y - 3.4), (x + 2.8, y - 1.7), (x - 2.8, y)])
        y -= 5.2
    if how.fermata:
        strokes += [("M", (x - 3.6, y)), ("C", (x - 3.6, y - 5.0, x + 3.6, y - 5.0, x + 3.6, y))]
        dots += disc(x, y - 0.8, 0.8)
    return strokes, dots


def _here(part: DrawnPart, system: System) -> Iterator[tuple[Tone, str, float, float]]:
    """The tones of a line with their words, and where the bar of each begins and how wide it is."""
    for tone, word in part.at(system.start, system.end):
        x = system.x(max(tone.start, system.start))
        right = system.x(min(tone.end, system.end))
        yield tone, word, x + GAP / 2, max(right - x - GAP, 0.6)


def _held(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[list[Point]]:
    """From one note of a syllable to the next."""
    for before, tone in _pairs(part, system):
        is_held = bool(tone.lyrics) and tone.lyrics[0] is None and before.end == tone.start
        if is_held and system.start < tone.start < system.end:
            upper, lower = sorted(band.y(one.pitch.midi) for one in (before, tone))
            ends = upper + band.bar_height / 2, lower - band.bar_height / 2
            if ends[0] < ends[1]:
                yield [(system.x(tone.start), top + y) for y in ends]


def _rests(band: Band, part: DrawnPart, system: System, top: float) -> Iterator[list[Point]]:
    """Dots on the pitch before, for as long as the voice rests."""
    for before, after in _pairs(part, system):
        end = min(after.start, system.end)
        if system.start < before.end < end and after.start - before.end <= LONGEST_REST:
            y = top + band.y(before.pitch.midi)
            yield [(system.x(before.end) + 2.0, y), (system.x(end) - 2.0, y)]


def _pairs(part: DrawnPart, system: System) -> Iterator[tuple[Tone, Tone]]:
    """Tones and those after them, as far as a line has to do with them."""
    inside = part.within(system.start, system.end)
    return pairwise(part.tones[max(inside.start - 1, 0) : inside.stop + 1])
