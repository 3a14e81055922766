"""A song's sections unrolled: each part's notes one after another, with their syllables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from pychang.diagnostic import Diagnostic, in_order
from pychang.language.syntax import (
    BreathElement,
    Hold,
    LyricSyllable,
    NoteElement,
    PartBlock,
    RestElement,
    Section,
    SongFile,
    TieElement,
)
from pychang.remembered import Remembered
from pychang.score import dynamics
from pychang.score.form import Pass, order
from pychang.score.model import DynamicPoint, Note, Part, Score, Syllable, TempoPoint
from pychang.score.music import check_music
from pychang.score.settings import Place, Settings, resolve
from pychang.score.staff import Staff, Timed, TimedLine, bearing, measure
from pychang.score.tempo import tidy
from pychang.score.together import MeasuredPart, Together
from pychang.score.validate import RULES
from pychang.score.validate_parts import validate_parts, validate_together
from pychang.score.validate_song import (
    validate_contents,
    validate_duration,
    validate_form,
    validate_sections,
    validate_size,
    validate_sung,
)

UNWRITTEN = LyricSyllable("아", "", None, None)  # sung where there are no lyrics


def arrange(song: SongFile, remembered: Remembered | None = None) -> tuple[Score, tuple[Diagnostic, ...]]:
    """The score of a song: what is to be sung, when on paper; and every rule that the song breaks.

    A score comes even with errors, so that they can be shown beside it; it is then not for singing. What is
    `remembered` of the version before is not worked out again.
    """
    remembered = remembered or Remembered()
    settings, mistakes = resolve(song.settings)
    passes, in_form = order(song, settings.form)
    parts = [measure_part(block, settings, remembered) for block in song.parts]
    found = [*mistakes, *in_form, *(one for part in parts for one in part.mistakes)]
    too_large = list(validate_size(parts, passes, settings.form, song.source))
    found += [*validate_contents(song), *validate_parts(song), *validate_sections(song), *too_large]
    found += validate_form(song, passes, has_form=settings.form is not None)
    found += validate_together(parts, passes, remembered)
    score = _score(settings, parts, () if too_large else passes, remembered)
    found += validate_duration(song, score, settings.form)
    if not any(part.damaged for part in parts):
        found += validate_sung(score, settings.form) if passes and not too_large else ()
        found += check_music(score)
    return score, in_order(found, song.source)


def measure_part(block: PartBlock, song: Settings, remembered: Remembered) -> MeasuredPart:
    """A part's sections with their times, and the rules that each breaks by itself."""
    _, unnamed = resolve((block.setting,) if block.setting else ())
    settings, mistakes = resolve(block.settings, song, Place.PART)
    staves: dict[str, Staff] = {}
    found = [*unnamed, *mistakes]
    for section in block.sections:
        staff, in_staff = _measured(section, settings, remembered)
        staves.setdefault(section.title, staff)  # the first of a name counts
        found += in_staff
    return MeasuredPart(block, settings, staves, tuple(found))


def _measured(
    section: Section, settings: Settings, remembered: Remembered
) -> tuple[Staff, tuple[Diagnostic, ...]]:
    """A section with its times, and the rules that it breaks by itself; messages may tell line numbers."""
    line = section.span.line

    def make() -> tuple[int, Staff, tuple[Diagnostic, ...]]:
        staff, in_staff = measure(section, settings)
        return line, staff, (*in_staff, *(one for rule in RULES for one in rule(staff)))

    key = "staff", id(section), bearing(settings)
    _, staff, found = remembered.take(key, make, lambda old: not old[2] or old[0] == line)
    return staff, found


def _score(
    settings: Settings, parts: list[MeasuredPart], passes: tuple[Pass, ...], remembered: Remembered
) -> Score:
    singers = [_Singer(remembered) for _ in parts]
    tempo: list[TempoPoint] = []
    now = Fraction(0)
    for one in passes:
        together = Together.of(parts, one.title)
        for singer, staff in zip(singers, together.staves, strict=True):
            singer.sing(staff, one, now, together.duration)
        tempo += (replace(point, position=now + point.position) for point in together.tempo)
        now += together.duration
    about = {
        name: getattr(settings, name) for name in ("composer", "lyricist", "copyright", "key", "backing")
    }
    return Score(
        settings.title,
        settings.artist,
        tuple(singer.part(part) for singer, part in zip(singers, parts, strict=True)),
        tidy(tempo) or (TempoPoint(Fraction(0), settings.tempo),),
        **about,
    )


