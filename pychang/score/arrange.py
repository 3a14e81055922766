"""A song's sections unrolled into one part: notes one after another, with their syllables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from pychang.diagnostic import Diagnostic
from pychang.language.syntax import (
    BreathElement,
    Hold,
    LyricSyllable,
    NoteElement,
    RestElement,
    SongFile,
    TieElement,
)
from pychang.score import dynamics
from pychang.score.form import Pass, order
from pychang.score.model import DynamicPoint, Note, Part, Score, Syllable, TempoPoint
from pychang.score.settings import Settings, resolve
from pychang.score.staff import Staff, Timed, TimedLine, measure
from pychang.score.validate import RULES
from pychang.score.validate_song import (
    validate_contents,
    validate_duration,
    validate_form,
    validate_sections,
    validate_size,
)

UNWRITTEN = LyricSyllable("아", "", None, None)  # sung where there are no lyrics


def arrange(song: SongFile) -> tuple[Score, tuple[Diagnostic, ...]]:
    """The score of a song: what is to be sung, when on paper; and every rule that the song breaks.

    A score comes even with errors, so that they can be shown beside it; it is then not for singing.
    """
    settings, mistakes = resolve(song.settings)
    passes, in_form = order(song, settings.form)
    measured = [measure(section, settings) for section in song.sections]
    staves = {id(section): staff for section, (staff, _) in zip(song.sections, measured, strict=True)}
    found = [*mistakes, *in_form]
    for staff, in_staff in measured:
        found += [*in_staff, *(one for rule in RULES for one in rule(staff))]
    too_large = list(validate_size(song, passes, settings.form))
    found += [*validate_contents(song), *validate_sections(song), *too_large]
    found += validate_form(song, passes, has_form=settings.form is not None)
    score = _score(settings, [] if too_large else [(one, staves[id(one.section)]) for one in passes])
    found += validate_duration(song, score, settings.form)
    return score, tuple(sorted(found, key=lambda one: one.span.start))


def _score(settings: Settings, sung: list[tuple[Pass, Staff]]) -> Score:
    singer = _Singer()
    for one, staff in sung:
        singer.sing(staff, one.verse)
    part = Part(
        "",
        tuple(singer.notes),
        tuple(singer.syllables),
        tuple(singer.dynamics),
        settings.vibrato,
        settings.voice,
        settings.gain,
        settings.pan,
    )
    tempo = tuple(singer.tempo) or (TempoPoint(Fraction(0), settings.tempo),)
    about = {name: getattr(settings, name) for name in ("composer", "lyricist", "copyright", "key")}
    return Score(settings.title, settings.artist, (part,), tempo, **about)


class _Singer:
    """A part while its sections are sung one after another."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.syllables: list[Syllable] = []
        self.dynamics: list[DynamicPoint] = []
        self.tempo: list[TempoPoint] = []
        self._now = Fraction(0)  # where the section starts
        self._paused = True  # something since the last syllable stops its sound changes
        self._first = 0  # the section's first syllable

    def sing(self, staff: Staff, verse: int) -> None:
        self._first = len(self.syllables)
        self._paused = True
        for position, tempo in staff.tempos:
            self._add_tempo(self._now + position, tempo)
        for line in staff.lines:
            self._sing_line(line, verse, staff.section.title)
        marks = ((position, mark.name) for position, mark in staff.marks())
        for point in dynamics.points(marks, staff.duration):
            self._add_dynamic(replace(point, position=self._now + point.position))
        self._now += staff.duration

    def _sing_line(self, line: TimedLine, verse: int, section: str) -> None:
        items = _items(line, verse)
        for timed in line.elements:
            if isinstance(timed.element, NoteElement):
                self._add_note(timed, next(items, UNWRITTEN), section)
            elif isinstance(timed.element, RestElement):
                self._add_rest(timed, section)
            elif isinstance(timed.element, TieElement):
                self._extend(timed)
            elif isinstance(timed.element, BreathElement) and self.notes:
                self.notes[-1] = replace(self.notes[-1], breath_after=True)
                self._paused = True

    def _add_note(self, timed: Timed, item: LyricSyllable | Hold, section: str) -> None:
        if isinstance(item, LyricSyllable) or len(self.syllables) == self._first:
            self._add_syllable(item if isinstance(item, LyricSyllable) else UNWRITTEN)
        self.notes.append(
            Note(
                self._now + timed.start,
                timed.duration,
                timed.midi,
                len(self.syllables) - 1,
                timed.expression,
                section=section,
                span=timed.element.span,
            )
        )
        self._paused = False

    def _add_syllable(self, item: LyricSyllable) -> None:
        before = "|" if self._paused or not self.syllables else item.before
        self.syllables.append(Syllable(item.text, before, item.spoken, item.span))

    def _add_rest(self, timed: Timed, section: str) -> None:
        start = self._now + timed.start
        self.notes.append(Note(start, timed.duration, None, None, section=section, span=timed.element.span))
        self._paused = True

    def _extend(self, timed: Timed) -> None:
        if self.notes:
            self.notes[-1] = replace(self.notes[-1], duration=self.notes[-1].duration + timed.duration)

    def _add_tempo(self, position: Fraction, tempo: float) -> None:
        if self.tempo and self.tempo[-1].position == position:
            self.tempo.pop()
        if not self.tempo or self.tempo[-1].quarters_per_minute != tempo:
            self.tempo.append(TempoPoint(position, tempo))

    def _add_dynamic(self, point: DynamicPoint) -> None:
        """Leave out what changes nothing; a step where a ramp ends stands beside the ramp's end."""
        before = self.dynamics[-1] if self.dynamics else None
        if before and before.position == point.position and not before.ramp and not point.ramp:
            self.dynamics.pop()
        self.dynamics.append(point)


def _items(line: TimedLine, verse: int) -> Iterator[LyricSyllable | Hold]:
    """What the notes of a line are sung on in this verse; when verses run out, in the last."""
    if not line.lyrics:
        return iter(())
    return iter(line.lyrics[min(verse, len(line.lyrics) - 1)].items)
