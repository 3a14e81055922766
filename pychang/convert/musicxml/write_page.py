"""The page: a song's sections in the order in which they are written down, between their barlines.

Time on the page is counted in whole notes from its beginning; a stretch between repeat signs stands there
once, with a verse for each time that it is sung.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from pychang.convert.musicxml.write_form import Block, blocks_of
from pychang.convert.sheet import Sheet
from pychang.convert.unroll import Music, music_of
from pychang.score.settings import Meter


@dataclass(frozen=True)
class Place:
    """A section on the page. `verses`: which of the section's verses is sung each time, from 0.

    `block`: the music that stands between the same repeat signs, and of which it `is_first`, `is_last`; it
    alone if it is not repeated.
    """

    music: Music
    start: Fraction
    verses: tuple[int, ...]
    is_first: bool
    is_last: bool
    block: tuple[Music, ...]

    @property
    def times(self) -> int:
        return len(self.verses)

    @property
    def end(self) -> Fraction:
        return self.start + self.music.duration

    @property
    def is_returned_to(self) -> bool:
        """Whether a repeat leads back to its beginning."""
        return self.is_first and self.times > 1


@dataclass(frozen=True)
class PageBar:
    """A bar on the page. `shift`: where in the meter it begins, above 0 for an upbeat.

    `number` as printed; an upbeat is not counted (`implicit`) that is the song's, or fills up the short bar
    before it. `opens`, `closes`: the section that begins or ends with it.
    """

    start: Fraction
    duration: Fraction
    meter: Meter
    shift: Fraction
    number: str
    implicit: bool
    opens: Place | None
    closes: Place | None

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True)
class Page:
    places: tuple[Place, ...]
    bars: tuple[PageBar, ...]

    @property
    def end(self) -> Fraction:
        return self.bars[-1].end


def page_of(sheet: Sheet) -> Page:
    """A sheet that has a bar at least, laid out."""
    music = {
        section.name: music_of(sheet, section) for section in sheet.sections if section.end > section.start
    }
    passes = [name for name in sheet.form if name in music] or list(music)
    blocks = blocks_of(passes, {name: one.duration for name, one in music.items()})
    places = tuple(_places(blocks, music))
    return Page(places, tuple(_numbered(places)))


def _places(blocks: tuple[Block, ...], music: dict[str, Music]) -> Iterator[Place]:
    now, sung = Fraction(0), Counter[str]()
    for block in blocks:
        in_block = tuple(music[name] for name in block.names)
        each = Counter(block.names)
        for place, name in enumerate(block.names):
            before = block.names[:place].count(name)
            verses = tuple(sung[name] + before + each[name] * time for time in range(block.times))
            last = place == len(block.names) - 1
            yield Place(music[name], now, verses, place == 0, last, in_block)
            now += music[name].duration
        sung.update({name: times * block.times for name, times in each.items()})


def _numbered(places: tuple[Place, ...]) -> Iterator[PageBar]:
    """All bars; the upbeat of the song is number 0, later ones X1, X2 …, as MusicXML has them."""
    numbers, upbeats = count(1), count(1)
    before = None
    for bar in _bars(places):
        if not bar.shift or (before and not _fills_up(before, bar)):
            yield replace(bar, number=str(next(numbers)))
        else:
            yield replace(bar, number=f"X{next(upbeats)}" if before else "0", implicit=True)
        before = bar


def _fills_up(before: PageBar, upbeat: PageBar) -> bool:
    return before.meter == upbeat.meter and before.duration + upbeat.duration <= upbeat.meter.length


def _bars(places: tuple[Place, ...]) -> Iterator[PageBar]:
    for place in places:
        bars = place.music.bars
        for bar in bars:
            is_upbeat = not bar.start and bar.duration < bar.meter.length
            yield PageBar(
                place.start + bar.start,
                bar.duration,
                bar.meter,
                bar.meter.length - bar.duration if is_upbeat else Fraction(0),
                "",
                False,
                place if bar is bars[0] else None,
                place if bar is bars[-1] else None,
            )
