"""`pychang voice align`: a folder of recordings, what is said of each, and what is wrong."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1] / "recordings"))

from sung_by_formants import CHILD, RATE, record

from pychang.reading import read_song
from pychang.world import World

SONG = "tempo: 90\n[노래]\n| C4:4 D4 E4 G4 | A4:4 G4 E4:2 |\n> 꽃피는 산 마을에\n"
OTHER = "tempo: 90\n[노래]\n| C5:8 C5 G4:4 C5 r | C5:4 D5 E5:2 |\n> 쏘시개 찌꺼기들\n"


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory):
    """A song's text and its sound."""
    song = tmp_path_factory.mktemp("song") / "song.chang"
    song.write_text(SONG, encoding="utf-8")
    world = World()
    return record(read_song(song, world).score, world.voice(world.card("sora", song.parent)), CHILD, 1).sound


@pytest.fixture
def mine(tmp_path: Path, sung) -> Path:
    folder = tmp_path / "mine"
    (folder / "recordings").mkdir(parents=True)
    soundfile.write(folder / "recordings" / "하나.wav", sung, RATE)
    (folder / "recordings" / "하나.chang").write_text(SONG, encoding="utf-8")
    return folder


def test_align(run, mine: Path) -> None:
    result = run("voice", "align", mine)
    assert result.exit_code == 0, result.output
    assert "하나  " in result.output and "found" in result.output
    names = sorted(path.name for path in (mine / "aligned").iterdir())
    assert names == ["하나.TextGrid", "하나.json", "하나.png"]
    before = (mine / "aligned" / "하나.TextGrid").read_bytes()
    decomposed = unicodedata.normalize("NFD", "하나")  # as macOS completes it
    again = run("voice", "align", mine, decomposed, locale="ko_KR.UTF-8")
    assert again.exit_code == 0 and "전에 찾은 것" in again.output
    assert (mine / "aligned" / "하나.TextGrid").read_bytes() == before


def test_a_plain_folder_of_recordings(run, mine: Path) -> None:
    """Without `recordings/`; what was written there last time is no recording."""
    plain = mine / "recordings"
    assert run("voice", "align", plain).exit_code == 0
    again = run("voice", "align", plain)
    assert again.exit_code == 0 and "as found before" in again.output


def test_a_recording_of_something_else(run, mine: Path) -> None:
    (mine / "recordings" / "하나.chang").write_text(OTHER, encoding="utf-8")
    result = run("voice", "align", mine)
    assert result.exit_code == 1
    assert "does not fit its score" in result.output and "하나.chang" in result.output
    assert re.search(r"\d s  \d+%  [쏘시개찌꺼기들 ]+\n", result.output)


def test_what_is_wrong_stops_its_recording_alone(run, mine: Path) -> None:
    (mine / "recordings" / "둘.wav").write_bytes(b"RIFF")
    (mine / "recordings" / "둘.chang").write_text(SONG, encoding="utf-8")
    result = run("voice", "align", mine)
    assert result.exit_code == 1 and "둘.wav" in result.output
    assert (mine / "aligned" / "하나.TextGrid").exists()


def test_names_and_folders_that_are_not_there(run, mine: Path, tmp_path: Path) -> None:
    result = run("voice", "align", mine, "셋")
    assert result.exit_code == 2 and "셋" in result.output and "하나" in result.output
    result = run("voice", "align", tmp_path / "nowhere")
    assert result.exit_code == 2 and "nowhere" in result.output
