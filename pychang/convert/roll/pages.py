"""Lines of a roll on pages: the title over the first, one under another, as many as a page holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pychang.convert.roll.ground import KEYS, ground
from pychang.convert.roll.model import Band, DrawnPart, Roll
from pychang.convert.roll.notes import curve, marks, notes, words
from pychang.convert.roll.shapes import Outline, Page, Shape, Style, Words, box
from pychang.convert.roll.signs import GREY, INK, LANE, STRIP, lane, lanes_of, strip
from pychang.convert.roll.systems import System

WIDTH, HEIGHT = 595.0, 842.0  # A4
MARGIN = 34.0
LEFT = MARGIN + KEYS
ROLL_WIDTH = WIDTH - LEFT - MARGIN
FOOT = 30.0  # under the last line
BETWEEN, BETWEEN_BANDS = 15.0, 4.0  # lines, and rolls on one line
TITLE, ABOUT, SMALL = 19.0, 8.6, 6.6
TITLE_ROOM, ABOUT_ROOM = 33.0, 15.0
SWATCH, LEGEND_BETWEEN = 7.0, 16.0
PEOPLE = (("artist", "노래"), ("lyricist", "작사"), ("composer", "작곡"))


def pages_of(roll: Roll) -> list[Page]:
    """Pages of A4, numbered; one is longer where a single line of very many parts is."""
    pages: list[list[Shape]] = [[*header(roll)]]
    heights = [HEIGHT]
    y = _header_height(roll)
    for number, system in enumerate(roll.systems):
        height = _height(roll, system)
        if number and y + height > HEIGHT - FOOT:
            pages.append([])
            heights.append(HEIGHT)
            y = MARGIN
        pages[-1] += _system(roll, system, y)
        heights[-1] = max(HEIGHT, y + height + FOOT)
        y += height + BETWEEN
    numbers = [f"{number} / {len(pages)}" if len(pages) > 1 else "" for number in range(1, len(pages) + 1)]
    return [
        Page(WIDTH, height, (*shapes, *_footer(roll, height, number)))
        for height, shapes, number in zip(heights, pages, numbers, strict=True)
    ]


def one_page_of(roll: Roll) -> Page:
    """All of a song on one page, as long as it is."""
    shapes: list[Shape] = [*header(roll)]
    y = _header_height(roll)
    for system in roll.systems:
        shapes += _system(roll, system, y)
        y += _height(roll, system) + BETWEEN
    height = y + (FOOT if roll.sheet.copyright else MARGIN) - BETWEEN
    return Page(WIDTH, height, (*shapes, *_footer(roll, height, "")))


def _height(roll: Roll, system: System) -> float:
    bands = roll.bands_in(system)
    lanes = sum(len(lanes_of(band, system)) for band in bands)
    return STRIP + sum(band.height for band in bands) + LANE * lanes + BETWEEN_BANDS * (len(bands) - 1)


def _system(roll: Roll, system: System, y: float) -> Iterator[Shape]:
    """One line with all that belongs to it, from `y` down."""
    top = y + STRIP
    yield from strip(roll, system, top)
    for band in roll.bands_in(system):
        yield from _band(band, system, top)
        top += band.height
        for marked in lanes_of(band, system):
            top += LANE
            yield from lane(len(roll.parts) == 1, marked, system, top - 2.0)
        top += BETWEEN_BANDS


def _band(band: Band, system: System, top: float) -> Iterator[Shape]:
    """What is nearest to the reader comes last."""
    yield from ground(band, system, top)
    for layer in (notes, curve, words, marks):
        for part in reversed(band.parts):
            yield from layer(band, part, system, top)


# ── around the lines ─────────────────────────────────────────────────────────────────────────────


def header(roll: Roll) -> Iterator[Shape]:
    """Title, the people, and which colour is whose."""
    y = MARGIN
    if roll.sheet.title:
        yield Words(roll.sheet.title, WIDTH / 2, y + TITLE * 0.8, TITLE, INK, "middle", bold=True)
        y += TITLE_ROOM
    if people := _people(roll):
        yield Words(people, WIDTH - MARGIN, y, ABOUT, GREY, "end")
    if _has_legend(roll):
        yield from _legend(roll.parts, y)


def _header_height(roll: Roll) -> float:
    about = ABOUT_ROOM if _people(roll) or _has_legend(roll) else 0.0
    return MARGIN + (TITLE_ROOM if roll.sheet.title else 0.0) + about


def _people(roll: Roll) -> str:
    told = ((word, getattr(roll.sheet, name)) for name, word in PEOPLE)
    return "  ·  ".join(f"{word} {value}" for word, value in told if value)


def _has_legend(roll: Roll) -> bool:
    return len(roll.parts) > 1


def _legend(parts: Sequence[DrawnPart], y: float) -> Iterator[Shape]:
    x = MARGIN
    for part in parts:
        style = Style(fill=part.palette.fill, stroke=part.palette.edge, width=0.7)
        yield Outline(box(x, y - SWATCH, SWATCH + 4.0, SWATCH, 2.2), style)
        yield Words(part.part.name, x + SWATCH + 8.0, y - 0.6, ABOUT, INK)
        x += SWATCH + 8.0 + ABOUT * len(part.part.name) + LEGEND_BETWEEN


def _footer(roll: Roll, height: float, number: str) -> Iterator[Shape]:
    y = height - FOOT / 2
    if roll.sheet.copyright:
        yield Words(roll.sheet.copyright, MARGIN, y, SMALL, GREY)
    if number:
        title = f"{roll.sheet.title}  " if roll.sheet.title else ""
        yield Words(title + number, WIDTH - MARGIN, y, SMALL, GREY, "end")
