"""A song as it is drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from pychang.convert.roll.systems import System
from pychang.convert.sheet import Sheet, SheetPart, Tone

if TYPE_CHECKING:
    from pychang.convert.roll.curve import Curve

ROOM_BELOW, ROOM_ABOVE = 1, 3  # semitones around what is sung
MIDDLE = 65  # where nothing is
TALL, LESS_TALL, ALL_TALL = 132.0, 104.0, 640.0  # points of a roll alone, of one among others, of all
LOWEST_ROW, HIGHEST_ROW = 5.0, 8.0
NEAR, MET = 1, 0.1  # semitones; and the share of the notes that may meet others
BAR_HEIGHT = 7.0  # of a note, at least


@dataclass(frozen=True)
class Palette:
    """The colours of one part: of its notes, their edges, its words, and its pitch as sung."""

    fill: str
    edge: str
    ink: str
    curve: str


PALETTES = (
    Palette("#c3dcf6", "#3f7fc6", "#123a63", "#d8432f"),
    Palette("#fbd3c1", "#d66c3f", "#6d2d10", "#8a3a17"),
    Palette("#c9e9d0", "#419a5b", "#17492a", "#226b3a"),
    Palette("#ddd1f3", "#7f60ba", "#382561", "#553a92"),
    Palette("#f6e4ad", "#bd9420", "#594306", "#7c5f10"),
    Palette("#c2e7e7", "#329393", "#0f4747", "#1b6868"),
)


@dataclass(frozen=True)
class DrawnPart:
    """`words` has the syllable that begins with each tone, "" where one is held or none is known."""

    part: SheetPart
    words: tuple[str, ...]
    palette: Palette
    curve: Curve

    @property
    def tones(self) -> tuple[Tone, ...]:
        return self.part.tones

    @cached_property
    def _starts(self) -> list[Fraction]:
        return [tone.start for tone in self.tones]

    def within(self, start: Fraction, end: Fraction) -> range:
        """Which tones may sound between two places: those that begin there, and the one before them."""
        return range(max(bisect_left(self._starts, start) - 1, 0), bisect_left(self._starts, end))

    def at(self, start: Fraction, end: Fraction) -> Iterator[tuple[Tone, str]]:
        """The tones that sound between two places, with their words."""
        for place in self.within(start, end):
            if self.tones[place].end > start:
                yield self.tones[place], self.words[place]

    def sings(self, start: Fraction, end: Fraction) -> bool:
        return next(self.at(start, end), None) is not None

    @cached_property
    def dynamics(self) -> tuple[tuple[Fraction, Fraction | None, str], ...]:
        """Each mark, from where to where it holds; None: to the end."""
        following = (*self.part.dynamics[1:], None)
        return tuple(
            (one.position, after.position if after else None, one.mark)
            for one, after in zip(self.part.dynamics, following, strict=False)
        )


@dataclass(frozen=True)
class Band:
    """Parts on one roll, and the pitches that it shows; `tall`: how many points it may have at most."""

    sheet: Sheet
    parts: tuple[DrawnPart, ...]
    tall: float = TALL

    @cached_property
    def _sung(self) -> list[int]:
        return [tone.pitch.midi for part in self.parts for tone in part.tones]

    @cached_property
    def low(self) -> int:
        return min(self._sung, default=MIDDLE) - ROOM_BELOW

    @cached_property
    def high(self) -> int:
        return max(self._sung, default=MIDDLE) + ROOM_ABOVE

    @property
    def rows(self) -> int:
        return self.high - self.low + 1

    @cached_property
    def row(self) -> float:
        """Points of a semitone."""
        return min(max(self.tall / self.rows, LOWEST_ROW), HIGHEST_ROW)

    @property
    def height(self) -> float:
        return self.rows * self.row

    def y(self, midi: float) -> float:
        """The middle of a pitch, from the upper edge of the roll."""
        return (self.high - midi + 0.5) * self.row

    @property
    def bar_height(self) -> float:
        """Of a note."""
        return max(self.row, BAR_HEIGHT)

    def sings(self, system: System) -> bool:
        return any(part.sings(system.start, system.end) for part in self.parts)


@dataclass(frozen=True)
class Roll:
    """All of a song: its bands, one under another on each line."""

    sheet: Sheet
    bands: tuple[Band, ...]
    systems: tuple[System, ...]

    @property
    def parts(self) -> tuple[DrawnPart, ...]:
        return tuple(part for band in self.bands for part in band.parts)

    def bands_in(self, system: System) -> list[Band]:
        """Those that sing in a line; if none does, the first."""
        return [band for band in self.bands if band.sings(system)] or [self.bands[0]]


def bands_of(sheet: Sheet, parts: Sequence[DrawnPart]) -> tuple[Band, ...]:
    """Parts together on one roll as long as their notes do not cover one another."""
    together: list[list[DrawnPart]] = []
    for part in parts:
        band = next((one for one in together if not any(_collide(part, other) for other in one)), None)
        if band is None:
            together.append([part])
        else:
            band.append(part)
    tall = TALL if len(together) == 1 else min(LESS_TALL, ALL_TALL / len(together))
    return tuple(Band(sheet, tuple(one), tall) for one in together)


def _collide(one: DrawnPart, other: DrawnPart) -> bool:
    """Whether more than a few notes of two parts are at the same place, with other words."""
    met = sum(
        tone.start < beside.end and abs(tone.pitch.midi - beside.pitch.midi) <= NEAR and word != said
        for tone, word in zip(one.tones, one.words, strict=True)
        for beside, said in other.at(tone.start, tone.end)
    )
    return met > MET * min(len(one.tones), len(other.tones))
