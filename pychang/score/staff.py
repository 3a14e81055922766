"""A section with its times: every length resolved, counted from the section's start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language.syntax import (
    BreathElement,
    Element,
    LyricLine,
    MarkElement,
    NoteElement,
    NoteLine,
    RestElement,
    Section,
    Setting,
    TieElement,
    Word,
)
from pychang.score.expression import expression
from pychang.score.model import Expression, TempoPoint
from pychang.score.settings import Meter, Place, Settings, resolve
from pychang.score.tempo import TEMPO_MARKS, TempoChange, read_mark, tidy, wrong_way
from pychang.score.tempo import points as tempo_points

PLAIN = Expression()
ASSUMED_LENGTH = Fraction(1, 4)  # where a line does not say, after the complaint


@dataclass(frozen=True, slots=True)
class Timed:
    """An element in its place; breaths and marks last 0. `midi` is transposed, None but for notes."""

    element: Element
    start: Fraction
    duration: Fraction
    midi: int | None = None
    expression: Expression = PLAIN


@dataclass(frozen=True, slots=True)
class TimedBar:
    """A bar; `sure` is False where a mistake leaves its length unknown."""

    elements: tuple[Timed, ...]
    meter: Meter
    span: Span
    sure: bool = True
    damaged: bool = False

    @property
    def duration(self) -> Fraction:
        if not self.elements:
            return Fraction(0)
        last = self.elements[-1]
        return last.start + last.duration - self.elements[0].start


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A note line; `slots` are its notes, which take syllables."""

    bars: tuple[TimedBar, ...]
    closed: bool
    lyrics: tuple[LyricLine, ...]
    span: Span
    voice: Word | None = None
    gain_db: float = 0.0

    @property
    def elements(self) -> tuple[Timed, ...]:
        return tuple(timed for bar in self.bars for timed in bar.elements)

    @property
    def slots(self) -> tuple[Timed, ...]:
        return tuple(timed for timed in self.elements if isinstance(timed.element, NoteElement))

    @property
    def damaged(self) -> bool:
        return any(bar.damaged for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Staff:
    """A section of one part as it is sung once; `sets_tempo`: it says more of it than the song does."""

    section: Section
    lines: tuple[TimedLine, ...]
    tempo: tuple[TempoPoint, ...]
    sets_tempo: bool
    duration: Fraction

    def marks(self) -> Iterator[tuple[Fraction, MarkElement]]:
        for line in self.lines:
            for timed in line.elements:
                if isinstance(timed.element, MarkElement):
                    yield timed.start, timed.element


def numbered_bars(lines: Iterable[TimedLine]) -> Iterator[tuple[int, TimedLine, TimedBar]]:
    """The bars of a section's lines, each with its line and its number from 1.

    A bar that a line leaves open goes on with the next line's first, if the meter has room for both.
    """
    number, open_for = 0, None  # how long a bar that goes on has been so far
    for line in lines:
        for i, bar in enumerate(line.bars):
            goes_on = open_for is not None and open_for + bar.duration <= bar.meter.length
            number += 0 if goes_on else 1
            yield number, line, bar
            before = open_for if goes_on else 0
            open_for = before + bar.duration if not line.closed and i == len(line.bars) - 1 else None


def bearing(settings: Settings) -> tuple[object, ...]:
    """The settings that a section's staff depends on."""
    return (
        settings.tempo,
        settings.meter,
        settings.transpose,
        settings.vibrato,
        settings.voice,
        settings.gain,
    )


def measure(section: Section, settings: Settings) -> tuple[Staff, tuple[Diagnostic, ...]]:
    """Give every element of a section its time, by its settings and its part's."""
    lines: list[TimedLine] = []
    changes: list[TempoChange] = []
    mistakes: list[Diagnostic] = []
    now = Fraction(0)
    tempo = settings.tempo
    for item in section.items:
        if isinstance(item, Setting):
            settings, found = resolve((item,), settings, Place.SECTION)
            if item.name.text == "tempo":
                changes.append(TempoChange(now, settings.tempo))
        else:
            line, now, found = _time_line(item, now, settings)
            lines.append(line)
            changes += _tempo_changes(line, changes[-1].quarters_per_minute if changes else tempo, found)
        mistakes += found
    points = tidy(tempo_points(tempo, changes, now))
    return Staff(section, tuple(lines), points, bool(changes), now), tuple(mistakes)


def _tempo_changes(line: TimedLine, tempo: float, mistakes: list[Diagnostic]) -> Iterator[TempoChange]:
    """The changes that the marks of a line ask for; `tempo` is the one before."""
    for timed in line.elements:
        mark = timed.element
        if isinstance(mark, MarkElement) and mark.name in TEMPO_MARKS:
            value, unread = read_mark(mark)
            found = unread or wrong_way(mark, tempo, value)
            mistakes += [found] if found else []
            if value is not None:
                tempo = value
                yield TempoChange(timed.start, value, gradual=mark.name != "tempo")


def _time_line(
    line: NoteLine, now: Fraction, settings: Settings
) -> tuple[TimedLine, Fraction, list[Diagnostic]]:
    carried = _Carried()
    bars: list[TimedBar] = []
    mistakes: list[Diagnostic] = []
    for bar in line.bars:
        elements: list[Timed] = []
        sure = not bar.damaged
        carried.sure &= sure  # what could not be read may have said another length
        for element in bar.elements:
            timed, found = _time(element, now, carried, settings)
            elements.append(timed)
            now += timed.duration
            mistakes += found
            sure = sure and (carried.sure or not timed.duration)
        carried.sure &= not bar.damaged
        bars.append(TimedBar(tuple(elements), settings.meter, bar.span, sure, bar.damaged))
    timed_line = TimedLine(tuple(bars), line.closed, line.lyrics, line.span, settings.voice, settings.gain)
    return timed_line, now, mistakes


class _Carried:
    """The length that the notes of one line hand on; not `sure` after something that could not be read."""

    def __init__(self) -> None:
        self.length: Fraction | None = None
        self.sure = True

    def take(self, element: NoteElement | RestElement | TieElement) -> tuple[Fraction, list[Diagnostic]]:
        if element.length:
            self.length, self.sure = element.length.value, True
        elif self.length is None:
            self.length, complain = ASSUMED_LENGTH, self.sure
            self.sure = False
            return self.length, [_no_length(element.span)] if complain else []
        return self.length, []


def _time(
    element: Element, now: Fraction, carried: _Carried, settings: Settings
) -> tuple[Timed, list[Diagnostic]]:
    if isinstance(element, BreathElement | MarkElement):
        return Timed(element, now, Fraction(0)), []
    duration, mistakes = carried.take(element)
    if not isinstance(element, NoteElement):
        return Timed(element, now, duration), mistakes
    sung, found = expression(element.options, settings.vibrato) if element.options else (PLAIN, ())
    midi = element.pitch.midi + settings.transpose
    return Timed(element, now, duration, midi, sung), [*mistakes, *found]


def _no_length(span: Span) -> Diagnostic:
    return error(
        "E205",
        span,
        Text("줄의 첫 음에 길이가 없습니다.", "The first note on a line must say how long it is."),
        Text(
            "길이를 붙이세요: C4:4는 4분음표, C4:8은 8분음표. 길이는 다음 줄로 이어지지 않습니다.",
            "Add a length: C4:4 is a quarter, C4:8 an eighth. Lengths do not carry over between lines.",
        ),
    )
