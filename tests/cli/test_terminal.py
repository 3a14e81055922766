"""Colour where it is wanted, and a message in every encoding."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from rich.cells import cell_len

from pychang.cli.main import COMMANDS
from pychang.cli.progress import ShownWorld
from pychang.cli.terminal import color_option, has_colour, instead, is_terminal
from pychang.language.text import _from_cp949, decode

BAD = "| C4:4 D4 E4 F4 |\n> 노래하자 꽃\n"
KOREAN, ESCAPE = "ko_KR.UTF-8", b"\x1b["


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A song with one mistake, in a folder and of a name with spaces and Hangul."""
    folder = tmp_path / "나의 노래"
    folder.mkdir()
    song = folder / "나쁜 곡.chang"
    song.write_text(BAD, "utf-8")
    return song


# ── colour ───────────────────────────────────────────────────────────────────────────────────────


class Stream:
    def __init__(self, is_terminal: bool) -> None:
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("wish", "env", "on_terminal", "on_pipe"),
    [
        (None, {}, True, False),
        (None, {"TERM": "dumb"}, False, False),
        (None, {"NO_COLOR": "1"}, False, False),
        (None, {"NO_COLOR": ""}, True, False),
        (None, {"FORCE_COLOR": "1"}, True, True),
        (None, {"FORCE_COLOR": "0"}, False, False),
        (None, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_when_there_is_colour(
    monkeypatch, wish: str | None, env: dict, on_terminal: bool, on_pipe: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    found: list[bool] = []

    @click.command(params=[color_option()])
    def look() -> None:
        found.extend(has_colour(Stream(tty)) for tty in (True, False))
        assert click.get_current_context().color in (None, found[1])

    look.main(["--color", wish] if wish else [], standalone_mode=False)
    assert found == [on_terminal, on_pipe]
    if wish is None:
        assert [has_colour(Stream(tty)) for tty in (True, False)] == found  # outside a command too


@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color_before_and_after_the_command(program, bad: Path, arguments, env, coloured: bool) -> None:
    for line in ((*arguments, "check", bad), ("check", *arguments, bad)):
        found = program(*line, LC_ALL="C", **env)
        assert found.returncode == 1 and b"E302" in found.stdout
        assert (ESCAPE in found.stdout) == coloured


def test_color_of_commands_inside_others(run) -> None:
    assert run("voice", "list", "--color", "never").exit_code == 0
    assert run("cache", "folder", "--color", "never").exit_code == 0
    assert run("check", "--color", "sometimes", "x").exit_code == 2


def test_windows_is_asked_to_obey_escapes(monkeypatch) -> None:
    """Not on Windows itself: what is asked of it."""
    import ctypes

    class Kernel:
        mode = 3

        def GetConsoleMode(self, handle, mode) -> int:
            mode._obj.value = self.mode
            return 1

        def SetConsoleMode(self, handle, mode: int) -> int:
            self.mode = mode
            return self.works

    kernel = Kernel()
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(get_osfhandle=lambda number: number))
    stream = SimpleNamespace(isatty=lambda: True, fileno=lambda: 2)
    monkeypatch.setattr(sys, "platform", "win32")
    for works in (1, 0):
        kernel.works = works
        assert is_terminal(stream, {}) == bool(works) and kernel.mode == 7


def test_a_bar_that_fits(monkeypatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    world = ShownWorld(stream)
    world.song = Path("아주" * 40 + ".chang")
    world.sung(30.0, 60.0)
    shown = stream.buffer.getvalue().decode("utf-8").rpartition("\x1b[K")[2]
    assert cell_len(shown) < 80 and shown.startswith("…주") and "━╌" in shown and "0:30 / 1:00" in shown
    world.clear()
    assert world.song is None
    stream = io.TextIOWrapper(io.BytesIO(), "cp949")
    world = ShownWorld(stream)
    world.song = Path("곡.chang")
    world.sung(30.0, 60.0)
    assert "###---" in stream.buffer.getvalue().decode("cp949")


# ── encodings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["cp949", "cp949:strict", "euc-kr"])
def test_messages_in_the_encoding_that_is_asked_for(program, bad: Path, encoding: str) -> None:
    found = program("check", bad, LC_ALL=KOREAN, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    text = found.stdout.decode(encoding.partition(":")[0])
    assert found.returncode == 1
    assert f"{bad}:2:8: 오류 E302: 가사는 5글자인데" in text and "│ > 노래하자 꽃" in text


@pytest.mark.parametrize(
    "env", [{}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONUTF8": "0"}]
)
def test_pipes_are_utf_8_in_every_locale(program, bad: Path, env: dict[str, str]) -> None:
    found = program("check", bad, **env)
    text = found.stdout.decode("utf-8")
    assert f"{bad}:2:8: error E302" in text and "│ > 노래하자 꽃" in text
    assert f"{bad}: 1 error" in text


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_and_error_in_cp949(program, tmp_path: Path, command: str) -> None:
    """Words that are no path and no option: every command complains, in whole Hangul."""
    for arguments, status in ((["--help"], 0), (["--선택"], 2)):
        said = program(*command.split(), *arguments, LC_ALL=KOREAN, PYTHONIOENCODING="cp949", PYTHONUTF8="0")
        assert said.returncode == status
        text = (said.stdout if status == 0 else said.stderr).decode("cp949")
        assert "사용법" in text and "?" not in text.replace("인가요?", "")


def test_no_file_is_opened_in_the_encoding_of_the_locale(program, tmp_path: Path) -> None:
    """Python warns of every text file that is opened without saying how."""
    env = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "always::EncodingWarning"}
    song = tmp_path / "봄" / "봄.chang"
    for arguments in (
        ("new", song.parent),
        ("check", song),
        ("build", song),
        ("parse", song, "-o", tmp_path / "x.json"),
        ("voice", "show", "sora"),
        ("pronounce", "꽃 위"),
        ("info",),
        ("completion", "bash"),
    ):
        ran = program(*arguments, **env)
        assert ran.returncode == 0
        warned = [line for line in ran.stderr.decode("utf-8").splitlines() if "EncodingWarning" in line]
        assert not [line for line in warned if f"{os.sep}pychang{os.sep}" in line]


def test_results_are_utf_8_in_files(program, tmp_path: Path) -> None:
    song = tmp_path / "노래.chang"
    song.write_text("title: 똠방각하 ♯\n| C4:1 |\n> 꽃\n", "utf-8")
    made = tmp_path / "값.json"
    env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp949"}
    assert program("parse", song, "--stage", "notes", "-o", made, **env).returncode == 0
    assert json.loads(made.read_text("utf-8"))["notes"][0]["syllable"] == "꽃"


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("│ 값… ♯", "cp949", "│ 값… #"),
        ("╌━→", "cp949", "-━→"),
        ("╌━→", "ascii", "-=->"),
        (unicodedata.normalize("NFD", "한글 똠"), "cp949", "한글 똠"),
        (os.fsencode("꽃").decode("ascii", "surrogateescape"), "cp949", "꽃"),
        ("꽃a😀", "ascii", "??a??"),
        ("é", "ascii", "?"),
        ("\udcff", "utf-8", "\ufffd"),
    ],
)
def test_what_an_encoding_lacks_is_shown_as_something_near(text: str, encoding: str, shown: str) -> None:
    import codecs

    codecs.register_error("test-instead", instead)
    assert text.encode(encoding, "test-instead").decode(encoding) == shown


# ── a song in the old Korean encoding ────────────────────────────────────────────────────────────


def test_a_song_in_cp949_and_how_to_convert_it(program, tmp_path: Path) -> None:
    song = tmp_path / "옛 '노래'.chang"
    song.write_bytes("title: 노래\n| C4:1 |\n> 꽃\n".encode("cp949"))
    found = program("check", song, LC_ALL=KOREAN)
    assert found.returncode == 1
    lines = [line.strip() for line in found.stdout.decode("utf-8").splitlines()]
    assert any("CP949" in line and "E101" not in line for line in lines)
    [command] = [line for line in lines if line.startswith(("iconv", "$song"))]
    if sys.platform.startswith("linux"):
        subprocess.run(command, shell=True, check=True)
        assert program("check", song).returncode == 0
        assert os.listdir(tmp_path) == [song.name]


def test_the_way_to_convert_on_windows() -> None:
    command = _from_cp949("나의 '노래'.chang", "win32").en.split("\n")[1]
    assert command.startswith("$song = Resolve-Path -LiteralPath '나의 ''노래''.chang'; ")
    assert "GetEncoding(949)" in command


def test_other_bytes_are_not_taken_for_cp949() -> None:
    _, [mistake] = decode("x.chang", "title: é\n".encode("latin-1") + b"\xff")
    assert all("CP949" not in hint.en for hint in mistake.hints)
