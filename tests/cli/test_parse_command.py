"""`pychang parse`: each stage as plain values."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pychang.korean import PHONES

SONG = "tempo: 60\n[노래]\n| r:4 C4:4 D4 , E4 |\n> 꽃잎-\n"


@pytest.fixture
def stage(run, tmp_path: Path):
    """The value of one stage of a song."""

    def stage(name: str, text: str = SONG, status: int = 0) -> dict:
        song = tmp_path / "song.chang"
        song.write_text(text, "utf-8")
        result = run("parse", song, "--stage", name)
        assert result.exit_code == status
        return json.loads(result.stdout)

    return stage


def test_notes(stage) -> None:
    notes = stage("notes")["notes"]
    keys = ["part", "section", "line", "column", "start", "end", "midi", "syllable", "sung"]
    assert all(list(note) == keys for note in notes)
    assert [tuple(note[key] for key in keys[1:]) for note in notes] == [
        ("노래", 3, 3, 0.3, 1.3, None, None, None),
        ("노래", 3, 7, 1.3, 2.3, 60, "꽃", "꼰"),
        ("노래", 3, 12, 2.3, 3.3, 62, "잎", "닙"),
        ("노래", 3, 17, 3.3, 4.3, 64, "-", "-"),
    ]


def test_phones_follow_one_another_and_know_their_notes(stage) -> None:
    value = stage("phones")
    phones, f0 = value["phones"], value["f0"]
    assert list(value) == ["phones", "f0"] and list(f0) == ["hop_s", "hz"]
    assert all(list(phone) == ["start", "end", "phone", "note"] for phone in phones)
    assert {phone["phone"] for phone in phones} <= set(PHONES)
    assert all(a["end"] == b["start"] for a, b in pairwise(phones))
    vowel = next(phone for phone in phones if phone["phone"] == "o")
    assert vowel["note"] == 1 and vowel["start"] == pytest.approx(1.3, abs=0.001)
    assert len(f0["hz"]) == pytest.approx(phones[-1]["end"] / f0["hop_s"], abs=2)
    held = f0["hz"][round(1.9 / f0["hop_s"])]
    assert held == pytest.approx(261.63, rel=0.03)


def test_syntax_and_notes_of_a_song_with_errors(stage) -> None:
    assert stage("syntax", "tempoo: 60\n" + SONG, status=1)["type"] == "SongFile"
    assert len(stage("notes", "tempoo: 60\n" + SONG, status=1)["notes"]) == 4


def test_phones_of_a_song_with_errors_are_not_made(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("| C4:4 D4 E4 F4 |\n> 노래하\n", "utf-8")
    result = run("parse", song, "--stage", "phones")
    assert result.exit_code == 1 and not result.stdout and "E301" in result.stderr


def test_into_a_file(run, song: Path, tmp_path: Path) -> None:
    assert run("parse", song, "--stage", "notes", "-o", tmp_path / "notes.json").output == ""
    assert json.loads((tmp_path / "notes.json").read_text("utf-8"))["notes"]


def test_image(run, song: Path) -> None:
    assert run("parse", song, "--stage", "image").exit_code == 0
    picture = np.asarray(Image.open(song.with_suffix(".image.png")))
    assert picture.ndim == 2 and picture.shape[0] > 400
    assert picture.shape[1] == pytest.approx(3.1 * 22050 / 200, abs=3)