class _Singer:
    """A part while its sections are sung one after another."""

    def __init__(self, remembered: Remembered) -> None:
        self.notes: list[Note] = []
        self.syllables: list[Syllable] = []
        self.dynamics: list[DynamicPoint] = []
        self._remembered = remembered

    def part(self, measured: MeasuredPart) -> Part:
        return Part(
            measured.block.title,
            tuple(self.notes),
            tuple(self.syllables),
            tuple(self.dynamics),
            measured.settings.vibrato,
            measured.settings.pan,
        )

    def sing(self, staff: Staff | None, one: Pass, now: Fraction, duration: Fraction) -> None:
        """Sing a section that begins at `now`; rest where the other parts go on for longer."""
        if staff is not None:
            sung = self._remembered.take(("pass", id(staff), one), lambda: SungStaff(staff, one))
            self._go_on(sung)
            self.notes += self._placed(sung, now)
            self.syllables += sung.syllables
        lasts = staff.duration if staff else Fraction(0)
        if lasts < duration:
            self.notes.append(Note(now + lasts, duration - lasts, None, None, section=one.title))
        for point in dynamics.points(sung.marks if staff else (), duration):
            self._add_dynamic(replace(point, position=now + point.position))

    def _go_on(self, sung: SungStaff) -> None:
        """What stands before a section's first note is a mistake, but belongs to the note before."""
        if self.notes and (sung.tied or sung.breathes):
            last = self.notes[-1]
            breathes = last.breath_after or sung.breathes
            self.notes[-1] = replace(last, duration=last.duration + sung.tied, breath_after=breathes)

    def _placed(self, sung: SungStaff, now: Fraction) -> list[Note]:
        """The notes of a pass that begins at `now`, after the syllables so far."""
        before = len(self.syllables)
        if not now and not before:
            return sung.notes
        key = "placed", id(sung), now, before
        _, notes = self._remembered.take(key, lambda: (sung, [_moved(n, now, before) for n in sung.notes]))
        return notes

    def _add_dynamic(self, point: DynamicPoint) -> None:
        """Leave out what changes nothing; a step where a ramp ends stands beside the ramp's end."""
        before = self.dynamics[-1] if self.dynamics else None
        if before and before.position == point.position and not before.ramp and not point.ramp:
            self.dynamics.pop()
        self.dynamics.append(point)


def _moved(note: Note, by: Fraction, syllables: int) -> Note:
    """The note later, and with more syllables before it.

    It is what `replace` does in a quarter of the time: of all steps this is done most often.
    """
    moved = object.__new__(Note)
    moved.__dict__.update(note.__dict__)
    moved.__dict__["start"] = note.start + by
    if note.syllable is not None:
        moved.__dict__["syllable"] = note.syllable + syllables
    return moved


class SungStaff:
    """One singing of a section, as if it were the first of its part: its notes, syllables and marks."""

    def __init__(self, staff: Staff, one: Pass) -> None:
        self.staff = staff
        self.notes: list[Note] = []
        self.syllables: list[Syllable] = []
        self.marks = [(position, mark.name) for position, mark in staff.marks()]
        self.tied = Fraction(0)  # by ties before the first note
        self.breathes = False  # before the first note
        self._paused = True  # something since the last syllable stops its sound changes
        for line in staff.lines:
            self._sing_line(line, one)

    def _sing_line(self, line: TimedLine, one: Pass) -> None:
        items = _items(line, one.verse)
        for timed in line.elements:
            if isinstance(timed.element, NoteElement):
                self._add_note(timed, next(items, UNWRITTEN), line, one.title)
            elif isinstance(timed.element, RestElement):
                self._add_rest(timed, one.title)
            elif isinstance(timed.element, TieElement):
                self._extend(timed)
            elif isinstance(timed.element, BreathElement):
                self._breathe()

    def _add_note(self, timed: Timed, item: LyricSyllable | Hold, line: TimedLine, section: str) -> None:
        if isinstance(item, LyricSyllable) or not self.syllables:
            self._add_syllable(item if isinstance(item, LyricSyllable) else UNWRITTEN)
        self.notes.append(
            Note(
                timed.start,
                timed.duration,
                timed.midi,
                len(self.syllables) - 1,
                timed.expression,
                section=section,
                span=timed.element.span,
                voice=line.voice,
                gain_db=line.gain_db,
            )
        )
        self._paused = False

    def _add_syllable(self, item: LyricSyllable) -> None:
        before = "|" if self._paused or not self.syllables else item.before
        self.syllables.append(Syllable(item.text, before, item.spoken, item.span))

    def _add_rest(self, timed: Timed, section: str) -> None:
        span = timed.element.span
        self.notes.append(Note(timed.start, timed.duration, None, None, section=section, span=span))
        self._paused = True

    def _extend(self, timed: Timed) -> None:
        if self.notes:
            self.notes[-1] = replace(self.notes[-1], duration=self.notes[-1].duration + timed.duration)
        else:
            self.tied += timed.duration

    def _breathe(self) -> None:
        if self.notes:
            self.notes[-1] = replace(self.notes[-1], breath_after=True)
            self._paused = True
        else:
            self.breathes = True


def _items(line: TimedLine, verse: int) -> Iterator[LyricSyllable | Hold]:
    """What the notes of a line are sung on in this verse; when verses run out, in the last."""
    if not line.lyrics:
        return iter(())
    return iter(line.lyrics[min(verse, len(line.lyrics) - 1)].items)
