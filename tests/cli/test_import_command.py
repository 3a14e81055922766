"""`pychang import`: what is written, said and refused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import mido
import pytest

C_MAJOR = (60, 62, 64, 65)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def midi(
    path: Path, words: Sequence[str] = ("봄", "이 ", "오", "네"), pitches: Sequence[int] = C_MAJOR
) -> Path:
    """A track of quarter notes at 90 a minute."""
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(90))])
    for i, pitch in enumerate(pitches):
        if i < len(words):
            latin = words[i].encode().decode("latin1")
            track.append(mido.MetaMessage("lyrics", text=latin))
        track.append(mido.Message("note_on", note=pitch))
        track.append(mido.Message("note_off", note=pitch, time=480))
    mido.MidiFile(tracks=[track], type=1, ticks_per_beat=480).save(path)
    return path


def test_a_score_beside_the_file_that_sings(run, folder: Path) -> None:
    result = run("import", midi(folder / "봄.mid"))
    assert result.exit_code == 0, result.stderr
    song = folder / "봄.chang"
    assert result.stdout.startswith(f"{song}  ")
    assert song.read_text("utf-8") == (
        "// Imported from 봄.mid.\ntitle: 봄\ntempo: 90\nmeter: 4/4\n\n"
        "[노래]\n| C4:4 D4 E4 F4 |\n> 봄이 오네\n"
    )
    assert run("check", song).output == f"{song}: no mistakes\n"
    assert run("fmt", "--check", song).exit_code == 0
    assert run("build", song).exit_code == 0


def test_the_remark_is_in_the_users_language(run, folder: Path) -> None:
    result = run("import", midi(folder / "봄.mid"), "-o", "-", locale="ko_KR.UTF-8")
    assert result.stdout.startswith("// 봄.mid에서 가져왔다.\n")
    assert os.listdir(folder) == ["봄.mid"]


def test_a_score_that_is_there_is_kept(run, folder: Path) -> None:
    midi(folder / "봄.mid")
    (folder / "봄.chang").write_text("내 악보")
    refused = run("import", "봄.mid")
    assert refused.exit_code == 2 and "--force" in refused.stderr
    assert (folder / "봄.chang").read_text() == "내 악보"
    assert run("import", "봄.mid", "--force").exit_code == 0
    assert "봄이 오네" in (folder / "봄.chang").read_text("utf-8")


def test_words_from_a_text(run, folder: Path) -> None:
    (folder / "가사.txt").write_text("꽃이 피-\n", "utf-8")
    assert run("import", midi(folder / "봄.mid", words=()), "--lyrics", "가사.txt").exit_code == 0
    assert "\n> 꽃이 피-\n" in (folder / "봄.chang").read_text("utf-8")


def test_words_that_do_not_fit(run, folder: Path) -> None:
    (folder / "가사.txt").write_text("꽃이 피\n", "utf-8")
    result = run("import", midi(folder / "봄.mid", words=()), "--lyrics", "가사.txt")
    assert result.exit_code == 1
    assert "4 notes but 3 syllables: from note 4 (F4 in bar 1) on there is none." in result.stderr
    assert not (folder / "봄.chang").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["봄.mid", "-o", "없음/봄.chang"], "There is no folder 없음."),
        (["봄.mid", "-o", "봄.mid"], "this would write over the file"),
        (["봄.mid", "-o", "봄.txt"], "its name must end in .chang"),
        (["봄.mid", "-o", "."], "is a folder"),
        (["없음.mid"], "없음.mid"),
        (["봄.mid", "--lyrics", "없음.txt"], "없음.txt"),
        (["봄.mid", "--grid", "5"], "5"),
        (["봄.musicxml", "--grid", "16"], "--grid is for MIDI files alone."),
        (["."], "."),
    ],
)
def test_wrong_use(run, folder: Path, arguments: list[str], says: str) -> None:
    midi(folder / "봄.mid")
    result = run("import", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert sorted(os.listdir(folder)) == ["봄.mid"]


@pytest.mark.parametrize("name", ["봄.mid", "봄.musicxml", "봄.mxl", "봄.ust", "봄.ustx", "봄.svp", "봄.hwp"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\1\2\3", b"MThd\0\0\0\6\0\1", b"PK\3\4zip", b"<?xml", "노래".encode()]
)
def test_a_file_of_no_use(run, folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    result = run("import", name)
    assert result.exit_code == 1
    assert name in result.stderr and len(result.stderr) < 2000
    assert os.listdir(folder) == [name]


def test_romanised_words(run, folder: Path) -> None:
    """Korean in Latin letters is told from English over all texts of a file together."""
    korean = ("na", "reul ", "beo", "ri", "go ", "ga", "si", "neun ", "ni", "meun")
    english = ("fare", "well ", "to ", "thee ", "my ", "on", "ly ", "love ", "so ", "long")
    assert run("import", midi(folder / "아리랑.mid", korean, pitches=(60, 62) * 5)).exit_code == 0
    assert "> 나를 버리고 가시는 니믄\n" in (folder / "아리랑.chang").read_text("utf-8")
    assert run("import", midi(folder / "작별.mid", english, pitches=(60, 62) * 5)).exit_code == 0
    assert "> 아아 아 아 아 아아 아 아 아 // farewell to thee my only love so long\n" in (
        folder / "작별.chang"
    ).read_text("utf-8")


def test_each_kind_of_warning_is_shown_once(run, folder: Path) -> None:
    low = midi(folder / "봄.mid", ("봄",) * 8, pitches=(40, 41) * 4)
    result = run("import", low)
    assert result.stderr.count("warning W231") == 1
    assert "There are more of them: W231 × 7. To see them all: pychang check" in result.stderr
    to_output = run("import", low, "-o", "-").stderr
    assert "봄.chang:" in to_output and "W231 × 7." in to_output and "pychang check" not in to_output


def test_that_there_are_no_words_is_told_once(run, folder: Path) -> None:
    result = run("import", midi(folder / "봄.mid", words=()))
    assert "--lyrics" in result.stderr and "W301" not in result.stderr


def test_a_score_of_ours_needs_no_import(run, folder: Path) -> None:
    (folder / "봄.chang").write_text("| C4:1 |\n")
    result = run("import", "봄.chang")
    assert (result.exit_code, result.stderr) == (2, "Error: 봄.chang is a .chang score already.\n")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_what_to_type_next_can_be_typed(run, folder: Path) -> None:
    result = run("import", midi(folder / '내 "봄" $1.mid'))
    assert result.stderr.endswith("  pychang build '" + str(folder) + '/내 "봄" $1.chang\'\n')
