"""A section as bars of what happens in them, free of how it is spelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from pychang.compare.marks import Mark, Marks
from pychang.diagnostic import Span
from pychang.language.syntax import (
    BreathElement,
    Hold,
    LyricSyllable,
    MarkElement,
    NoteElement,
    Option,
    Pitch,
    RestElement,
    Section,
    Setting,
    TieElement,
)
from pychang.score.model import Expression
from pychang.score.settings import Settings
from pychang.score.staff import PLAIN, Timed, TimedLine, measure, numbered_bars

UNTIMED = Fraction(0)


@dataclass(frozen=True)
class Event:
    """A note, a rest or a tie in its bar, with what stands around it.

    `unread`: a bar that could not be read, as written; `over`: the end of a bar, for the marks before it.
    """

    kind: Literal["note", "rest", "tie", "unread", "over"]
    onset: Fraction  # from the bar's start
    duration: Fraction
    span: Span
    pitch: Pitch | None = None
    options: tuple[str, ...] = ()
    expression: Expression = PLAIN
    breath: bool = False
    marks: tuple[Mark, ...] = ()
    text: str = ""

    @property
    def midi(self) -> int | None:
        """As written."""
        return self.pitch.midi if self.pitch else None


@dataclass(frozen=True)
class SungWord:
    """A word of the lyrics with its holds; `marked`: a pause is written before it, `paused`: any pause."""

    text: str  # 아-리랑
    spoken: str = ""  # 갑씨
    marked: bool = False
    paused: bool = False
    span: Span | None = None

    def __str__(self) -> str:
        return f"{self.text}[{self.spoken}]" if self.spoken else self.text


@dataclass(frozen=True)
class MeasuredBar:
    """A bar, numbered from 1 as diagnostics do; `words` has an entry a verse, of those that begin here."""

    number: int
    events: tuple[Event, ...]
    words: tuple[tuple[SungWord, ...], ...]
    span: Span

    @property
    def sounding(self) -> tuple[Event, ...]:
        return tuple(one for one in self.events if one.kind != "over")


@dataclass
class _Open:
    """A bar while its elements come in."""

    span: Span
    events: list[Event] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)  # before the next event
    words: dict[int, list[SungWord]] = field(default_factory=dict)  # by verse
    now: Fraction = UNTIMED


def measured_bars(section: Section, settings: Settings) -> tuple[MeasuredBar, ...]:
    """The bars of a section whose part has these settings."""
    staff, _ = measure(section, settings)
    lines = iter(staff.lines)
    numbers = (number for number, _, _ in numbered_bars(staff.lines))
    reading = _Section(Marks(settings))
    for item in section.items:
        if isinstance(item, Setting):
            reading.set(item)
        else:
            reading.add(next(lines), numbers)
    return tuple(reading.finished())


class _Section:
    """A section while its lines come in."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.waiting: list[Mark] = []  # settings, for the next bar
        self.bars: list[_Open] = []
        self.paused = True
        self.last: dict[int, list[SungWord]] = {}  # by verse: the bar's words that the last one is among

    def set(self, setting: Setting) -> None:
        mark = self.marks.of_setting(setting)
        self.waiting += [mark] if mark else []

    def add(self, line: TimedLine, numbers: Iterator[int]) -> None:
        slots: list[tuple[_Open, bool]] = []  # for each note its bar, and whether a pause stands before it
        for bar in line.bars:
            if next(numbers) > len(self.bars):  # else it goes on
                self.bars.append(_Open(bar.span))
            into = self.bars[-1]
            into.marks += self.waiting
            self.waiting = []
            if bar.damaged:
                into.events.append(_unread(into.now, bar.span))
            for timed in bar.elements:
                self._add_element(timed, into, slots)
        for verse, lyric in enumerate(line.lyrics):
            self._add_lyrics(lyric.items, verse, slots or [(self.bars[-1], True)] if self.bars else [])

    def _add_element(self, timed: Timed, into: _Open, slots: list[tuple[_Open, bool]]) -> None:
        element = timed.element
        if isinstance(element, MarkElement):
            into.marks.append(self.marks.of_element(element))
        elif isinstance(element, BreathElement):
            self._breathe(into)
        elif not self._goes_on(element, into):
            into.events.append(_event(timed, into))
            into.marks = []
        elif into.events:
            last = into.events[-1]
            into.events[-1] = replace(last, duration=last.duration + timed.duration)
        into.now += timed.duration
        if isinstance(element, NoteElement):
            slots.append((into, self.paused))
            self.paused = False
        elif isinstance(element, RestElement | BreathElement):
            self.paused = True

    def _goes_on(self, element: object, into: _Open) -> bool:
        """Whether an element only makes the event before it longer."""
        heard = any(not mark.idle for mark in into.marks)
        if not into.events or heard or into.events[-1].breath:
            return False
        before = into.events[-1].kind
        if isinstance(element, RestElement):
            return before == "rest"
        return isinstance(element, TieElement) and before in ("note", "tie")

    def _breathe(self, into: _Open) -> None:
        events = into.events or next((bar.events for bar in reversed(self.bars) if bar.events), [])
        if events:
            events[-1] = replace(events[-1], breath=True)

    def _add_lyrics(
        self, items: tuple[LyricSyllable | Hold, ...], verse: int, slots: list[tuple[_Open, bool]]
    ) -> None:
        for i, item in enumerate(items if slots else ()):
            bar, paused = slots[min(i, len(slots) - 1)]
            begins = isinstance(item, LyricSyllable) and (item.before != "" or i == 0)
            if begins or verse not in self.last:
                self.last[verse] = bar.words.setdefault(verse, [])
                self.last[verse].append(_word(item, paused))
            else:
                self.last[verse][-1] = _longer(self.last[verse][-1], item)

    def finished(self) -> Iterator[MeasuredBar]:
        verses = max(self.last, default=-1) + 1
        for number, bar in enumerate(self.bars, 1):
            if bar.marks:
                bar.events.append(Event("over", bar.now, UNTIMED, bar.span, marks=tuple(bar.marks)))
            words = tuple(tuple(bar.words.get(verse, ())) for verse in range(verses))
            yield MeasuredBar(number, tuple(bar.events), words, bar.span)


