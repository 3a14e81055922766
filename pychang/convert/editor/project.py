"""What a file of a singing editor says, whichever editor it is: notes in ticks, each with its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from pychang.convert.key import Key
from pychang.convert.sheet import PLAIN
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.score.model import Expression, TempoMap, TempoPoint, Vibrato
from pychang.score.settings import Meter
from pychang.score.tempo import FASTEST, SLOWEST, tidy

QUARTER = 480  # ticks
WHOLE = 4 * QUARTER
MOST_NOTES = 20_000
LONGEST = 10_000  # whole notes


@dataclass(frozen=True, slots=True)
class DrawnNote:
    """A note from `start` to `end`, in ticks."""

    start: int
    end: int
    midi: int
    lyric: str
    expression: Expression = PLAIN


@dataclass(frozen=True)
class DrawnTrack:
    """What one singer sings. `words`: with spaces and line ends, if they stand somewhere."""

    name: str
    notes: tuple[DrawnNote, ...]
    is_muted: bool = False
    gain_db: float = 0.0
    pan: float = 0.0
    dynamics: tuple[tuple[int, str], ...] = ()
    words: str = ""
    vibrato: Vibrato | None = None  # of the long notes that say nothing of it


@dataclass(frozen=True)
class Project:
    """A file of a singing editor. `tempo` in quarter notes a minute from a tick on; `marks` name sections."""

    path: Path
    tracks: tuple[DrawnTrack, ...]
    tempo: tuple[tuple[int, float], ...] = ()
    meters: tuple[tuple[int, Meter], ...] = ()
    key: Key | None = None
    title: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    is_exact: bool = False  # written by a program: no tick was played or dragged

    @cached_property
    def tempo_points(self) -> tuple[TempoPoint, ...]:
        return points_of(self.tempo)

    @property
    def has_odd_tempo(self) -> bool:
        return any(not SLOWEST <= bpm <= FASTEST for _, bpm in self.tempo)


def points_of(tempo: Sequence[tuple[int, float]]) -> tuple[TempoPoint, ...]:
    """A project's tempo in whole notes, and in our range."""
    points = [(Fraction(max(tick, 0), WHOLE), bpm) for tick, bpm in sorted(tempo)]
    first = points[0][1] if points else 120.0
    return tidy(TempoPoint(at, _inside(bpm)) for at, bpm in [(Fraction(0), first), *points])


@dataclass(frozen=True)
class Clock:
    """Ticks as seconds."""

    tempo_map: TempoMap

    @classmethod
    def of(cls, tempo: Sequence[tuple[int, float]]) -> Clock:
        return cls(TempoMap.of(points_of(tempo)))

    def seconds(self, tick: int) -> float:
        return self.tempo_map.seconds(Fraction(tick, WHOLE))


def _inside(bpm: float) -> float:
    return round(min(max(bpm, SLOWEST), FASTEST), 3)


def check_size(path: Path, notes: int, end: int) -> None:
    """Wrong if there are no notes, or more of them or a longer song than anybody sings."""
    if not notes:
        raise Wrong("score", path, _NO_NOTES, _CHOOSE_ANOTHER)
    if notes > MOST_NOTES or end > LONGEST * WHOLE:
        raise Wrong("score", path, _TOO_LONG, _CHOOSE_ANOTHER)


_NO_NOTES = Text("부를 음이 하나도 없습니다.", "there is no note to sing in it.")
_TOO_LONG = Text("노래 한 곡으로는 너무 깁니다.", "too long for one song.")
_CHOOSE_ANOTHER = Text("다른 파일이 아닌지 보세요.", "See whether this is another file than was meant.")
