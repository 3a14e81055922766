"""`-`: a song from standard input."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from pychang.world import World

GOOD = "| C4:4 D4 E4:2 |\n> 꽃잎이\n".encode()
BAD = "| C4:4 D4 E4:2 |\n> 꽃잎이여\n".encode()


def test_checked_by_the_name_of_stdin(run) -> None:
    result = run("check", "--output-format", "short", "-", stdin=BAD)
    assert result.exit_code == 1
    assert result.output.startswith("<stdin>:2:6: E302")
    assert run("check", "-", stdin=GOOD).output == "<stdin>: no mistakes\n"
    assert json.loads(run("check", "--output-format", "json", "-", stdin=BAD).stdout)[0]["file"] == "<stdin>"


def test_read_twice_it_is_the_same(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    world = World()
    assert world.read(Path("-")) == world.read(Path("-")) == GOOD


def test_sung_into_the_file_that_is_named(run, tmp_path: Path) -> None:
    made = tmp_path / "노래.wav"
    assert run("build", "-", "-o", made, stdin=GOOD).exit_code == 0
    assert made.read_bytes()[:4] == b"RIFF"
    failed = run("build", "-", "-o", tmp_path / "other.wav", stdin=BAD)
    assert failed.exit_code == 1 and "<stdin>: 1 error" in failed.stderr
    assert os.listdir(tmp_path) == ["노래.wav"]


def test_files_beside_it_are_looked_for_here(run, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "other.chang").write_bytes(b"[A]\n" + GOOD)
    monkeypatch.chdir(tmp_path)
    assert run("check", "-", stdin=b"include: other.chang\n").exit_code == 0


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
@pytest.mark.parametrize(
    "arguments",
    [("build", "-"), ("show", "-"), ("parse", "-", "--stage", "image"), ("watch", "-")],
    ids=" ".join,
)
def test_no_file_stands_beside_it(run, tmp_path: Path, monkeypatch, arguments, locale: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, stdin=GOOD, locale=locale)
    assert result.exit_code == 2
    assert ("표준 입력(-)" if locale != "C" else "standard input (-)") in result.output
    assert not os.listdir(tmp_path)


def test_parsed(run) -> None:
    result = run("parse", "-", "--stage", "notes", stdin=GOOD)
    assert [note["sung"] for note in json.loads(result.stdout)["notes"]] == ["꼰", "니", "피"]