def _event(timed: Timed, bar: _Open) -> Event:
    element = timed.element
    marks = tuple(bar.marks)
    if isinstance(element, NoteElement):
        options = _written(element.options)
        return Event(
            "note",
            bar.now,
            timed.duration,
            element.span,
            element.pitch,
            options,
            timed.expression,
            marks=marks,
        )
    kind = "rest" if isinstance(element, RestElement) else "tie"
    return Event(kind, bar.now, timed.duration, element.span, marks=marks)


def _unread(now: Fraction, span: Span) -> Event:
    text = " ".join(span.source.text[span.start : span.end].split())
    return Event("unread", now, UNTIMED, span, text=text)


def _written(options: tuple[Option, ...]) -> tuple[str, ...]:
    """Each as written; what belongs to the vibrato stands with it."""
    words = {
        one.name.text: f"{one.name.text}={one.value.text}" if one.value else one.name.text for one in options
    }
    inside = [words.pop(name) for name in ("depth", "rate", "delay") if name in words]
    if "vibrato" in words and inside:
        words["vibrato"] = " ".join([words["vibrato"], *inside])
    return tuple(sorted(words.values()))


def _word(item: LyricSyllable | Hold, paused: bool) -> SungWord:
    if isinstance(item, Hold):
        return SungWord("-", span=item.span)
    marked = item.before == "|"
    return SungWord(item.text, item.spoken or "", marked, marked or paused, item.span)


def _longer(word: SungWord, item: LyricSyllable | Hold) -> SungWord:
    if isinstance(item, Hold):
        return replace(word, text=word.text + "-")
    return replace(word, text=word.text + item.text, spoken=word.spoken + (item.spoken or ""))
