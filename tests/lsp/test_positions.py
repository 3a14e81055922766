"""Lines as the client cuts them, columns as it counts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from pychang.diagnostic import Source, Span
from pychang.lsp.desk import path_of
from pychang.lsp.document import Document
from pychang.lsp.positions import Lines, Place

TEXT = "가𝄞나\r\nb\u2028c\rd\n"
_TEXTS = st.text(alphabet=st.sampled_from("ab가\u1100\u1161𝄞\r\n\u2028\x0b\ufeff "), max_size=30)
_ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 7), ("utf-16", 3), ("utf-32", 2)])
def test_units(encoding: str, units: int) -> None:
    lines = Lines(TEXT, encoding)
    assert lines.position(1, 3) == lsp.Position(0, units)
    assert lines.place(lsp.Position(0, units)) == Place(1, 3)


def test_lines_end_at_carriage_returns_and_line_feeds_alone() -> None:
    lines = Lines(TEXT)
    assert [lines.line(number) for number in range(1, 6)] == ["가𝄞나", "b\u2028c", "d", "", ""]
    assert lines.count == 4


def test_places_behind_an_end_are_that_end() -> None:
    lines = Lines("ab\ncd")
    assert lines.place(lsp.Position(0, 99)) == Place(1, 3)
    assert lines.place(lsp.Position(9, 9)) == Place(2, 3)
    assert lines.position(2, 99) == lsp.Position(1, 2)
    assert lines.position(3, 1) == lsp.Position(1, 2)


def test_a_byte_order_mark_counts_for_the_client_alone() -> None:
    lines = Lines("\ufefftitle: 가")
    assert lines.position(1, 1) == lsp.Position(0, 1)
    assert lines.place(lsp.Position(0, 1)) == Place(1, 1)
    assert lines.place(lsp.Position(0, 0)) == Place(1, 1)
    assert lines.line(1) == "title: 가"


def test_decomposed_hangul_is_counted_as_it_is_written() -> None:
    text = unicodedata.normalize("NFD", "> 꽃")
    assert Lines(text).range(Span(Source("a", text), 2, 5)) == lsp.Range(
        lsp.Position(0, 2), lsp.Position(0, 5)
    )


@given(_TEXTS, _ENCODINGS)
def test_positions_and_offsets_are_each_others_inverse(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    for number in range(1, lines.count + 1):
        for column in range(1, len(lines.line(number)) + 2):
            position = lines.position(number, column)
            assert lines.place(position) == (number, column)
            assert lines.offset(position) <= len(text)


@given(_TEXTS, _TEXTS, _ENCODINGS, st.integers(0, 30), st.integers(0, 30))
def test_a_document_follows_its_client(text: str, new: str, encoding: str, one: int, other: int) -> None:
    """Any edit between two places that an editor can have the cursor in."""
    document = Document("file:///a.chang", path_of("file:///a.chang"), text, encoding=encoding)
    lines = document.lines
    ends = [lsp.Position(n, 0) for n in range(lines.count)] + [lsp.Position(lines.count, 0)]
    start, end = sorted((one % len(ends), other % len(ends)))
    wanted = text[: lines.offset(ends[start])] + new + text[lines.offset(ends[end]) :]
    change = lsp.TextDocumentContentChangePartial(range=lsp.Range(ends[start], ends[end]), text=new)
    document.change([change], 2)
    assert document.text == wanted
    assert document.version == 2


def test_changes_are_taken_one_after_another() -> None:
    document = Document("file:///a.chang", path_of("file:///a.chang"), "가나\n다")
    edit = lsp.TextDocumentContentChangePartial
    first = edit(range=lsp.Range(lsp.Position(0, 1), lsp.Position(0, 2)), text="라\n마")
    second = edit(range=lsp.Range(lsp.Position(2, 0), lsp.Position(2, 1)), text="")
    document.change([first, second], 1)
    assert document.text == "가라\n마\n"
    document.change([lsp.TextDocumentContentChangeWholeDocument("새로")], 2)
    assert document.text == "새로"
