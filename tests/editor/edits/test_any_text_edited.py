"""Whatever the text is, and whatever is asked: an edit or a reason why not, and never an exception."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.editor.edits import edited
from pychang.editor.edits.model import (
    Add,
    Delete,
    Edit,
    Edited,
    Join,
    Move,
    Refused,
    Resize,
    Set,
    Split,
    Words,
)
from pychang.editor.edits.wire import json_of
from pychang.language.names import SETTINGS
from pychang.language.syntax import NoteElement
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place
from tests.editor.edits.sung import opened
from tests.lsp.test_any_edit import PIECES, SONG

CUTS = st.tuples(st.integers(0, len(SONG)), st.integers(0, 12), st.sampled_from(PIECES))
TIMES = st.fractions(-3, 3, max_denominator=16)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def _places(analysis: Analysis) -> list[Place]:
    """Where notes stand, and a few places where none do."""
    notes = [
        Place(element.span.line, element.span.column)
        for section in analysis.sections
        for line in section.lines
        for bar in line.bars
        for element in bar.elements
        if isinstance(element, NoteElement)
    ]
    return [*notes, Place(0, 0), Place(1, 1), Place(99, 9)]


def _edits(analysis: Analysis) -> st.SearchStrategy[Edit]:
    place = st.sampled_from(_places(analysis))
    places = st.lists(place, max_size=3).map(tuple)
    heads = st.sampled_from([0, 99, *(one.span.line for one in analysis.sections)])
    return st.one_of(
        st.builds(Move, places, st.integers(-99, 99), TIMES),
        st.builds(Resize, place, TIMES, TIMES),
        st.builds(Add, heads, TIMES, TIMES, st.integers(-9, 140)),
        st.builds(Delete, places),
        st.builds(Split, place, TIMES),
        st.builds(Join, places),
        st.builds(Words, place, st.integers(-1, 4), TEXTS),
        st.builds(Set, st.sampled_from([*SETTINGS, "없음"]), st.one_of(st.none(), TEXTS)),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(CUTS, max_size=3), st.data())
def test_any_text(cuts: list[tuple[int, int, str]], data: st.DataObject) -> None:
    text = SONG
    for at, length, piece in cuts:
        text = text[:at] + piece + text[at + length :]
    analysis = opened(text)
    made = edited(analysis, data.draw(_edits(analysis)))
    assert isinstance(made, Edited | Refused)
    if isinstance(made, Edited):
        ends = [0, *(one.end for one in made.replacements)]
        assert all(one.start >= end for one, end in zip(made.replacements, ends, strict=False))
        assert all(0 <= one.start <= one.end <= len(text) for one in made.replacements)
        json_of(made, analysis.lines)
