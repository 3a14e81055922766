"""The tempo of a section, as points in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Diagnostic, Text, error, warning
from pychang.language.syntax import MarkElement
from pychang.language.wording import josa
from pychang.score.model import TempoPoint
from pychang.score.numbers import number

SLOWER, FASTER = "rit", "accel"
TEMPO_MARKS = ("tempo", SLOWER, FASTER)
SLOWEST, FASTEST = 20, 400


@dataclass(frozen=True, slots=True)
class TempoChange:
    """From a position on another tempo; `gradual`: from there, reached at the next change."""

    position: Fraction
    quarters_per_minute: float
    gradual: bool = False


def points(start: float, changes: Iterable[TempoChange], end: Fraction) -> Iterator[TempoPoint]:
    """The points of one section, from 0 to `end`.

    A ritardando or accelerando goes on until the next change, or the section's end.
    """
    tempo, aim = start, None
    yield TempoPoint(Fraction(0), start)
    for change in [*changes, None]:
        position = change.position if change else end
        if aim is not None:
            tempo = aim
            yield TempoPoint(position, aim, ramp=True)
        if change is None:
            return
        aim = change.quarters_per_minute if change.gradual else None
        tempo = tempo if change.gradual else change.quarters_per_minute
        yield TempoPoint(position, tempo)


def tidy(tempo: Iterable[TempoPoint]) -> tuple[TempoPoint, ...]:
    """The same tempo without the points that change nothing."""
    kept: list[TempoPoint] = []
    for point in tempo:
        before = kept[-1] if kept else None
        jump = before is not None and before.position == point.position
        if point.ramp and (jump or before.quarters_per_minute == point.quarters_per_minute):
            continue  # no time for it, or no change
        if jump and not before.ramp:
            kept.pop()
        kept.append(point)
    return tuple(
        point
        for i, point in enumerate(kept)
        if not i or point.ramp or _changes(kept[i - 1], point) or _is_ramp(kept[i + 1 : i + 2])
    )


def _changes(before: TempoPoint, point: TempoPoint) -> bool:
    return before.quarters_per_minute != point.quarters_per_minute


def _is_ramp(following: list[TempoPoint]) -> bool:
    return bool(following) and following[0].ramp


def read_mark(mark: MarkElement) -> tuple[float | None, Diagnostic | None]:
    """Quarter notes a minute of `@tempo(90)`, `@rit(60)`, `@accel(120)`; or why it has none."""
    value = None if mark.argument is None else number(mark.argument)
    if value is not None and SLOWEST <= value <= FASTEST:
        return value, None
    message = Text(
        f"{mark.written}: 빠르기를 읽을 수 없습니다.", f"{mark.written}: no tempo that can be used."
    )
    example = {SLOWER: 60, FASTER: 120}.get(mark.name, 90)
    hint = Text(
        f"1분에 4분음표 몇 개인지 {SLOWEST}~{FASTEST}의 수로 적으세요: @{mark.name}({example}).",
        f"Write quarter notes a minute, {SLOWEST} to {FASTEST}: @{mark.name}({example}).",
    )
    return None, error("E210", mark.span, message, hint)


def wrong_way(mark: MarkElement, before: float, value: float) -> Diagnostic | None:
    """A ritardando that does not slow down, an accelerando that does not speed up."""
    wrong = {SLOWER: value >= before, FASTER: value <= before}.get(mark.name, False)
    if not wrong:
        return None
    name = mark.written
    slower_ko, slower_en = ("느리", "slower") if mark.name == SLOWER else ("빠르", "faster")
    other = FASTER if mark.name == SLOWER else SLOWER
    message = Text(
        f"{name}{josa(name, '이', '가')} 앞의 빠르기 {before:g}보다 {slower_ko}지 않습니다.",
        f"{name} is not {slower_en} than the {before:g} before it.",
    )
    hint = Text(
        f"거꾸로라면 @{other}({mark.argument}), 한 번에 바꾸려면 @tempo({mark.argument})를 쓰세요.",
        f"The other way is @{other}({mark.argument}); at once is @tempo({mark.argument}).",
    )
    return warning("W222", mark.span, message, hint)
