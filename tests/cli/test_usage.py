"""Wrong use and help, in the user's language; and what each way of ending means."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import pychang.reading
from pychang import __version__
from pychang.cli.main import COMMANDS, exit_status

WRONG = {
    ("chek",): ("No such command 'chek'", "'chek'라는 명령은 없습니다"),
    ("bild",): ("'bild'. Did you mean 'build'?", "'bild'라는 명령은 없습니다. 'build'인가요?"),
    ("check",): ("Missing argument 'SONG...'", "빠진 것이 있습니다: 'SONG...'"),
    ("check", "--voise", "a", "b"): ("No such option '--voise'", "'--voise'라는 선택 사항은 없습니다"),
    ("check", "--output-format", "xml", "b"): ("'xml' is not one of", "가운데 하나여야 합니다"),
    ("build", "a.chang", "-o"): ("requires an argument", "값이 있어야 합니다"),
    ("a.chang",): ("Do you mean `pychang build a.chang`?", "`pychang build a.chang`인가요?"),
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("locale", ["en_US.UTF-8", "ko_KR.UTF-8"])
def test_wrong_use(run, arguments: tuple[str, ...], locale: str) -> None:
    result = run(*arguments, locale=locale)
    assert result.exit_code == 2
    assert WRONG[arguments][locale.startswith("ko")] in result.output


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(process, command: str) -> None:
    for locale, options in (("C", "Options:"), ("ko_KR.UTF-8", "선택 사항:")):
        result = process(*command.split(), "--help", locale=locale)
        assert result.returncode == 0 and not result.stderr
        assert options in result.stdout and "pychang" in result.stdout
        assert any("가" <= ch <= "힣" for ch in result.stdout.replace("꽃 위", "")) or locale == "C"


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_every_command_stands_in_one_group(process, locale: str) -> None:
    shown = process("--help", locale=locale).stdout
    listed = re.findall(r"^  ([a-z]+)  +\S", shown, re.MULTILINE)
    assert sorted(name for name in listed if name != "pychang") == sorted(COMMANDS)
    assert ("부르기:" if locale != "C" else "Singing:") in shown
    assert "pychang build songs/arirang.chang" in shown


def test_version(run) -> None:
    result = run("--version")
    assert result.exit_code == 0 and result.output == f"pychang {__version__}\n"
    assert "버전을 보입니다." in run("--help", locale="ko_KR.UTF-8").output


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_a_bug_of_ours_is_not_blamed_on_the_song(run, song, monkeypatch, locale: str) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(pychang.reading, "arrange", broken)
    result = run("check", song, locale=locale)
    assert result.exit_code == 101
    assert "ZeroDivisionError" in result.output and "PYCHANG_DEBUG=1" in result.output
    monkeypatch.setenv("PYCHANG_DEBUG", "1")
    assert isinstance(run("check", song).exception, ZeroDivisionError)


def test_interrupted() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    assert exit_status(interrupt) == 130


def test_stopped_while_it_is_loaded() -> None:
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'click':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from pychang.__main__ import main\n"
        "main()\n"
    )
    stopped = subprocess.run([sys.executable, "-c", code, "info"], capture_output=True, text=True)
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (130, "", "")
