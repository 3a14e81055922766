"""What is done to notes: each edit makes a plan of the section, or other pitches, and the text follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pychang.editor.edits.model import Add, Delete, Edited, Join, Move, Resize, Split
from pychang.editor.edits.paper import Paper, head_of, note_at, paper_of, section_at
from pychang.editor.edits.plan import Placed, placed_over, standing, with_room
from pychang.editor.edits.refusal import (
    BEFORE_START,
    NO_LENGTH,
    NO_NOTES,
    NOT_NEIGHBOURS,
    OUTSIDE_NOTE,
    TWO_TO_JOIN,
    NoEdit,
)
from pychang.editor.edits.rewrite import Changes, rewrite
from pychang.editor.edits.spelling import Manner, manner_of, moved, new_pitch
from pychang.language.syntax import NoteElement, PartBlock, Section
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place

Change = Callable[[Paper, list[int]], list[Placed]]  # the tones of a section, those in hand changed


def move(analysis: Analysis, edit: Move) -> Edited:
    """By pitch alone only the pitches are written anew; in time they go within their sections."""
    if not edit.by:
        return _repitched(analysis, edit)

    def change(paper: Paper, hand: list[int]) -> list[Placed]:
        tones = standing(paper)
        lifted = [
            replace(
                tones[one],
                start=tones[one].start + edit.by,
                end=tones[one].end + edit.by,
                head=_moved_head(analysis, paper, tones[one].head, one, edit.semitones),
                in_hand=True,
            )
            for one in hand
        ]
        return placed_over(_without(tones, hand), lifted)

    return _edited(analysis, edit.notes, change)


def _repitched(analysis: Analysis, edit: Move) -> Edited:
    changes = Changes(analysis.lines)
    places = _places(edit.notes)
    by_line: dict[int, list[tuple[int, int, str]]] = {}
    for place in places:
        note, section, _ = note_at(analysis, place)
        text = analysis.lines.line(place.line)
        start = place.column - 1
        head = head_of(text[start : start + note.span.end - note.span.start])
        others = _heads(section, text, place)
        new = moved(head, edit.semitones, analysis.settings.key, others) if edit.semitones else head
        by_line.setdefault(place.line, []).append((start, len(head), new))
    notes: dict[Place, Place] = {}
    for number, pitches in by_line.items():
        shift = 0
        for start, length, new in sorted(pitches):
            notes[Place(number, start + 1)] = Place(number, start + 1 + shift)
            shift += len(new) - length
            changes.piece(number, start, start + length, new)
    return Edited(changes.in_order(), tuple(notes[place] for place in places))


def _heads(section: Section, text: str, place: Place) -> list[str]:
    """Other pitches on the line, as they are written: they show how the writer writes."""
    line = next((one for one in section.lines if one.span.line == place.line), None)
    if line is None:
        return []
    offset = line.span.start - line.span.column + 1
    found = (
        element.span for bar in line.bars for element in bar.elements if isinstance(element, NoteElement)
    )
    raws = (text[span.start - offset : span.end - offset] for span in found)
    return [head_of(raw) for raw in raws]


def resize(analysis: Analysis, edit: Resize) -> Edited:
    """What is given up is rest; what is taken comes from rests, or else from the notes beside."""

    def change(paper: Paper, hand: list[int]) -> list[Placed]:
        tones = standing(paper)
        one = tones[hand[0]]
        resized = replace(one, start=one.start + edit.start_by, end=one.end + edit.end_by, in_hand=True)
        return placed_over(_without(tones, hand), [resized])

    return _edited(analysis, (edit.note,), change)


def add(analysis: Analysis, edit: Add) -> Edited:
    """A note put into rests, or over the notes there; behind the section's end it brings bars with it."""
    section, part = section_at(analysis, edit.section)
    if edit.length <= 0:
        raise NoEdit(NO_LENGTH)
    if edit.at < 0:
        raise NoEdit(BEFORE_START)
    paper = paper_of(analysis, section, part)
    head = new_pitch(edit.midi - paper.transpose, analysis.settings.key, _manner_near(paper, edit.at))
    new = Placed(None, edit.at, edit.at + edit.length, head, in_hand=True, words="follow")
    return _written(analysis, [(paper, placed_over(standing(paper), [new]))])


