"""Diagnostics as people, editors and programs read them."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from rich.cells import cell_len
from rich.console import Console

from pychang.cli.render import (
    MAX_SHOWN,
    excerpt,
    render_human,
    render_json,
    render_short,
    summary,
)
from pychang.cli.words import asked_language, message_language, system_language
from pychang.diagnostic import Diagnostic, Source, Span, Text, error, warning

HINT = Text("이렇게 고치세요.", "Mend it so.")


def mistake(line: str, word: str) -> Diagnostic:
    source = Source("노래.chang", f"title: 노래\n{line}\n")
    start = source.text.index(word)
    return error("E303", Span(source, start, start + len(word)), Text("틀렸습니다.", "This is wrong."), HINT)


def human(*diagnostics: Diagnostic, language: str = "en", width: int = 60) -> list[str]:
    stream = io.StringIO()
    render_human(diagnostics, language, Console(file=stream, width=width))
    return stream.getvalue().splitlines()


def test_a_mistake_in_its_line() -> None:
    assert human(mistake("> 나는 love 해", "love")) == [
        "노래.chang:2:6: error E303: This is wrong.",
        " 2 │ > 나는 love 해",
        "   │        ^~~~",
        "   = Mend it so.",
    ]


def test_in_korean() -> None:
    lines = human(mistake("> 나는 love 해", "love"), language="ko")
    assert lines[0] == "노래.chang:2:6: 오류 E303: 틀렸습니다." and lines[-1] == "   = 이렇게 고치세요."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("line", "word", "before", "caret"),
    [
        ("> 가나다 X", "X", 9, "^"),
        ("> 가나다라", "다", 6, "^~"),
        ("\t> 가\tX", "X", 12, "^"),
        ("> a\x07b X", "X", 6, "^"),
    ],
)
def test_the_caret_stands_under_the_cells(form: str, line: str, word: str, before: int, caret: str) -> None:
    line, word = unicodedata.normalize(form, line), unicodedata.normalize(form, word)
    code, under = excerpt(mistake(line, word).span, 60)
    assert under == " " * before + caret
    assert unicodedata.is_normalized("NFC", code) and "\t" not in code


@pytest.mark.parametrize("filler", ["가", "a"])
@pytest.mark.parametrize(("left", "right"), [(3, 500), (500, 3), (50_000, 50_000)])
def test_a_long_line_is_cropped_around_the_caret(filler: str, left: int, right: int) -> None:
    span = mistake("> " + filler * left + "XYZ" + filler * right, "XYZ").span
    code, under = excerpt(span, 60)
    assert cell_len(code) <= 60 and "…" in code
    assert code.index("XYZ") == len(code.split("XYZ")[0])
    assert cell_len(code.split("XYZ")[0]) == under.index("^") and under.endswith("^~~")


def test_a_long_mistake_is_cropped_too() -> None:
    code, under = excerpt(mistake("> " + "X" * 5_000, "X" * 5_000).span, 40)
    assert cell_len(code) <= 40 and len(under) <= 40 and code.endswith("…")


def test_a_mistake_at_the_end_of_a_line_or_file() -> None:
    source = Source("a.chang", "| C4")
    code, under = excerpt(Span(source, 4, 4), 60)
    assert (code, under) == ("| C4", "    ^")
    assert human(error("E104", Span(Source("a.chang", ""), 0, 0), Text("비었습니다.", "Empty."))) == [
        "a.chang:1:1: error E104: Empty."
    ]


def test_a_mistake_without_a_place() -> None:
    assert human(error("E001", None, Text("없습니다.", "Not there."))) == ["error E001: Not there."]


def test_square_brackets_are_text() -> None:
    source = Source("a.chang", "[bold]")
    lines = human(error("E216", Span(source, 0, 6), Text("[굵게]", "[bold]")))
    assert lines[0].endswith("[bold]") and lines[1] == " 1 │ [bold]"


def test_many_are_cut_short() -> None:
    many = [mistake("> X", "X")] * (MAX_SHOWN + 23)
    assert human(*many)[-1] == "… and 23 more"
    stream = io.StringIO()
    render_short(many, "ko", stream)
    assert len(stream.getvalue().splitlines()) == MAX_SHOWN + 1
    assert stream.getvalue().endswith("… 그리고 23개 더\n")


def test_errors_are_shown_before_warnings_where_there_are_too_many() -> None:
    many = [warning("W241", mistake("> X", "X").span, HINT)] * MAX_SHOWN
    stream = io.StringIO()
    render_short([*many, mistake("> X", "X")], "en", stream)
    lines = stream.getvalue().splitlines()
    assert "E303" in lines[-2] and lines[-1] == "… and 1 more" and len(lines) == MAX_SHOWN + 1


def test_short() -> None:
    stream = io.StringIO()
    render_short([mistake("> 나는 love 해", "love")], "en", stream)
    assert stream.getvalue() == "노래.chang:2:6: E303 This is wrong.\n"


def test_json() -> None:
    stream = io.StringIO()
    render_json([mistake("> 나는 love 해", "love"), warning("W001", None, HINT)], "en", stream)
    first, second = json.loads(stream.getvalue())
    assert first == {
        "file": "노래.chang",
        "line": 2,
        "column": 6,
        "end_line": 2,
        "end_column": 10,
        "severity": "error",
        "code": "E303",
        "message": "This is wrong.",
        "hints": ["Mend it so."],
        "fix": None,
    }
    assert second["severity"] == "warning" and second["file"] is None and second["line"] is None


@pytest.mark.parametrize(
    ("env", "system", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "", "ko"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}, "ko", "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ko", "LANG": "en_US.UTF-8"}, "", "ko"),
        ({"PYCHANG_LANG": "en", "LC_ALL": "ko_KR.UTF-8"}, "ko", "en"),
        ({"PYCHANG_LANG": "ko", "LC_ALL": "C"}, "", "ko"),
        ({}, "", "en"),
        ({}, "ko_KR", "ko"),
        ({"LANG": ""}, "Korean_Korea", "ko"),
    ],
)
def test_the_language_of_messages_is_the_locale_s(env: dict[str, str], system: str, language: str) -> None:
    assert message_language(env, lambda: system) == language


def test_the_system_has_a_language() -> None:
    assert isinstance(system_language(), str)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["check", "a.chang"], None),
        (["--lang", "ko", "check"], "ko"),
        (["check", "--lang=en"], "en"),
        (["--lang", "ko", "check", "--lang", "en"], "en"),
        (["--lang=ko", "check", "--lang", "en"], "en"),
        (["--lang", "en", "check", "--lang=ko"], "ko"),
        (["check", "--lang", "fr"], None),
        (["check", "--lang"], None),
        (["pronounce", "--", "--lang", "ko"], None),
    ],
)
def test_the_language_among_the_arguments(arguments: list[str], language: str | None) -> None:
    assert asked_language(arguments) == language


def test_summary() -> None:
    one, other = mistake("> X", "X"), warning("W001", None, HINT)
    assert summary([one, one, other], "en") == "2 errors, 1 warning"
    assert summary([other], "ko") == "경고 1개"
    assert summary([], "en") == ""
