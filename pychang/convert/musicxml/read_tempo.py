"""Tempo marks in the order of their measures, as points in written time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_words import TempoWord, tempo_word
from pychang.score.model import TempoPoint
from pychang.score.tempo import FASTEST, SLOWEST, tidy

USUAL = 100.0
_FARTHEST = 4  # measures that a ritardando lasts at most
_NEAREST = Fraction(1, 16)  # marks closer together than this are one


@dataclass(frozen=True)
class TempoMark:
    """A number, a share of the tempo before (`unit`), or a word; at a place in written time."""

    position: Fraction
    bar: int
    number: float | None = None
    unit: float | None = None
    word: TempoWord | None = None
    text: str = ""


def tempo_marks(bars: Sequence[tuple[Fraction, Sequence]]) -> list[TempoMark]:
    """The marks of all measures, each given as its start and its events; of what stands at one place a
    number counts before a word."""
    found: list[TempoMark] = []
    for bar, (start, events) in enumerate(bars):
        for event in events:
            position = start + event.position
            if event.kind == "tempo":
                found.append(TempoMark(position, bar, number=event.value))
            elif event.kind == "unit":
                found.append(TempoMark(position, bar, unit=event.value))
            elif event.kind == "tempo-word" and (word := tempo_word(event.value)):
                found.append(TempoMark(position, bar, word=word, text=event.value))
    return list(_one_a_place(sorted(found, key=lambda mark: mark.position)))


def _one_a_place(marks: Sequence[TempoMark]) -> Iterator[TempoMark]:
    """Of marks at one place the last number, or the first of the others."""
    i = 0
    while i < len(marks):
        j = i
        while j < len(marks) and marks[j].position - marks[i].position < _NEAREST:
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
    first = next((mark.number for mark in marks if mark.number or mark.word), None)
    if not marks or (first is None and not any(mark.word for mark in marks)):
        remarks.add("no-tempo")
    tempo = opening = USUAL
    points = [TempoPoint(Fraction(0), USUAL)]
    for i, mark in enumerate(marks):
        following = marks[i + 1] if i + 1 < len(marks) else None
        if mark.word and mark.word.kind == "gradual":
            tempo = _gradually(points, tempo, mark, following, starts, borders)
            continue
        value = _limited(_value(mark, tempo, _steady(points), opening), mark, numbers, remarks)
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


def _limited(value: float, mark: TempoMark, numbers: Sequence[str], remarks: Remarks) -> float:
    if not SLOWEST <= value <= FASTEST:
        remarks.add("tempo-range", numbers[mark.bar])
    return round(min(max(value, SLOWEST), FASTEST), 3)


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
    latest = starts[min(mark.bar + _FARTHEST, len(starts) - 1)]
    border = next((one for one in borders if one > mark.position), starts[-1])
    until = min(latest, border, following.position if following else starts[-1])
    share = mark.word.share
    aim = tempo * share
    if (
        following
        and following.number
        and following.position == until
        and (following.number - tempo) * (share - 1) > 0
    ):
        aim = following.number
    aim = round(min(max(aim, SLOWEST), FASTEST), 3)
    if until <= mark.position:
        return tempo
    points.append(TempoPoint(mark.position, tempo))
    points.append(TempoPoint(until, aim, ramp=True))
    if following is None or following.position > until:
        points.append(TempoPoint(until, tempo))  # nothing says that it stays so
        return tempo
    return aim if following.word and following.word.kind == "gradual" else tempo
