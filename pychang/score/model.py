"""The score: what is to be sung, when on paper; time in exact fractions of a whole note."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from math import log
from typing import Literal

from pychang.diagnostic import Span
from pychang.language.syntax import Word


@dataclass(frozen=True)
class Vibrato:
    """`depth_cents` to each side; a depth of 0 is no vibrato."""

    depth_cents: float
    rate_hz: float
    delay_s: float


@dataclass(frozen=True)
class Expression:
    """How one note is sung, from its braces."""

    vibrato: Vibrato | None = None  # None: the song's, or else the voice's own
    slide_s: float = 0.0  # glide into this note from the one before
    scoop: bool = False
    fall: bool = False
    bend_cents: tuple[float, ...] = ()  # spread evenly over the note
    accent: bool = False
    staccato: bool = False
    tenuto: bool = False
    fermata: bool = False
    breathy: float = 0.0  # 0..1
    level_db: float = 0.0  # `soft`, `loud`


Boundary = Literal["", " ", "|"]


@dataclass(frozen=True)
class Syllable:
    """One Hangul block of the lyrics, as it is sung in its place.

    `boundary` is what stands before it: nothing (inside a word), a space, or `|`, a pause
    that no sound change crosses (line's end, punctuation, rest, breath).
    """

    text: str  # one NFC Hangul block, as written
    boundary: Boundary
    spoken: str | None = None  # one block from `[…]`, sung as it stands
    span: Span | None = None


@dataclass(frozen=True)
class Note:
    """A pitch or a rest with ties already joined.

    Several notes in a row with the same `syllable` are a melisma.
    """

    start: Fraction  # from the beginning of the part, in whole notes
    duration: Fraction
    midi: int | None  # 60 = C4, transposed; None: a rest
    syllable: int | None  # index into `Part.syllables`; None: a rest
    expression: Expression = Expression()
    breath_after: bool = False  # `,`: its time comes out of this note's end
    section: str = ""
    span: Span | None = None
    voice: Word | None = None  # None: the default voice
    gain_db: float = 0.0


@dataclass(frozen=True)
class TempoPoint:
    """From `position` on, `quarters_per_minute`; `ramp`: reached gradually from the point before."""

    position: Fraction
    quarters_per_minute: float
    ramp: bool = False


@dataclass(frozen=True)
class DynamicPoint:
    """At `position` the level is `level_db` (mf is 0); `ramp`: reached gradually from the point before."""

    position: Fraction
    level_db: float
    ramp: bool = False


@dataclass(frozen=True)
class Part:
    """One singer's line, with form, verses and ties unrolled."""

    name: str
    notes: tuple[Note, ...]
    syllables: tuple[Syllable, ...]
    dynamics: tuple[DynamicPoint, ...] = ()
    vibrato: Vibrato | None = None  # the part's default
    pan: float = 0.0


@dataclass(frozen=True)
class Backing:
    """A sound file under the voices; `offset_s` from beat one to its beginning."""

    file: Word
    gain_db: float = 0.0
    offset_s: float = 0.0


@dataclass(frozen=True)
class TempoMap:
    """From positions to seconds; `starts_s` has the time of each point."""

    points: tuple[TempoPoint, ...]
    starts_s: tuple[float, ...]

    @classmethod
    def of(cls, points: Sequence[TempoPoint]) -> TempoMap:
        steps = (_seconds_between(here, after, after.position) for here, after in pairwise(points))
        return cls(tuple(points), tuple(accumulate(steps, initial=0.0)))

    def seconds(self, position: Fraction) -> float:
        """Seconds from the beginning of the score to a position in whole notes."""
        i = max(bisect_right(self.points, position, key=lambda point: point.position) - 1, 0)
        following = self.points[i + 1] if i + 1 < len(self.points) else None
        return self.starts_s[i] + _seconds_between(self.points[i], following, position)


@dataclass(frozen=True)
class Score:
    """What `score` hands on: parts that run side by side over one tempo map."""

    title: str
    artist: str
    parts: tuple[Part, ...]
    tempo: tuple[TempoPoint, ...] = (TempoPoint(Fraction(0), 100.0),)
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""
    key: str = ""  # as written: `F# minor`, `다장조`
    backing: Backing | None = None

    def seconds(self, position: Fraction) -> float:
        """Time in seconds of a position in whole notes (ramps: tempo linear in the position)."""
        return self.tempo_map.seconds(position)

    @cached_property
    def tempo_map(self) -> TempoMap:
        return TempoMap.of(self.tempo)


def _seconds_between(here: TempoPoint, following: TempoPoint | None, position: Fraction) -> float:
    """Seconds from `here` to a `position` before `following`: the integral of 240 / tempo."""
    span = float(position - here.position)
    if span > 0 and following is not None and following.ramp:
        length = float(following.position - here.position)
        slope = (following.quarters_per_minute - here.quarters_per_minute) / length
        if abs(slope) > 1e-9:
            return 240.0 / slope * log((here.quarters_per_minute + slope * span) / here.quarters_per_minute)
    return 240.0 * span / here.quarters_per_minute
