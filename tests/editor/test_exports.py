"""What the editor exports is what `build` and `export` make of the same text."""

from __future__ import annotations

import tempfile
from pathlib import Path

import mido
import pytest
from readings import analysis_of

from pychang.cache import SoundCache
from pychang.compile import compile_song
from pychang.convert.formats import WRITERS, UnknownEnding
from pychang.editor.exports import NotSingable, exported
from pychang.reading import Reading
from pychang.seal import is_sealed, seal_of
from pychang.world import World

TEXT = "title: 봄\ntempo: 160\n| C4:4 D4 E4 r |\n> 꽃잎이\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(SoundCache(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def reading() -> Reading:
    return analysis_of(TEXT).reading


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("ending", [".wav", ".flac", ".ogg"])
def test_sounds_are_those_of_build(world: World, reading: Reading, tmp_path: Path, ending: str) -> None:
    song = tmp_path / "봄.chang"
    song.write_text(TEXT, "utf-8")
    built = song.with_suffix(ending)
    compile_song(song, built, world)
    made = exported(reading, f"봄{ending.upper()}", world)
    if ending != ".ogg":  # its serial number is another each time
        assert made.path.read_bytes() == built.read_bytes()
        assert is_sealed(made.path, seal_of(reading.score, reading.cast)) is not None
    assert made.media_type.startswith("audio/") and made.path.stat().st_size > 1000


@pytest.mark.parametrize("ending", [".mid", ".musicxml", ".mxl", ".ustx", ".lab", ".lrc", ".srt"])
def test_the_formats_of_export(world: World, reading: Reading, ending: str) -> None:
    made = exported(reading, f"봄{ending}", world)
    assert ending in WRITERS and made.path.stat().st_size > 20 and "/" in made.media_type
    if ending == ".mid":
        words = [one.text for one in mido.MidiFile(made.path).tracks[-1] if one.type == "lyrics"]
        assert "".join(words).encode("latin-1").decode().strip() == "꽃잎이"


def test_what_cannot_be_exported_leaves_nothing_behind(
    world: World, reading: Reading, temporary: Path
) -> None:
    with pytest.raises(UnknownEnding, match=r"봄\.doc"):
        exported(reading, "봄.doc", world)
    with pytest.raises(UnknownEnding):
        exported(reading, "봄", world)
    with pytest.raises(NotSingable):
        exported(analysis_of("| H9 |\n").reading, "봄.wav", world)
    assert list(temporary.iterdir()) == []
