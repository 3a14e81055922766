"""`pychang pronounce`: one line for one line, and why."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pychang.cli.pronounce import pronounce


def run(*arguments: str, stdin: bytes = b"", locale: str = "ko_KR.UTF-8"):
    return CliRunner().invoke(pronounce, arguments, input=stdin, env={"LC_ALL": locale})


def test_words_of_the_command_line_are_one_line():
    assert run("꽃", "위").output == "꼬 뒤\n"


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_lines_of_standard_input(arguments):
    assert run(*arguments, stdin="국물\n\n같이\r\n신라".encode()).output == "궁물\n\n가치\n실라\n"


def test_why_names_the_articles():
    assert run("--why", "국물").output == "궁물\n  제18항 비음화  국물 → 궁물\n"
    assert run("--why", "국물", locale="C").output == "궁물\n  Article 18, nasalisation  국물 → 궁물\n"


def test_reasons_stand_in_columns():
    assert run("--why", "꽃", "위").output.splitlines() == [
        "꼬 뒤",
        "  제15항 실질 형태소 앞의 대표음  꽃 위 → 꼳 위",
        "  제13항 연음                     꼳 위 → 꼬 뒤",
    ]
    assert run("--why", "할", "수", "없는", locale="C").output.splitlines() == [
        "할 쑤 엄는",
        "  Article 27, tensing after -(으)ㄹ  할 수 → 할 쑤",
        "  Article 10, cluster reduction      없는 → 업는",
        "  Article 18, nasalisation           업는 → 엄는",
    ]


def test_what_nothing_changes_says_so():
    assert run("--why", "바다").output == "바다\n  적힌 대로 소리 납니다.\n"
    assert run("--why", "바다", locale="C").output == "바다\n  Sung as it is written.\n"
    assert run("바다").output == "바다\n"


def test_brackets_win_on_the_command_line_too():
    assert run("--why", "국물[국물]").output == "국물\n  적힌 대로 소리 납니다.\n"


@pytest.mark.parametrize("text", ["love", "123", "ㅋㅋ ㅠㅠ", "🎵", ""])
def test_what_has_no_hangul_passes_through(text):
    assert run("--why", text).output == text + "\n"
    assert run("--why", "-", stdin=text.encode() + b"\n").output == text + "\n"


def test_bytes_that_are_not_utf8_are_wrong_use():
    result = run(stdin="국물\n".encode("cp949"), locale="C")
    assert result.exit_code == 2
    assert "line 1" in result.output
