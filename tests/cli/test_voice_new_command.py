"""`pychang voice new`: the folder in which a voice is made."""

from __future__ import annotations

import os
import tomllib
import unicodedata
from pathlib import Path

import pytest

SONGS = ["1-morning", "2-market", "3-lullaby", "4-picnic", "5-train"]
SETTINGS = {
    "voice": {"name": None, "description": "", "licence": "", "singer": "", "consent": ""},
    "recordings": {"folder": "recordings", "held_out": []},
    "training": {"from": "sora", "steps": 900, "seed": 1},
}


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
@pytest.mark.parametrize("low", [[], ["--low"]])
@pytest.mark.parametrize("name", ["mine", "내 목소리", unicodedata.normalize("NFD", "한글")])
def test_what_is_laid_out(run, tmp_path: Path, monkeypatch, name: str, low: list, locale: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("voice", "new", name, *low, locale=locale)
    assert result.exit_code == 0, result.output
    assert sorted(os.listdir(name)) == [".gitignore", "README.md", "guide", "recordings", "training.toml"]
    for folder in ("guide", "recordings"):
        assert sorted(os.listdir(Path(name) / folder)) == [f"{song}.chang" for song in SONGS]
    composed = unicodedata.normalize("NFC", name)
    settings = tomllib.loads((Path(name) / "training.toml").read_text("utf-8"))
    assert settings == {**SETTINGS, "voice": {**SETTINGS["voice"], "name": composed}}
    songs = sorted(Path(name).rglob("*.chang"))
    checked = run("check", *songs)
    assert checked.exit_code == 0 and checked.output.count("no mistakes") == len(songs) == 10
    assert run("fmt", "--check", name).exit_code == 0


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("C", ("Room", "20 cm", "Headphones", "reverb", "WAV or FLAC")),
        ("ko_KR.UTF-8", ("방", "20 cm", "헤드폰", "리버브", "WAV나 FLAC")),
    ],
)
def test_the_page_says_how_to_record_and_the_commands_in_order(
    run, tmp_path: Path, monkeypatch, locale: str, words: tuple
) -> None:
    monkeypatch.chdir(tmp_path)
    run("voice", "new", "내 목소리", locale=locale)
    page = Path("내 목소리/README.md").read_text("utf-8")
    assert all(word in page for word in words) and "{" not in page
    commands = [
        'build "내 목소리"/guide/*.chang',
        *(f"voice {word}" for word in ("check", "align", "train", "eval")),
    ]
    places = [page.index(f"pychang {command}") for command in commands] + [page.index("`voice: 내 목소리`")]
    assert places == sorted(places)


def test_the_page_for_low_voices_is_another(run, tmp_path: Path) -> None:
    run("voice", "new", tmp_path / "high")
    run("voice", "new", tmp_path / "low", "--low")
    assert "G3 to D5" in (tmp_path / "high" / "README.md").read_text("utf-8")
    assert "G2 to D4" in (tmp_path / "low" / "README.md").read_text("utf-8")


def test_it_says_what_comes_next(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("voice", "new", "mine")
    assert result.stdout.splitlines()[0] == os.path.join("mine", "README.md")
    assert "pychang build mine/guide/*.chang" in result.stderr and "pychang voice check mine" in result.stderr


@pytest.mark.parametrize("there", ["a.wav", "README.md", "recordings/1-morning.wav"])
@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
def test_a_folder_that_is_not_empty(run, tmp_path: Path, there: str, locale: str) -> None:
    path = tmp_path / "mine" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    result = run("voice", "new", tmp_path / "mine", locale=locale)
    assert result.exit_code == 2 and there.split("/")[0] in result.output
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]
    assert path.read_text("utf-8") == "mine"


def test_an_empty_folder_or_one_that_git_keeps(run, tmp_path: Path) -> None:
    (tmp_path / "mine" / ".git").mkdir(parents=True)
    assert run("voice", "new", tmp_path / "mine").exit_code == 0


def test_a_file_in_its_place(run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    assert run("voice", "new", tmp_path / "mine").exit_code == 2
    assert (tmp_path / "mine").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "  ", "sora", "a\nb", 'a"b', "가:나", "my.zip", "a" * 65])
def test_names_that_are_none(run, tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("voice", "new", name).exit_code == 2 and not os.listdir(tmp_path)


def test_the_folder_where_one_is(run, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "내목소리").mkdir()
    monkeypatch.chdir(tmp_path / "내목소리")
    assert run("voice", "new", ".").exit_code == 0
    assert 'name = "내목소리"' in Path("training.toml").read_text("utf-8")
