"""`pychang export`: a file for every ending, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pychang.convert.formats import WRITERS

SONG = """\
title: 둘이서
meter: 2/4

part: 위
[노래]
| C5:4 D5 | E5:2 |
> 봄이 와

part: 아래
[노래]
| A4:4 B4 | C5:2 |
> 꽃이 펴
"""


@pytest.fixture
def song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "노래.chang"
    path.write_text(SONG, "utf-8")
    return path


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_ending_the_same_twice(run, song: Path, ending: str) -> None:
    name = f"노래{ending.upper() if ending == '.textgrid' else ending}"
    result = run("export", song, "-o", name)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{name}\n"
    first = Path(name).read_bytes()
    assert first
    assert run("export", song, "-o", name).exit_code == 0
    assert Path(name).read_bytes() == first
    assert sorted(os.listdir()) == sorted([name, "노래.chang"])


def test_one_part(run, song: Path) -> None:
    assert run("export", song, "-o", "아래.lrc", "--part", "아래").exit_code == 0
    text = Path("아래.lrc").read_text("utf-8")
    assert "펴" in text and "와" not in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "노래.wav"], "sound is made by `pychang build`"),
        (["-o", "노래.doc"], ".musicxml"),
        (["-o", "노래"], ".musicxml"),
        (["-o", "없음/노래.mid"], "There is no folder 없음."),
        (["-o", "-"], "its ending says the format"),
        (["-o", "노래.mid", "--part", "가운데"], "위, 아래"),
        ([], "-o"),
    ],
)
def test_wrong_use(run, song: Path, arguments: list[str], says: str) -> None:
    result = run("export", song, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert os.listdir() == ["노래.chang"]


def test_a_song_with_mistakes(run, song: Path) -> None:
    song.write_text(SONG.replace("꽃이 펴", "꽃이"), "utf-8")
    result = run("export", song, "-o", "노래.mid")
    assert result.exit_code == 1
    assert "E302" in result.stderr or "E30" in result.stderr
    assert os.listdir() == ["노래.chang"]


def test_the_song_is_not_written_over(run, song: Path) -> None:
    hidden = song.with_suffix(".mid")
    os.link(song, hidden)
    result = run("export", song, "-o", hidden)
    assert result.exit_code == 2
    assert hidden.read_text("utf-8") == SONG


def test_a_part_of_a_song_that_has_none(run, song: Path) -> None:
    song.write_text("| C4:1 |\n", "utf-8")
    result = run("export", song, "-o", "노래.mid", "--part", "위")
    assert result.exit_code == 2 and "the song is not divided into parts" in result.stderr
