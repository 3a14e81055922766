"""Edits and answers as JSON."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pychang.editor.edits import edited
from pychang.editor.edits.model import Add, Delete, Join, Move, Resize, Set, Split, Words
from pychang.editor.edits.refusal import NOT_HERE
from pychang.editor.edits.wire import edit_of, json_of, place_of, place_text
from pychang.editor.roll_edits import roll_edit
from pychang.lsp.positions import Place
from tests.editor.edits.sung import opened

NOTE = Place(12, 3)
MESSAGES = [
    ({"kind": "move", "notes": ["12:3"], "semitones": -2, "by": [1, 8]}, Move((NOTE,), -2, Fraction(1, 8))),
    (
        {"kind": "resize", "note": "12:3", "start_by": [0, 1], "end_by": [-1, 4]},
        Resize(NOTE, Fraction(0), Fraction(-1, 4)),
    ),
    (
        {"kind": "add", "section": 4, "at": [3, 2], "length": [1, 4], "midi": 60, "verse": 1},
        Add(4, Fraction(3, 2), Fraction(1, 4), 60, 1),
    ),
    ({"kind": "delete", "notes": ["12:3"]}, Delete((NOTE,))),
    ({"kind": "split", "note": "12:3", "at": [1, 8]}, Split(NOTE, Fraction(1, 8))),
    ({"kind": "join", "notes": ["12:3", "12:8"]}, Join((NOTE, Place(12, 8)))),
    ({"kind": "words", "note": "12:3", "verse": 0, "text": "새 야"}, Words(NOTE, 0, "새 야")),
    ({"kind": "set", "name": "voice", "value": None}, Set("voice", None)),
]


@pytest.mark.parametrize(("json", "edit"), MESSAGES)
def test_edits(json: dict, edit: object) -> None:
    assert edit_of(json) == edit


@pytest.mark.parametrize(
    "json",
    [
        {},
        {"kind": "fly"},
        {"kind": []},
        {"kind": "delete"},
        {"kind": "delete", "notes": "12:3"},
        {"kind": "delete", "notes": ["12"]},
        {"kind": "delete", "notes": [12]},
        {"kind": "split", "note": "1:1", "at": [1, 0]},
        {"kind": "split", "note": "1:1", "at": 0.5},
        {"kind": "split", "note": "1:1", "at": [1.5, 2]},
        {"kind": "split", "note": "1:1", "at": [10**12, 1]},
        {"kind": "move", "notes": [], "semitones": True, "by": [0, 1]},
        {"kind": "words", "note": "1:1", "verse": 0, "text": None},
        [],
        None,
    ],
)
def test_what_is_no_edit(json: object) -> None:
    with pytest.raises(ValueError, match=r"not|fraction"):
        edit_of(json)


def test_places() -> None:
    assert place_of(place_text(NOTE)) == NOTE
    with pytest.raises(ValueError, match="not a place"):
        place_of("12:-3")


def test_a_note_of_an_included_file_is_changed_there() -> None:
    why = roll_edit(opened("| C4:4 |\n> 가\n"), {"kind": "delete", "notes": ["@0a1b2c3d:1:3"]})
    assert why == NOT_HERE


def test_offsets_are_utf16() -> None:
    analysis = opened("\ufeff// 𝄞𝄞\n| C4:4 D4 |\n> 가나\n")
    made = edited(analysis, Delete((Place(2, 8),)))
    assert json_of(made, analysis.lines) == {
        "changes": [{"from": 16, "to": 18, "insert": "r"}, {"from": 24, "to": 25, "insert": ""}],
        "notes": [],
        "then": None,
    }
