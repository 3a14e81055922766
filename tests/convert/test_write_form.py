"""The shortest way to write down in which order sections are sung."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.musicxml.write_form import blocks_of

LENGTHS = {name: Fraction(length) for name, length in zip("ABCD", (8, 4, 2, 16), strict=True)}
FORMS = {
    "A": "A",
    "AAAA": "A*4",
    "ABABAB": "AB*3",
    "ABBAC": "A B*2 A C",
    "AABAAB": "AAB*2",  # repeats do not nest
    "ABABA": "AB*2 A",
    "CABABBD": "C AB*2 B D",
    "AAABABAB": "A*2 AB*3",
    "ABCDABCDD": "ABCD*2 D",
}


def shown(form: str) -> str:
    blocks = blocks_of(form, LENGTHS)
    return " ".join("".join(one.names) + (f"*{one.times}" if one.times > 1 else "") for one in blocks)


@pytest.mark.parametrize("form", FORMS)
def test_blocks(form: str) -> None:
    assert shown(form) == FORMS[form]


@given(st.text("ABCD", min_size=1, max_size=12))
@settings(deadline=None)
def test_what_is_sung_is_the_form(form: str) -> None:
    blocks = blocks_of(form, LENGTHS)
    assert "".join(chain.from_iterable(one.names * one.times for one in blocks)) == form


@given(st.text("ABC", min_size=1, max_size=7))
@settings(deadline=None)
def test_nothing_shorter_can_be_written(form: str) -> None:
    written = sum(LENGTHS[name] for one in blocks_of(form, LENGTHS) for name in one.names)
    assert written == shortest(form)


def shortest(form: str) -> Fraction:
    """Found by trying everything."""
    if not form:
        return Fraction(0)
    return min(
        sum(LENGTHS[name] for name in form[:size]) + shortest(form[size * times :])
        for size in range(1, len(form) + 1)
        for times in range(1, len(form) // size + 1)
        if form.startswith(form[:size] * times)
    )
