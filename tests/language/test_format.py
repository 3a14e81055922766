"""Canonical form: golden files, and what holds of every song and of any text at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from generated_songs import remark_texts, songs
from hypothesis import example, given, settings
from mistakes_beside import diagnostics
from test_any_text import TEXTS

from pychang.diagnostic import Severity, Source, Span
from pychang.language import decode, format_song, parse
from pychang.language.format import unread_lines
from pychang.language.format_layout import WIDEST
from pychang.language.names import SETTINGS
from pychang.language.syntax import Remark, SongFile
from pychang.language.text import MAX_COLUMNS, MAX_LINES
from pychang.score import arrange
from pychang.score.settings import RULES

CASES = sorted((Path(__file__).parent / "format").glob("*.chang"))
EXAMPLES = 100
OUTPUT = "// ---------- output ----------\n"
SONGS = sorted((Path(__file__).parents[2] / "songs").glob("*.chang"))


def formatted(text: str) -> str:
    return format_song(source_of(text))


def source_of(text: str) -> Source:
    """The song as it is read from a file; a text that is none, as an editor has it, in lines as read."""
    plain = re.sub(r"\r(?!\n)", "\n", text)
    return decode("a.chang", text.encode("utf-8", "replace"))[0] or Source("a.chang", plain)


def without_spans(value: Any) -> Any:
    """A value as plain tuples, without where it stands in its source."""
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        kept = {name: without_spans(part) for name, part in parts.items() if not is_place(part)}
        return type(value).__name__, *kept.items()
    return tuple(map(without_spans, value)) if isinstance(value, tuple) else value


def is_place(value: Any) -> bool:
    return isinstance(value, Span | Source | Remark)


# ── golden files: a song, and what it becomes ────────────────────────────────────────────────────


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_file(path: Path) -> None:
    written, wanted = path.read_bytes().decode("utf-8").split(OUTPUT)
    assert formatted(written) == wanted
    assert formatted(wanted) == wanted


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_songs_are_in_canonical_form(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text) == text


def test_settings_stand_in_the_order_of_the_table() -> None:
    assert tuple(RULES) == SETTINGS


# ── generated songs ──────────────────────────────────────────────────────────────────────────────


@settings(max_examples=EXAMPLES, deadline=None)
@given(songs())
def test_generated_songs_have_no_errors(text: str) -> None:
    found = diagnostics("a.chang", text.encode())
    assert [one.code for one in found if one.severity is Severity.ERROR] == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(songs())
def test_formatting_never_changes_what_is_sung(text: str) -> None:
    before, after = (arrange(parse(source_of(one))[0])[0] for one in (text, formatted(text)))
    assert without_spans(after) == without_spans(before)
    assert codes(formatted(text)) == codes(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(songs())
def test_formatting_twice_changes_nothing_and_no_remark_is_lost(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert remark_texts(once) == remark_texts(text)
    assert unread_lines(source_of(text)) == ()


@settings(max_examples=EXAMPLES, deadline=None)
@given(songs())
def test_the_syntax_stays(text: str) -> None:
    before, after = (parse(source_of(one))[0] for one in (text, formatted(text)))
    assert syntax_of(after) == syntax_of(before)


def syntax_of(song: SongFile) -> Any:
    """Settings sorted by name, their words without spaces; every length that is carried written out."""
    told = sorted((one.name.text, "".join(word.text for word in one.words)) for one in song.settings)
    return told, [(one.title, [*map(in_full, one.items)]) for one in song.sections]


def in_full(item: Any) -> Any:
    if not hasattr(item, "bars"):
        return without_spans(item)
    carried = None
    bars = []
    for bar in item.bars:
        elements = []
        for element in bar.elements:
            carried = getattr(element, "length", None) or carried
            kept = [part for part in without_spans(element) if part[0] != "length"]
            elements.append((*kept, carried.value if hasattr(element, "length") else None))
        bars.append(elements)
    return bars, item.closed, without_spans(item.lyrics)


# ── any text ─────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(TEXTS)
@example("a\r\r\nb")
@example("\0\r")
@example("| C4:4 |\n> // 가")
@example(">//")
@example("title://x")
@example("r : 4")
@example("title: 가\u200b//x")
@example("| C4:4 | | D4 || E4\n| || C4")
@example("> 값이 [갑씨]는")
@example("> 값[ ]")
@example("tempo: 90\n\n// 위\n\ntitle: 가\n| C4:1 |")
@example("[가]\n\n// 뒤\n[나]\n\n\n// 앞\n\n| C4:1 |\n\n> 가")
@example("part: 가\n// 말\npan: 1\nvoice: 가\nx\ntitle: 나\nartist: 다")
def test_any_text_keeps_all_that_it_says(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert without_lengths(once) == without_lengths(source_of(text).text)
    assert codes(once) == codes(text) or once == ""  # a file of spaces is an empty one


def without_lengths(text: str) -> Counter[str]:
    """How often each character stands in a text, apart from spaces, lengths and the case of note names."""
    closed_up = re.sub(r"[^\S\n]|[\u200b-\u200f\u2060\ufeff\u00ad]", "", unicodedata.normalize("NFC", text))
    return Counter(re.sub(r":[0-9./+]*|\n", "", closed_up).upper())


def codes(text: str) -> list[str]:
    song, in_syntax = parse(source_of(text))
    return sorted(one.code for one in (*in_syntax, *arrange(song)[1]))


def test_a_remark_starts_after_an_invisible_space_too() -> None:
    assert formatted("\u200b// 말\n| C4:1 |\ufeff// 말\n> 가\n") == "// 말\n| C4:1 | // 말\n> 가\n"


def test_a_line_that_would_become_too_long_stays() -> None:
    line = "|" + "C4:4" + "C4" * ((MAX_COLUMNS - 5) // 2) + "|"
    assert len(line) <= MAX_COLUMNS
    assert formatted(line) == line + "\n"
    assert unread_lines(source_of(f"\n{line}")) == (2,)


def test_a_song_that_would_get_too_many_lines_stays() -> None:
    song = "[가]\n|C4:1|\n" * (MAX_LINES // 2 - 1)
    assert formatted(song) == song
    assert "\n\n[가]" in formatted(song[: len(song) // 2])


def test_bar_lines_are_aligned_up_to_a_width() -> None:
    def song(options: int) -> str:
        return "| C4:2 D4 | E4 F4 |\n> 가나다라\n| C4:2" + "{" + "fall " * options + "} D4 | E4:2 F4 |\n"

    first, second = (line for line in formatted(song(19)).splitlines() if line[0] == "|")
    assert [i for i, ch in enumerate(first) if ch == "|"] == [i for i, ch in enumerate(second) if ch == "|"]
    assert 0.9 * WIDEST < len(second) <= WIDEST
    assert formatted(song(22)).splitlines()[0] == "| C4:2 D4 | E4 F4 |"
