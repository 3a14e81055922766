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


def test_bytes_that_are_not_utf8_are_wrong_use():
    result = run(stdin="국물\n".encode("cp949"), locale="C")
    assert result.exit_code == 2
    assert "line 1" in result.output
