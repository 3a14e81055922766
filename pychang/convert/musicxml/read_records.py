"""What stands in the measures of a part, as it is written; positions in whole notes from the barline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from pychang.convert.key import Key
from pychang.language.syntax import Pitch
from pychang.score.settings import Meter


@dataclass(frozen=True, slots=True)
class WrittenLyric:
    """The text of one verse under one note.

    `line` is the verse as the file names it. `syllabic`: `single` `begin` `middle` `end`, or "" where nothing
    is said. `extends`: a line of extension begins; with no text, it goes on here. `pause`: the end of a line.
    """

    line: str
    text: str
    syllabic: str = ""
    extends: bool = False
    pause: bool = False


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note with a pitch, as it sounds; `duration` is 0 for a grace note, whose `length` is as it looks.

    `marks`: the names of what stands on it (`accent`, `fermata`, `slide-stop` …). `passes`: the times through
    a repeat in which it sounds, none for all. `bend_cents`: how far it lies from its pitch.
    """

    start: Fraction
    duration: Fraction
    pitch: Pitch
    voice: str = "1"
    staff: int = 1
    lyrics: tuple[WrittenLyric, ...] = ()
    marks: frozenset[str] = frozenset()
    tied_on: bool = False  # a tie begins here
    tied_from: bool = False  # a tie ends here
    length: Fraction = Fraction(0)
    passes: frozenset[int] = frozenset()
    bend_cents: float = 0.0
    graces: tuple[WrittenNote, ...] = ()  # that are sung before it
    after: tuple[WrittenNote, ...] = ()  # that are sung at its end

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Event:
    """Something said over or under the notes: `kind` is `tempo`, `tempo-word`, `unit`, `line-stop`,
    `dynamic`, `level`, `wedge` or `accent`. `line`: the name of the dashed line that goes with it."""

    position: Fraction
    kind: str
    value: str | float
    staff: int = 0  # 0: all
    line: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a measure has to do with the order of playing; all but `forward`, `ending`, `segno`, `coda` and
    `rehearsal` holds at its end.

    `ending`: the numbers of the ending that begins here. `double`: the barline at its end is a double one.
    `symbols`: coda signs of which it is not said whether they are left or arrived at.
    """

    forward: bool = False
    backward: bool = False
    times: int = 0
    ending: frozenset[int] = frozenset()
    ending_stops: bool = False
    segno: str = ""
    coda: str = ""
    to_coda: str = ""
    symbols: int = 0
    fine: bool = False
    jump: str = ""  # `capo`, or the name of a segno
    with_repeats: bool = False
    rehearsal: str = ""
    double: bool = False


def joined(signs: Iterable[Signs]) -> Signs:
    """What the parts say together of one measure."""
    whole = Signs()
    for one in signs:
        if one != _NOTHING:
            said = {name: value for name in Signs.__slots__ if (value := getattr(one, name))}
            if whole.ending:
                said.pop("ending", None)
            whole = replace(whole, **said)
    return whole


_NOTHING = Signs()


@dataclass(frozen=True, slots=True)
class WrittenBar:
    """One measure of one part. `reach`: how far its notes and rests go. `meter`: a change to another.
    `is_implicit`: an upbeat, or the rest of a measure that a repeat divides."""

    number: str
    notes: tuple[WrittenNote, ...] = ()
    events: tuple[Event, ...] = ()
    signs: Signs = _NOTHING
    reach: Fraction = Fraction(0)
    meter: Meter | None = None
    key: Key | None = None
    is_implicit: bool = False


@dataclass(frozen=True)
class WrittenPart:
    """A part of the score, `number` from 1. `is_voice`: its name or its instrument is a singer's."""

    number: int
    name: str
    bars: tuple[WrittenBar, ...]
    is_voice: bool = False
    has_lyrics: bool = False
    left_out: dict[str, list[str]] = field(default_factory=dict)  # what, and in which measures
