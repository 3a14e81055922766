"""Diagnostics, code actions and formatting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from as_client import applied
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from pychang.diagnostic import Edit, Fix, Source, Span, Text
from pychang.language import format_song
from pychang.lsp.code_actions import FIX_ALL, code_actions
from pychang.lsp.desk import Desk, uri_of
from pychang.lsp.diagnostics import diagnostics
from pychang.lsp.formatting import edits, formatting
from pychang.lsp.positions import Lines

WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))


# ── diagnostics ──────────────────────────────────────────────────────────────────────────────────


def test_a_mistake(opened) -> None:
    song = opened("[가]\n| C4:4 H4 |\n> 가나\n")
    (one,) = diagnostics(song.analysis)
    assert song.text(one.range) == "H4"
    assert (one.code, one.source, one.severity) == ("E203", "pychang", lsp.DiagnosticSeverity.Error)
    assert one.message.splitlines() == ["H라는 음이름은 쓰지 않습니다.", "나음은 B4, 내린 나음은 Bb4입니다."]


def test_in_english(opened) -> None:
    assert "H is not a note" in diagnostics(opened("| H4:4 |", language="en").analysis)[0].message


def test_what_is_never_sung_is_faded(opened) -> None:
    song = opened("form: 가\n[가]\n| C4:1 |\n> 가\n> 나\n[나]\n| C4:1 |\n> 가\n")
    found = {one.code: one for one in diagnostics(song.analysis)}
    assert found["W302"].tags == found["W401"].tags == [lsp.DiagnosticTag.Unnecessary]
    assert found["W401"].severity is lsp.DiagnosticSeverity.Warning


@pytest.mark.parametrize("text", ["", "\0", "\ufeff", "title: 가", "\ud800", "a\x01"])
def test_an_unusable_text(opened, text: str) -> None:
    assert diagnostics(opened(text).analysis)


def test_mistakes_of_an_included_file_stand_at_its_line(tmp_path: Path) -> None:
    other = tmp_path / "다른.chang"
    other.write_text("[가]\n| H4:4 |\n| H5:4 |\n", "utf-8")
    desk = Desk("ko")
    uri = uri_of(tmp_path / "노래.chang")
    desk.open(uri, "title: 노래\ninclude: 다른.chang\n")
    (one,) = diagnostics(desk.analysis(uri))
    assert one.message == "다른.chang에 오류 2개가 있습니다."
    assert (one.range.start.line, one.range.start.character) == (1, 9)
    assert [(place.location.uri, place.location.range.start.line) for place in one.related_information] == [
        (uri_of(other), 1),
        (uri_of(other), 2),
    ]


def test_an_included_file_that_is_open_counts_as_it_is_typed(tmp_path: Path) -> None:
    other = tmp_path / "다른.chang"
    other.write_text("[가]\n| H4:4 |\n> 가\n", "utf-8")
    desk = Desk("ko")
    uri, other_uri = uri_of(tmp_path / "노래.chang"), uri_of(other)
    desk.open(uri, "include: 다른.chang\n")
    assert len(diagnostics(desk.analysis(uri))) == 1
    desk.open(other_uri, "[가]\n| C4:4 |\n> 가\n")
    assert desk.dependents(other) == [uri]
    desk.forget(uri)
    assert diagnostics(desk.analysis(uri)) == []
    desk.close(other_uri)
    desk.forget(uri)
    assert len(diagnostics(desk.analysis(uri))) == 1


def test_a_missing_include_is_told_and_found_later(tmp_path: Path) -> None:
    desk = Desk("ko")
    uri = uri_of(tmp_path / "노래.chang")
    desk.open(uri, "include: 다른.chang\n")
    assert "E413" in {one.code for one in diagnostics(desk.analysis(uri))}
    assert desk.dependents(tmp_path / "다른.chang") == [uri]


def test_a_missing_backing_is_told(tmp_path: Path) -> None:
    desk = Desk("ko")
    uri = uri_of(tmp_path / "노래.chang")
    desk.open(uri, "backing: 없음.flac\n| C4:1 |\n> 가\n")
    assert [one.code for one in diagnostics(desk.analysis(uri))] == ["E415"]


# ── code actions ─────────────────────────────────────────────────────────────────────────────────


def with_fixes(opened, text: str, *fixes: tuple[str, str]):
    """A song whose mistakes have fixes: each puts the second text in place of the first."""
    song = opened(text)
    source = Source(song.analysis.name, text)
    mistakes = []
    for mistake, (old, new) in zip(song.analysis.reading.mistakes, fixes, strict=True):
        start = text.index(old)
        fix = Fix(Text("고치기", "fix"), (Edit(Span(source, start, start + len(old)), new),))
        mistakes.append(replace(mistake, fix=fix))
    song.analysis.reading = replace(song.analysis.reading, mistakes=tuple(mistakes))
    return song


def test_a_fix(opened) -> None:
    text = "| H4:4 C4 |\n> 가나\n"
    song = with_fixes(opened, text, ("H4", "B4"))
    quick, every = code_actions(song.analysis, lsp.Range(lsp.Position(0, 3), lsp.Position(0, 3)))
    assert (quick.title, quick.kind, quick.is_preferred) == ("고치기", "quickfix", True)
    assert quick.diagnostics[0].code == "E203"
    assert applied(text, quick.edit.changes[song.analysis.uri]) == "| B4:4 C4 |\n> 가나\n"
    assert every.kind == FIX_ALL


def test_all_fixes_at_once(opened) -> None:
    text = "| H4:4 H5 |\n> 가나\n"
    song = with_fixes(opened, text, ("H4", "B4"), ("H5", "B5"))
    elsewhere = lsp.Range(lsp.Position(1, 0), lsp.Position(1, 0))
    (every,) = code_actions(song.analysis, elsewhere, ["source.fixAll"])
    assert applied(text, every.edit.changes[song.analysis.uri]) == "| B4:4 B5 |\n> 가나\n"
    assert code_actions(song.analysis, elsewhere, ["quickfix"]) == []


def test_fixes_that_meet_are_not_made_together(opened) -> None:
    text = "| H4:4 H5 |\n> 가나\n"
    song = with_fixes(opened, text, ("H4:4 H5", "B4"), ("H5", "B5"))
    (every,) = code_actions(song.analysis, WHOLE, [FIX_ALL])
    assert applied(text, every.edit.changes[song.analysis.uri]) == "| B4 |\n> 가나\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| C4:1 |", "| C4:1 |  // ok: W301"),
        ("| C4:1 | ", "| C4:1 | // ok: W301"),
        ("| C4:1 | // ok: W241", "| C4:1 | // ok: W241, W301"),
        ("| C4:1 | // 덧말", None),
    ],
)
def test_a_warning_is_taken_back(opened, before: str, after: str | None) -> None:
    song = opened(before)
    found = [one for one in code_actions(song.analysis, WHOLE) if "// ok:" in one.title]
    written = [applied(before, one.edit.changes[song.analysis.uri]) for one in found]
    assert written == ([after] if after else [])


def test_an_error_is_not_taken_back(opened) -> None:
    assert code_actions(opened("[가]\n| H4:4 |").analysis, WHOLE) == []


GUESSES = [
    # a line of lyrics with its ^, what it may become
    ("^sarang", ["사랑"]),
    ("^Saranghae", ["사랑해"]),
    ("sa-^rang", ["사랑"]),
    ("^love", ["러브"]),
    ("^do", ["두", "도"]),
    ("^K", ["케이"]),
    ("^BTS", ["비티에스"]),
    ("^na", ["나"]),
    ("^strength", []),
    ("^hangang", []),
    ("^любовь", []),
    ("^1", ["일", "하나"]),
    ("^ㅋㅋ", ["크크"]),
    ("^do sarang", ["두 sarang", "도 sarang", "도 사랑"]),
    ("do ^love 1", ["do 러브 1", "두 러브 일"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted"), GUESSES)
def test_guesses_at_what_is_not_hangul(opened, marked: str, wanted: list[str]) -> None:
    song = opened(f"| C4:1 |\n> {marked}\n")
    here = lsp.Position(1, song.place.column - 1)
    found = code_actions(song.analysis, lsp.Range(here, here))
    assert not any(one.is_preferred or one.kind != "quickfix" for one in found)
    changes = [one.edit.changes[song.analysis.uri] for one in found]
    texts = [applied(song.analysis.lines.text, edits).splitlines()[1] for edits in changes]
    assert texts == [f"> {one}" for one in wanted]
    assert len({one.title for one in found}) == len(found)


def test_a_line_is_offered_once_for_all_that_is_told_of_it(opened) -> None:
    song = opened("| C4:4 D4 E4 |\n> sarang love\n| C4:4 D4 |\n> na do\n")
    found = [one for one in code_actions(song.analysis, WHOLE) if "줄" in one.title]
    assert [len(one.diagnostics) for one in found] == [2, 2]
    assert [len(one.edit.changes[song.analysis.uri]) for one in found] == [2, 2]


def test_guesses_are_not_made_unasked(opened) -> None:
    assert all(one.fix is None for one in opened("| C4:1 |\n> sarang\n").analysis.reading.mistakes)


# ── formatting ───────────────────────────────────────────────────────────────────────────────────


def test_only_lines_that_change_are_written(opened) -> None:
    text = "title: 노래\n\n[가]\n|c4:4   d4:4 |\n> 가나\n"
    song = opened(text)
    (edit,) = formatting(song.analysis)
    assert (edit.range.start.line, edit.range.end.line) == (3, 4)
    assert applied(text, [edit]) == format_song(Source("a", text))
    assert formatting(opened(applied(text, [edit])).analysis) == []


def test_line_ends_stay(opened) -> None:
    text = "[가]\r\n|c4:4   d4:4 |\r\n>  가나"
    done = applied(text, formatting(opened(text).analysis))
    assert done == "[가]\r\n| C4:4 D4 |\r\n> 가나\r\n"


@given(
    st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8), st.booleans()
)
def test_edits_make_the_wanted_text(old: list[str], new: list[str], ends: bool) -> None:
    text = "\n".join(old) + ("\n" if ends else "")
    wanted = "".join(f"{line}\n" for line in new)
    assert applied(text, list(edits(Lines(text), wanted))) == wanted


def test_a_fix_of_the_compilers_own(opened) -> None:
    text = "템포: 90\n\n[가]\n| C4:4 D4 |\n> 가나\n"
    song = opened(text)
    (one,) = diagnostics(song.analysis)
    quick, every = code_actions(song.analysis, one.range)
    for action in (quick, every):
        assert applied(text, action.edit.changes[song.analysis.uri]) == text.replace("템포", "tempo")


def test_fixes_below_lines_that_came_in() -> None:
    """The spans of what did not change move with it."""
    desk = Desk("ko")
    document = desk.open("untitled:1", "[가]\n| C4:4 |\n> 가\n\n[나]\n| D4:4{acent} |\n> 나\n")
    desk.analysis("untitled:1")
    top = lsp.Position(0, 0)
    document.change([lsp.TextDocumentContentChangePartial(range=lsp.Range(top, top), text="\n\n")], 1)
    desk.forget("untitled:1")
    (every,) = code_actions(desk.analysis("untitled:1"), WHOLE, [FIX_ALL])
    done = applied(document.text, every.edit.changes["untitled:1"])
    assert done == document.text.replace("acent", "accent")
