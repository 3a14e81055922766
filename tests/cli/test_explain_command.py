"""`pychang explain`: one code at length, or all in short."""

from __future__ import annotations

import pytest

from pychang.language.codes import CODES


def test_a_code_with_its_examples(run) -> None:
    result = run("explain", "E211")
    assert result.exit_code == 0
    assert result.output.startswith("E211  A bar is longer than the meter.\n\nWhat stands between two `|`")
    assert (
        "\n\nwrong:\n    meter: 3/4\n    | A4:4 A4 D5 A4 |\n    > 새야새야\n\nright:\n    meter: 3/4\n"
        in result.output
    )


def test_several_codes_however_they_are_written(run) -> None:
    result = run("explain", "e211", "w241", "--lang", "ko")
    assert result.exit_code == 0
    assert result.output.index("E211  마디가 박자보다 깁니다.") < result.output.index("W241  ")
    assert "틀린 보기:" in result.output and "맞는 보기:" in result.output


def test_an_empty_example_is_seen(run) -> None:
    assert "wrong:\n    (an empty file)\n" in run("explain", "E104").output


@pytest.mark.parametrize(("locale", "place"), [("C", 1), ("ko_KR.UTF-8", 0)])
def test_all_codes_in_short(run, locale: str, place: int) -> None:
    result = run("explain", locale=locale)
    assert result.exit_code == 0
    assert result.output.splitlines() == [f"{code}  {text[place]}" for code, text in CODES.items()]


@pytest.mark.parametrize(("code", "near"), [("E2033", "E203"), ("W24", "W242"), ("후렴", "lists them all")])
def test_an_unknown_code(run, code: str, near: str) -> None:
    result = run("explain", code)
    assert result.exit_code == 2 and code in result.output and near in result.output
