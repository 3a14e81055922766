"""What stands over a line and under it: sections, numbers of bars, meters, tempo; and dynamics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pychang.convert.roll.model import Band, DrawnPart, Roll
from pychang.convert.roll.shapes import Outline, Shape, Style, Words, box, disc, line
from pychang.convert.roll.systems import System
from pychang.score.dynamics import BEGINNING, HAIRPINS, LEVELS_DB
from pychang.score.model import TempoPoint

STRIP = 27.0  # points over the roll: names, and under them numbers
LANE = 12.0  # points under the roll for each part's dynamics
NAME, NUMBER, TEMPO, DYNAMIC = 10.5, 5.8, 7.6, 9.0
BASE_NAMES, BASE_NUMBERS = 16.5, 3.0  # over the roll's edge
INK, GREY, TAB = "#2b3036", "#858d97", "#eceff3"
HAIRPIN = 6.0  # how wide it opens
SIGNS_APART = 6.0


Marked = tuple[Fraction, Fraction, str]


def strip(roll: Roll, system: System, top: float) -> Iterator[Shape]:
    """Over a line, the roll's upper edge at `top`: what holds from a place on, one after another where there
    is no room, and under it the numbers of the bars."""
    free = system.left
    for position, sign in sorted(_signs(roll, system), key=lambda placed: placed[0]):
        x = max(system.x(position), free)
        yield from sign.drawn(x, top - BASE_NAMES)
        free = x + sign.width + SIGNS_APART
    for number, bar in enumerate(system.bars, system.first):
        if number:
            yield Words(str(number), system.x(bar.start) + 1.5, top - BASE_NUMBERS, NUMBER, GREY)


@dataclass(frozen=True)
class Sign:
    """What stands over the roll: the shapes from an x and a baseline on, and how wide it is."""

    drawn: Callable[[float, float], Iterator[Shape]]
    width: float


def _signs(roll: Roll, system: System) -> Iterator[tuple[Fraction, Sign]]:
    for section in system.sections:
        if section.name:
            yield section.start, _section(section.name)
    yield from _meters(roll, system)
    yield from _tempos(roll.sheet.tempo, system)


def _section(name: str) -> Sign:
    width = NAME * _ems(name) + 10.0

    def drawn(x: float, y: float) -> Iterator[Shape]:
        yield Outline(box(x, y - 10.2, width, 14.4, 3.2), Style(fill=TAB))
        yield Words(name, x + 5.0, y, NAME, INK, bold=True)

    return Sign(drawn, width)


def _ems(text: str) -> float:
    """About how wide a text is."""
    return sum(0.95 if ord(ch) > 0x2E7F else 0.6 for ch in text)


def _meters(roll: Roll, system: System) -> Iterator[tuple[Fraction, Sign]]:
    """Where the meter changes."""
    before = next((bar.meter for bar in reversed(roll.sheet.bars) if bar.end == system.start), None)
    for bar in system.bars:
        if bar.meter != before:
            yield bar.start, _text(str(bar.meter), bold=True)
        before = bar.meter


def _text(text: str, bold: bool = False, serif: bool = False) -> Sign:
    def drawn(x: float, y: float) -> Iterator[Shape]:
        yield Words(text, x, y, TEMPO, INK, bold=bold, serif=serif)

    return Sign(drawn, TEMPO * _ems(text))


def _tempos(tempo: Sequence[TempoPoint], system: System) -> Iterator[tuple[Fraction, Sign]]:
    """A new tempo with its figure; and where it begins to slow down or to hurry."""
    told = 0.0
    for point, after in pairwise((*tempo, None)):
        if after is not None and after.position == point.position:
            continue
        is_new, told = told != point.quarters_per_minute, point.quarters_per_minute
        if system.has(point.position) and is_new:
            yield point.position, _figure(point.quarters_per_minute)
        if system.has(point.position) and after is not None and after.ramp:
            slower = after.quarters_per_minute < point.quarters_per_minute
            yield point.position, _text("rit." if slower else "accel.", serif=True)
        told = 0.0 if after is not None and after.ramp else told  # where it ends is told in any case


def _figure(quarters: float) -> Sign:
    """A quarter note, and how many of them there are in a minute."""
    text = f"= {quarters:g}"

    def drawn(x: float, y: float) -> Iterator[Shape]:
        yield Outline(disc(x + 1.8, y - 1.4, 1.7), Style(fill=INK))
        yield Outline(line([(x + 3.2, y - 1.6), (x + 3.2, y - 7.0)]), Style(stroke=INK, width=0.7))
        yield Words(text, x + 6.0, y, TEMPO, INK)

    return Sign(drawn, 6.0 + TEMPO * _ems(text))


# ── dynamics ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Lane:
    """The dynamics of a part that a line shows, from where to where each holds."""

    part: DrawnPart
    marks: tuple[Marked, ...]


def lanes_of(band: Band, system: System) -> list[Lane]:
    """A lane for each part that sings in a line, without what a part over it has there too."""
    lanes: list[Lane] = []
    over: list[DrawnPart] = []
    for part in band.parts:
        marks = tuple(
            one for one in _shown(band, part, system) if not any(_has(other, one) for other in over)
        )
        if marks:
            lanes.append(Lane(part, marks))
        if part.sings(system.start, system.end):
            over.append(part)
    return lanes


def _shown(band: Band, part: DrawnPart, system: System) -> Iterator[Marked]:
    """The marks of a part in a line, but for those under which it only rests."""
    for start, until, mark in part.dynamics:
        end = band.sheet.end if until is None else until
        if mark in HAIRPINS:
            end = min(end, next((one.end for one in band.sheet.sections if one.end > start), end))
        is_here = system.has(start) or (mark in HAIRPINS and start < system.start < end)
        if is_here and (start == end or part.sings(start, end)):
            yield start, end, mark


def _has(part: DrawnPart, marked: Marked) -> bool:
    """Whether what is marked holds in another part at the same place."""
    start, _, mark = marked
    if mark in HAIRPINS:
        return any((one, sign) == (start, mark) for one, _, sign in part.dynamics)
    before = [sign for at, _, sign in part.dynamics if at <= start and sign in LEVELS_DB]
    return (before or [BEGINNING])[-1] == mark


def lane(is_alone: bool, marked: Lane, system: System, y: float) -> Iterator[Shape]:
    """The dynamics of one part, on a baseline."""
    colour = INK if is_alone else marked.part.palette.ink
    texts = {start: mark for start, _, mark in marked.marks if mark in LEVELS_DB}
    for start, mark in texts.items():
        yield Words(mark, system.x(start) + 1.0, y, DYNAMIC, colour, bold=True, serif=True)
    for start, end, mark in marked.marks:
        if mark in HAIRPINS:
            after = DYNAMIC * 0.72 * len(texts.get(start, ""))
            yield _hairpin(mark, system.x(start) + 2.0 + after, system.x(end) - 2.0, system, y - 3.0, colour)


def _hairpin(sign: str, x: float, right: float, system: System, y: float, colour: str) -> Shape:
    """A wedge from `x` to `right`, as much of it as stands on this line."""
    right = max(right, x + 4.0)
    ends = max(x, system.left), min(right, system.right)
    opens = [(at - x) / (right - x) * HAIRPIN / 2 for at in ends]
    if HAIRPINS[sign] < 0:
        opens = [HAIRPIN / 2 - one for one in opens]
    upper = [(at, y - one) for at, one in zip(ends, opens, strict=True)]
    lower = [(at, y + one) for at, one in zip(ends, opens, strict=True)]
    return Outline((*line(upper), *line(lower)), Style(stroke=colour, width=0.7))
