"""Changes as CodeMirror writes them down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pychang.editor.changes import Changes, Misfit, Replaced, changes_between, length, read_changes

TEXT = st.text("가나a𝄞🎵\n", max_size=30)
"""With characters that are two UTF-16 code units."""


def cut(text: str, start: int, end: int) -> str:
    """From one UTF-16 unit to another."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list, str]:
    """A text, changes of it in JSON, and the text that they make, worked out piece by piece."""
    text = draw(TEXT)
    parts, made, at = [], "", 0
    while at < length(text):
        size = draw(st.integers(1, length(text) - at))
        if draw(st.booleans()):
            parts.append(size)
            made += cut(text, at, at + size)
        else:
            put = draw(TEXT)
            parts.append([size, *(put.split("\n") if put else [])])
            made += put
        at += size
    joined = made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text, parts, joined


@given(edited())
def test_changes_are_applied_unit_by_unit(case: tuple[str, list, str]) -> None:
    text, json, made = case
    changes = read_changes(json)
    assert changes.applied(text) == made
    assert changes.json() == json


@given(TEXT, TEXT)
def test_changes_between_two_texts_make_the_one_of_the_other(old: str, new: str) -> None:
    changes = changes_between(old, new)
    assert changes.before == length(old)
    assert read_changes(changes.json()).applied(old) == new


def test_changes_between_two_texts_are_small() -> None:
    old = "| C4:4 D4 |\n> 꽃잎\n| E4:4 |\n"
    new = "| C4:4 G4 |\n> 꽃잎\n| E4:4 F4 |\n"
    changed = [part for part in changes_between(old, new).parts if isinstance(part, Replaced)]
    assert changed == [Replaced(1, "G"), Replaced(0, "F4 ")]


def test_halves_of_a_character_become_one_again() -> None:
    high, low = "\ud834", "\udd1e"
    once = read_changes([[0, high]]).applied("")
    assert read_changes([1, [0, low]]).applied(once) == "𝄞"


@pytest.mark.parametrize(
    "json",
    [None, {}, "3", [-1], [1.5], [True], [[]], [["a"]], [[1, 2]], [[0, "a\nb"]], [[0, "a\rb"]], [[-1, "a"]]],
)
def test_what_is_no_change_is_refused(json: object) -> None:
    with pytest.raises(Misfit):
        read_changes(json)


def test_changes_of_another_length_are_refused() -> None:
    for parts in ((2,), (4,), (Replaced(4, ""),)):
        with pytest.raises(Misfit):
            Changes(parts).applied("🎵a")
