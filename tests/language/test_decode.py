"""Bytes to text: UTF-8 with its ways of being written, and nothing else."""

from __future__ import annotations

import pytest

from pychang.language import decode


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf| C4:1 |", b"| C4:1 |"])
def test_a_byte_order_mark_is_left_out(data: bytes) -> None:
    source, mistakes = decode("a.chang", data)
    assert source is not None and source.text == "| C4:1 |" and mistakes == ()


def test_a_lone_carriage_return_ends_a_line() -> None:
    source, _ = decode("a.chang", b"a: 1\rb: 2\r\nc: 3")
    assert source is not None
    assert [source.line_text(line) for line in (1, 2, 3)] == ["a: 1", "b: 2", "c: 3"]


def test_a_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    source, (mistake,) = decode("a.chang", "title: 노래\n> 아리".encode() + b"\xff" + b"\n")
    assert source is None
    assert mistake.code == "E101" and "0xFF" in mistake.message.en and "byte 23" in mistake.message.en
    assert (mistake.span.line, mistake.span.column) == (2, 5)


@pytest.mark.parametrize("name", ["노래.mid", "노래.MusicXML", "노래.ustx"])
def test_a_file_of_another_program_is_to_be_imported(name: str) -> None:
    source, (mistake,) = decode(name, b"<?xml version='1.0'?>\n<score-partwise/>\n")
    assert source is None
    assert mistake.code == "E102" and mistake.hints[0].en.endswith(f"pychang import {name}")


def test_a_file_in_the_old_korean_encoding_is_recognised() -> None:
    _, (mistake,) = decode("a.chang", "> 아리랑".encode("cp949"))
    assert mistake.code == "E101" and "CP949" in mistake.hints[0].en


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("| C4:1 |".encode("utf-16"), "E101"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "E102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "E102"),
        (b"a" * (17 * 1024 * 1024), "E109"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, code: str) -> None:
    source, mistakes = decode("a.chang", data)
    assert source is None
    assert [mistake.code for mistake in mistakes] == [code]
