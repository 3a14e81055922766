"""What a song sings, read from its text alone: what an edit may change, and what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pychang.diagnostic import Severity
from pychang.editor.edits import edited
from pychang.editor.edits.model import Edit, Edited, Refused
from pychang.language.syntax import BreathElement, LyricSyllable, NoteElement, RestElement, TieElement
from pychang.lsp.desk import Desk
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place
from pychang.score.expression import expression
from pychang.score.model import Expression

URI = "untitled:노래"


@dataclass(frozen=True)
class Sung:
    """A note of a section; `words`: in each verse the block, `-`, and how the syllable that sounds is spoken."""

    place: Place
    start: Fraction
    end: Fraction
    midi: int
    how: Expression
    breathes: bool
    follows: bool  # no rest before
    words: tuple[tuple[str, str | None], ...]

    @property
    def what(self) -> tuple[object, ...]:
        """All but where it is written and what stands before it."""
        return self.start, self.end, self.midi, self.how, self.breathes, self.words


def opened(text: str) -> Analysis:
    desk = Desk("en")
    desk.open(URI, text)
    return desk.analysis(URI)


def applied(text: str, made: Edited) -> str:
    for one in reversed(made.replacements):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def changed(text: str, edit: Edit) -> tuple[str, Edited]:
    """The text after an edit, which must not be refused."""
    made = edited(opened(text), edit)
    assert not isinstance(made, Refused), made.why.en
    ends = [0, *(one.end for one in made.replacements)]
    assert all(one.start >= end for one, end in zip(made.replacements, ends, strict=False)), made
    return applied(text, made), made


def errors(analysis: Analysis) -> list[str]:
    return [one.code for one in analysis.reading.mistakes if one.severity is Severity.ERROR]


def sung(analysis: Analysis) -> list[list[Sung]]:
    """The notes of each section of each part, as written."""
    return [[*_section(analysis, section)] for part in analysis.written.parts for section in part.sections]


def _section(analysis: Analysis, section: object) -> Iterator[Sung]:
    staff = analysis.staff(section)
    found: list[list] = []
    sounding = False
    for line in staff.lines if staff else ():
        slot = 0
        for timed in line.elements:
            element = timed.element
            if isinstance(element, NoteElement):
                words = tuple(_word(lyric.items[slot]) for lyric in line.lyrics)
                how = expression(element.options, None)[0]
                place = Place(element.span.line, element.span.column)
                end = timed.start + timed.duration
                found.append([place, timed.start, end, timed.midi, how, False, sounding, words])
                slot += 1
                sounding = True
            elif isinstance(element, TieElement):
                found[-1][2] += timed.duration
            elif isinstance(element, BreathElement) and sounding:
                found[-1][5] = True
            elif isinstance(element, RestElement):
                sounding = False
    yield from (Sung(*fields) for fields in found)


def _word(item: object) -> tuple[str, str | None]:
    return (item.text, item.spoken) if isinstance(item, LyricSyllable) else ("-", None)
