"""Dynamics and hairpins over one line, in written time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from pychang.convert.musicxml.read_lines import Line
from pychang.convert.musicxml.read_records import Event, WrittenPart
from pychang.convert.musicxml.read_words import LOUDNESS
from pychang.convert.sheet import Dynamic
from pychang.score.dynamics import BEGINNING, LEVELS_DB

_LOUDER = tuple(LEVELS_DB)
_SOON = Fraction(1, 4)  # a dynamic so soon after a hairpin's end is what it goes to

Placed = tuple[Fraction, Event]


def dynamics_of(line: Line, parts: Sequence[WrittenPart], starts: Sequence[Fraction]) -> tuple[Dynamic, ...]:
    """The dynamics of a line: those of its staff, of its part, or of the first part that has some.

    Levels for playback alone count where nothing is written.
    """
    own = line.voice.part
    for part, staff in ((own, line.voice.staff), (own, 0), *((part, 0) for part in parts)):
        marks = _placed(part, starts, staff, ("dynamic", "wedge"))
        if marks:
            return tuple(_in_marks(marks))
    return tuple(
        Dynamic(position, next(name for most, name in LOUDNESS if float(event.value) <= most))
        for position, event in _placed(own, starts, 0, ("level",))
        if float(event.value) <= LOUDNESS[-1][0]
    )


def accents_of(line: Line) -> frozenset[tuple[int, Fraction]]:
    """Where an sfz or the like stands over a line: measure and position."""
    return frozenset(
        (bar, event.position)
        for bar, one in enumerate(line.voice.part.bars)
        for event in one.events
        if event.kind == "accent" and event.staff in (0, line.voice.staff)
    )


def _placed(part: WrittenPart, starts: Sequence[Fraction], staff: int, kinds: Iterable[str]) -> list[Placed]:
    found = [
        (starts[bar] + event.position, event)
        for bar, one in enumerate(part.bars)
        for event in one.events
        if event.kind in kinds and (not staff or event.staff in (0, staff))
    ]
    return sorted(found, key=lambda one: (one[0], one[1].kind == "wedge" and one[1].value != "stop"))


def _in_marks(marks: Sequence[Placed]) -> Iterable[Dynamic]:
    """Hairpins last to the next dynamic; where none stands at the end of one, it ends a step on."""
    level, hairpin = BEGINNING, ""
    for i, (position, event) in enumerate(marks):
        if event.kind == "dynamic":
            level, hairpin = str(event.value), ""
            yield Dynamic(position, level)
        elif event.value != "stop":
            if hairpin:  # the one before ends here, a step on
                level = _step(level, hairpin)
            hairpin = str(event.value)
            yield Dynamic(position, hairpin)
        elif hairpin and not _soon(marks[i + 1 :], position):
            level, hairpin = _step(level, hairpin), ""
            yield Dynamic(position, level)


def _soon(following: Sequence[Placed], position: Fraction) -> bool:
    after = next((one for one in following if one[1].kind == "dynamic" or one[1].value != "stop"), None)
    return after is not None and after[0] - position <= _SOON and after[1].kind == "dynamic"


def _step(level: str, hairpin: str) -> str:
    place = _LOUDER.index(level) + (1 if hairpin == "<" else -1)
    return _LOUDER[min(max(place, 0), len(_LOUDER) - 1)]
