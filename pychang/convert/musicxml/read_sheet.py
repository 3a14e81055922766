"""The sections of a plan laid out in the time of the sheet: bars, tones with their words, tempo, dynamics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from pychang.convert.musicxml.read_bars import Measures
from pychang.convert.musicxml.read_dynamics import accents_of, dynamics_of
from pychang.convert.musicxml.read_lines import Chosen, Line
from pychang.convert.musicxml.read_plan import Plan
from pychang.convert.musicxml.read_records import WrittenPart
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_sections import Section
from pychang.convert.musicxml.read_tempo import points_of, tempo_marks
from pychang.convert.musicxml.read_tones import Column, LineReader
from pychang.convert.musicxml.read_verses import Verses
from pychang.convert.sheet import Bar, Dynamic, SheetPart, Stretch, Tone
from pychang.convert.syllables import as_few, vowel_of
from pychang.convert.unroll import dynamics_within, tempo_within, tidied
from pychang.score.model import Syllable, TempoPoint
from pychang.score.tempo import tidy


def stretches_in(plan: Plan, measures: Measures) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(section.name, start, start + _length(section, measures))
        for section, start in _placed(plan, measures)
    )


def bars_in(plan: Plan, measures: Measures) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    now = Fraction(0)
    for section in plan.sections:
        for bar, _ in section.bars:
            bars.append(Bar(now, measures.lengths[bar], measures.meters[bar]))
            now += measures.lengths[bar]
    return tuple(bars)


def tempo_in(
    plan: Plan, parts: Sequence[WrittenPart], measures: Measures, remarks: Remarks
) -> tuple[TempoPoint, ...]:
    """The tempo of the sheet: in each section that of its measures."""
    events = [[bar.events for bar in part.bars] for part in parts]
    doubles = {bar for bar, one in enumerate(measures.signs) if one.double}
    borders = sorted(measures.starts[bar + 1] for bar in plan.borders | doubles)
    points = points_of(
        tempo_marks(events, measures.starts), measures.starts, borders, measures.numbers, remarks
    )
    return tidy(
        replace(point, position=at + point.position)
        for start, end, at in _runs(plan, measures)
        for point in tempo_within(points, start, end)
    )


def parts_in(
    plan: Plan, chosen: Chosen, parts: Sequence[WrittenPart], measures: Measures, remarks: Remarks
) -> tuple[SheetPart, ...]:
    return tuple(
        SheetPart(
            line.name,
            tuple(_tones(line, verses, plan, chosen.has_words, measures, remarks)),
            tuple(tidied(_dynamics(line, plan, parts, measures))),
        )
        for line, verses in zip(chosen.lines, plan.verses, strict=True)
    )


def _dynamics(line: Line, plan: Plan, parts: Sequence[WrittenPart], measures: Measures) -> Iterator[Dynamic]:
    written = dynamics_of(line, parts, measures.starts)
    for start, end, at in _runs(plan, measures):
        for mark in dynamics_within(written, start, end):
            yield replace(mark, position=at + mark.position)


def _tones(
    line: Line, verses: Verses, plan: Plan, has_words: bool, measures: Measures, remarks: Remarks
) -> Iterator[Tone]:
    reader = LineReader(line, verses, measures.lengths, accents_of(line), has_words, remarks)
    found = [
        reader.tones(section, start, plan.stanzas_in(section)) for section, start in _placed(plan, measures)
    ]
    if has_words:
        _begin_anew(line, plan, [columns for _, columns in found], measures, remarks)
    for tones, columns in found:
        kept = as_few(columns)
        for i, tone in enumerate(tones):
            yield replace(tone, lyrics=tuple(column[i] for column in kept)) if has_words else tone


def _begin_anew(
    line: Line, plan: Plan, columns: Sequence[Sequence[Column]], measures: Measures, remarks: Remarks
) -> None:
    """Sections that begin with a syllable held over from the one sung before: its vowel is sung anew."""
    heard: Syllable | None = None
    passes: Counter[int] = Counter()
    for place in plan.form:
        column = columns[place][passes[place]]
        passes[place] += 1
        if column and column[0] is None:
            column[0] = vowel_of(heard, "|")
            remarks.add("cut", measures.numbers[plan.sections[place].bars[0][0]], line.name)
        heard = next((one for one in reversed(column) if one), heard)


def _placed(plan: Plan, measures: Measures) -> Iterator[tuple[Section, Fraction]]:
    """Each section with where it begins in the sheet."""
    now = Fraction(0)
    for section in plan.sections:
        yield section, now
        now += _length(section, measures)


def _length(section: Section, measures: Measures) -> Fraction:
    return sum((measures.lengths[bar] for bar, _ in section.bars), Fraction(0))


def _runs(plan: Plan, measures: Measures) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Stretches of measures that stand one after another in the score: from, to, and where in the sheet."""
    now = Fraction(0)
    for section in plan.sections:
        bars = [bar for bar, _ in section.bars]
        first = 0
        for i in range(1, len(bars) + 1):
            if i == len(bars) or bars[i] != bars[i - 1] + 1:
                start, end = measures.starts[bars[first]], measures.starts[bars[i - 1] + 1]
                yield start, end, now
                now += end - start
                first = i