def _manner_near(paper: Paper, at: Fraction) -> Manner:
    nearest = sorted(paper.tones, key=lambda tone: abs(tone.start - at))
    heads = [tone.token.head for tone in nearest]
    return manner_of(heads[0], heads[1:]) if heads else Manner()


def delete(analysis: Analysis, edit: Delete) -> Edited:
    """Rests in the notes' place."""
    return _edited(analysis, edit.notes, lambda paper, hand: _without(standing(paper), hand))


def split(analysis: Analysis, edit: Split) -> Edited:
    """The first half keeps the options, the second the breath."""

    def change(paper: Paper, hand: list[int]) -> list[Placed]:
        tones = standing(paper)
        one = tones[hand[0]]
        at = one.start + edit.at
        if not one.start < at < one.end:
            raise NoEdit(OUTSIDE_NOTE)
        first = replace(one, end=at, breathes=False, in_hand=True)
        second = Placed(None, at, one.end, one.head, "", one.breathes, in_hand=True, words="hold")
        return [*tones[: hand[0]], first, second, *tones[hand[0] + 1 :]]

    return _edited(analysis, (edit.note,), change)


def join(analysis: Analysis, edit: Join) -> Edited:
    """The first of the notes lasts as long as all; a breath after the last stays."""
    if len(set(edit.notes)) < 2:
        raise NoEdit(TWO_TO_JOIN)

    def change(paper: Paper, hand: list[int]) -> list[Placed]:
        tones = standing(paper)
        joined = [tones[one] for one in hand]
        if hand != list(range(hand[0], hand[0] + len(hand))) or len(hand) < len(set(edit.notes)):
            raise NoEdit(NOT_NEIGHBOURS)
        if any(one.end != other.start for one, other in pairwise(joined)):
            raise NoEdit(NOT_NEIGHBOURS)
        whole = replace(joined[0], end=joined[-1].end, breathes=joined[-1].breathes, in_hand=True)
        return [*tones[: hand[0]], whole, *tones[hand[-1] + 1 :]]

    return _edited(analysis, edit.notes, change)


# ── sections ─────────────────────────────────────────────────────────────────────────────────────


def _edited(analysis: Analysis, notes: Sequence[Place], change: Change) -> Edited:
    """The change made in each section that the notes are of."""
    groups: dict[int, tuple[Section, PartBlock, list[Place]]] = {}
    for place in _places(notes):
        _, section, part = note_at(analysis, place)
        groups.setdefault(id(section), (section, part, []))[2].append(place)
    planned: list[tuple[Paper, list[Placed]]] = []
    for section, part, places in groups.values():
        paper = paper_of(analysis, section, part)
        hand = sorted(paper.tone_at(place) for place in places)
        planned.append((paper, change(paper, hand)))
    return _written(analysis, planned)


def _places(notes: Iterable[Place]) -> list[Place]:
    places = [*dict.fromkeys(notes)]
    if not places:
        raise NoEdit(NO_NOTES)
    return places


def _written(analysis: Analysis, planned: Sequence[tuple[Paper, list[Placed]]]) -> Edited:
    changes = Changes(analysis.lines)
    places: list[tuple[int, int, int]] = []
    for paper, placed in planned:
        plan = with_room(paper, placed, _may_grow(analysis, paper))
        places += rewrite(paper, plan, changes)
    notes = tuple(Place(changes.number(line) + below, column) for line, below, column in places)
    return Edited(changes.in_order(), notes)


def _may_grow(analysis: Analysis, paper: Paper) -> bool:
    """Whether nothing else is sung after a section, which may be sung before; or it is never sung."""
    score = analysis.reading.score
    notes = [note for part in score.parts for note in part.notes] if score else []
    title = paper.section.title
    if all(note.section != title for note in notes):
        return True
    return max(notes, key=lambda note: note.start).section == title


def _without(tones: Sequence[Placed], hand: Sequence[int]) -> list[Placed]:
    return [one for number, one in enumerate(tones) if number not in set(hand)]


def _moved_head(analysis: Analysis, paper: Paper, head: str, tone: int, semitones: int) -> str:
    if not semitones:
        return head
    line = paper.tones[tone].line
    others = [one.token.head for one in paper.tones if one.line == line]
    return moved(head, semitones, analysis.settings.key, others)
