"""Tempo marks in the order of their measures, as points in written time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.musicxml.read_records import Event
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_words import TempoWord, tempo_word
from pychang.score.model import TempoPoint
from pychang.score.tempo import FASTEST, SLOWEST, tidy

USUAL = 100.0
_FARTHEST = 4  # measures that a ritardando lasts at most
_EARLY = 2  # measures in which the first tempo is that of the beginning


@dataclass(frozen=True)
class TempoMark:
    """A number, a share of the tempo before (`unit`), or a word; at a place in written time.

    `until`, `aim`: where a gradual change ends and the tempo that it reaches, if that is said.
    """

    position: Fraction
    bar: int
    number: float | None = None
    unit: float | None = None
    word: TempoWord | None = None
    text: str = ""
    until: Fraction | None = None
    aim: float | None = None


def tempo_marks(parts: Sequence[Sequence[Sequence[Event]]], starts: Sequence[Fraction]) -> list[TempoMark]:
    """The marks of all parts, each given as the events of its measures; of what stands at one place a number
    counts before a word, and what another part says during a ritardando with a line does not."""
    found = (mark for bars in parts for mark in _of_part(bars, starts))
    outside, until = [], Fraction(0)
    for mark in sorted(found, key=lambda mark: mark.position):
        if mark.position >= until or (outside and mark.position == outside[-1].position):
            outside.append(mark)
            until = mark.until or until
    return list(_one_a_place(outside))


def _of_part(bars: Sequence[Sequence[Event]], starts: Sequence[Fraction]) -> Iterator[TempoMark]:
    """The marks of one part. What stands under the dashed line of a ritardando are the steps in which it is
    played, the last of them what it reaches."""
    events = [(starts[bar] + one.position, bar, one) for bar, events in enumerate(bars) for one in events]
    events = sorted((one for one in events if one[2].kind in _KINDS), key=lambda one: one[0])
    gradual: tuple[TempoMark, str] | None = None
    steps: list[TempoMark] = []
    for position, bar, event in events:
        mark = _mark(position, bar, event)
        if gradual is None:
            if mark and event.line and mark.word and mark.word.kind == "gradual":
                gradual = mark, event.line
            elif mark:
                yield mark
        elif event.kind == "line-stop" and event.line == gradual[1]:
            numbers = [step.number for step in steps if step.number]
            yield replace(gradual[0], until=position, aim=numbers[-1] if numbers else None)
            gradual, steps = None, []
        elif mark:
            steps.append(mark)
    if gradual is not None:  # its line never ends
        yield from (gradual[0], *steps)


_KINDS = ("tempo", "unit", "tempo-word", "line-stop")


def _mark(position: Fraction, bar: int, event: Event) -> TempoMark | None:
    if event.kind == "tempo":
        return TempoMark(position, bar, number=float(event.value))
    if event.kind == "unit":
        return TempoMark(position, bar, unit=float(event.value))
    word = tempo_word(str(event.value)) if event.kind == "tempo-word" else None
    return TempoMark(position, bar, word=word, text=str(event.value)) if word else None


def _one_a_place(marks: Sequence[TempoMark]) -> Iterator[TempoMark]:
    """Of marks at one place the last number, or the first of the others."""
    i = 0
    while i < len(marks):
        j = i
        while j < len(marks) and marks[j].position == marks[i].position:
            j += 1
        group = marks[i:j]
        gradual = next((one for one in group if one.word and one.word.kind == "gradual"), None)
        numbers = [one for one in group if one.number]
        yield from [numbers[-1]] if numbers else []
        if gradual:
            yield gradual
        elif not numbers:
            yield group[0]
        i = j


def points_of(
    marks: Sequence[TempoMark],
    starts: Sequence[Fraction],
    borders: Sequence[Fraction],
    numbers: Sequence[str],
    remarks: Remarks,
) -> tuple[TempoPoint, ...]:
    """The tempo in written time; `starts`: of the measures and, last, the end; `borders`: where the order
    goes on elsewhere: there a ritardando is over. `numbers`: of the measures."""
    if not any(mark.number or (mark.word and mark.word.kind == "usual") for mark in marks):
        remarks.add("no-tempo")
    early = marks[0].number if marks and marks[0].bar < _EARLY else None  # behind an upbeat or a rest
    tempo = opening = _limited(early or USUAL)
    points = [TempoPoint(Fraction(0), tempo)]
    for i, mark in enumerate(marks):
        following = marks[i + 1] if i + 1 < len(marks) else None
        if mark.word and mark.word.kind == "gradual":
            tempo = _gradually(points, tempo, mark, following, starts, borders)
            continue
        said = _value(mark, tempo, _steady(points), opening)
        value = _limited(said)
        if not SLOWEST <= said <= FASTEST:
            remarks.add("tempo-range", numbers[mark.bar])
        if mark.word and mark.word.kind == "usual":
            remarks.add("tempo-word", numbers[mark.bar], name=mark.text[:30])
        points.append(TempoPoint(mark.position, value))
        opening = value if len(points) == 2 and mark.position == 0 else opening
        tempo = value
    return tidy(points)


def _steady(points: Sequence[TempoPoint]) -> float:
    """The tempo before what was reached gradually."""
    i = len(points) - 1
    while i > 0 and points[i].ramp:
        i -= 1
    return points[i].quarters_per_minute


def _value(mark: TempoMark, tempo: float, steady: float, opening: float) -> float:
    if mark.number is not None:
        return mark.number
    if mark.unit is not None:
        return tempo * mark.unit
    word = mark.word
    values = {"first": opening, "back": steady, "at-once": tempo * word.share, "usual": word.usual}
    return values[word.kind]


def _limited(tempo: float) -> float:
    return round(min(max(tempo, SLOWEST), FASTEST), 3)


def _gradually(
    points: list[TempoPoint],
    tempo: float,
    mark: TempoMark,
    following: TempoMark | None,
    starts: Sequence[Fraction],
    borders: Sequence[Fraction],
) -> float:
    """A ritardando or accelerando: to the next mark if that lies its way, or else by its usual share; until
    the next mark, a border or some measures later, whichever is first."""
    aim = tempo * mark.word.share
    latest = starts[min(mark.bar + _FARTHEST, len(starts) - 1)]
    border = next((one for one in borders if one > mark.position), starts[-1])
    until = mark.until or min(latest, border, following.position if following else starts[-1])
    if mark.aim is not None:
        aim = mark.aim
    elif following and following.number and following.position == until:
        aim = following.number if (following.number - tempo) * (mark.word.share - 1) > 0 else aim
    aim = _limited(aim)
    if until <= mark.position:
        return tempo
    points.append(TempoPoint(mark.position, tempo))
    points.append(TempoPoint(until, aim, ramp=True))
    if mark.aim is not None:
        return aim
    if following is None or following.position > until:
        points.append(TempoPoint(until, tempo))  # nothing says that it stays so
        return tempo
    return aim if following.word and following.word.kind == "gradual" else tempo
