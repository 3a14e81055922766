"""`pychang new`: a song to begin with."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

FILES = [".gitattributes", ".gitignore"]


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
@pytest.mark.parametrize(
    "name", ["봄노래", "나의 봄 노래", "spring", "안/쪽", unicodedata.normalize("NFD", "한글")]
)
def test_a_folder_with_a_song_without_mistakes(
    run, tmp_path: Path, monkeypatch, name: str, locale: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", name, locale=locale)
    assert result.exit_code == 0
    title = Path(name).name
    assert sorted(os.listdir(tmp_path / name)) == [*FILES, f"{title}.chang"]
    song = Path(name) / f"{title}.chang"
    assert result.stdout.splitlines()[0] == str(song)
    assert "pychang watch" in result.stderr and "git init" in result.stderr
    text = song.read_text("utf-8")
    assert f"title: {unicodedata.normalize('NFC', title)}\n" in text
    assert ("노랫말입니다" in text) == (locale != "C")
    checked = run("check", song)
    assert checked.exit_code == 0 and checked.output == f"{song}: no mistakes\n"


def test_the_song_is_sung(run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "봄").exit_code == 0
    assert run("build", tmp_path / "봄" / "봄.chang").exit_code == 0
    assert (tmp_path / "봄" / "봄.wav").stat().st_size > 500_000


def test_the_song_is_in_canonical_form(run, tmp_path: Path) -> None:
    pytest.importorskip("pychang.cli.fmt")
    for locale in ("C", "ko_KR.UTF-8"):
        song = tmp_path / f"{locale}.chang"
        assert run("new", song, locale=locale).exit_code == 0
        assert run("fmt", "--check", song).exit_code == 0


def test_a_song_alone(run, tmp_path: Path) -> None:
    song = tmp_path / "가을.chang"
    result = run("new", song)
    assert result.exit_code == 0 and os.listdir(tmp_path) == ["가을.chang"]
    assert "title: 가을\n" in song.read_text("utf-8")


def test_the_folder_where_one_is(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", ".").exit_code == 0
    assert f"{tmp_path.name}.chang" in os.listdir(tmp_path)


@pytest.mark.parametrize("there", ["봄/봄.chang", "봄/.gitignore", "봄"])
@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_nothing_is_written_over(run, tmp_path: Path, there: str, locale: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine", "utf-8")
    result = run("new", tmp_path / "봄", locale=locale)
    assert result.exit_code == 2 and "Traceback" not in result.output
    assert (tmp_path / there).read_text("utf-8") == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / there]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_in_a_repository_git_keeps_songs_and_no_sounds(run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    result = run("new", tmp_path / "봄")
    assert "git init" not in result.stderr
    (tmp_path / "봄" / "봄.wav").write_bytes(b"RIFF")
    git = ["git", "-c", "core.quotepath=off", "-C", str(tmp_path)]
    subprocess.run([*git, "add", "-A"], check=True)
    listed = subprocess.run([*git, "ls-files", "--eol"], capture_output=True, check=True).stdout.decode(
        "utf-8"
    )
    lines = {line.split("\t")[1]: line for line in listed.splitlines()}
    assert sorted(lines) == ["봄/.gitattributes", "봄/.gitignore", "봄/봄.chang"]
    assert "attr/text eol=lf" in lines["봄/봄.chang"]


@pytest.mark.parametrize("name", ["", "  "])
def test_no_name(run, tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", name).exit_code == 2 and not os.listdir(tmp_path)


def test_the_folder_above(run, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "봄").mkdir()
    monkeypatch.chdir(tmp_path / "봄")
    assert run("new", "..").exit_code == 0
    assert (tmp_path / f"{tmp_path.name}.chang").is_file()
