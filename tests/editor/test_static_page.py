"""The page of a song: all that a browser needs to sing it, and nothing of this machine."""

from __future__ import annotations

import base64
import getpass
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from readings import analysis_of

from pychang.compile import cues_of
from pychang.diagnostic import Unusable
from pychang.editor import static_page
from pychang.editor.roll import roll_of
from pychang.editor.static_page import index_of, write_page
from pychang.editor.whole_folder import NotOurs
from pychang.score.model import Score
from pychang.voice import VoiceError
from pychang.voice.files import SHIPPED
from pychang.world import World

TEXT = 'title: 봄 <b> & "꽃"\nartist: 아무개\ntempo: 160\n| C4:4 D4 E4 r |\n> 꽃잎이\n'
TEMPLATE = '<!doctype html>\n<html lang="ko">\n  <head>\n    <title>PyChang</title>\n  </head>\n</html>\n'


@pytest.fixture(autouse=True)
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle as `web/build.mjs` leaves one, but small."""
    page = tmp_path / "bundle"
    page.mkdir()
    for name in ("song.js", "singer.js", "style.css", "litert.wasm", "licences.txt"):
        (page / name).write_text(name)
    for name in ("editor.js", "editor.html", "sources.sha256"):
        (page / name).write_text("not for songs")
    (page / "song.html").write_text(TEMPLATE)
    monkeypatch.setattr(static_page, "PAGE", page)
    return page


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "봄.chang"
    path.write_text(TEXT, "utf-8")
    return path


def inside(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_everything_that_singing_needs(song: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    page, mistakes = write_page(song, folder)
    assert mistakes == () and page is not None and page.folder == folder
    assert inside(folder) == {
        *("index.html", "song.json", "song.js", "licences.txt", "singer.js", "style.css", "litert.wasm"),
        *("voices/sora/model.tflite", "voices/sora/ABOUT.txt"),
    }
    assert page.sizes == {name: (folder / name).stat().st_size for name in inside(folder)}
    data = json.loads((folder / "song.json").read_text("utf-8"))
    assert (data["title"], data["artist"], data["language"]) == ('봄 <b> & "꽃"', "아무개", "ko")
    (cast,) = data["casts"]
    analysis = analysis_of(TEXT, song)
    cues, _ = cues_of(analysis.reading)
    assert {"version": 0, **json.loads(json.dumps(roll_of(analysis, cues)))} == cast["roll"]
    (phrase,) = cast["roll"]["phrases"]
    assert set(cast["phrases"]) == set(cast["curves"]) == {phrase["key"]}
    f0_hz = np.frombuffer(base64.b64decode(cast["phrases"][phrase["key"]]["f0Hz"]), "<f4")
    assert np.array_equal(f0_hz, cues[0].phrase.performance.f0_hz.astype("<f4"))
    voice = data["voices"][phrase["voice"]]
    assert (folder / voice["model"]).read_bytes() == (SHIPPED / "sora/model.tflite").read_bytes()
    assert data["backing"] is None and cast["voice"] == "sora"


def test_nothing_tells_of_this_machine(song: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    write_page(song, folder)
    for name in inside(folder) - {"voices/sora/model.tflite"}:
        text = (folder / name).read_text("utf-8")
        assert str(tmp_path) not in text and str(Path.home()) + "/" not in text
        assert not re.search(rf"/{re.escape(getpass.getuser())}/", text)


def test_more_voices_and_a_backing(song: Path, tmp_path: Path) -> None:
    mine = tmp_path / "내 목소리#1"
    mine.mkdir()
    shutil.copyfile(SHIPPED / "sora/model.tflite", mine / "model.tflite")
    card = (SHIPPED / "sora/voice.toml").read_text("utf-8")
    (mine / "voice.toml").write_text(card.replace('name = "sora"', 'name = "내 목소리 #1/2?"'), "utf-8")
    noise = np.random.default_rng(1).normal(0, 0.1, (8000, 1)).astype(np.float32)
    soundfile.write(tmp_path / "inst.wav", noise, 16_000, "FLOAT")
    song.write_text("backing: inst.wav gain=-6\n" + TEXT, "utf-8")
    page, _ = write_page(song, tmp_path / "page", ["sora", str(mine), str(mine)], "en")
    data = json.loads((page.folder / "song.json").read_text("utf-8"))
    assert [one["voice"] for one in data["casts"]] == ["sora", "내 목소리 #1/2?"]
    model = data["voices"]["내 목소리 #1/2?"]["model"]
    assert re.fullmatch(r"voices/[\w-]+/model\.tflite", model) and (page.folder / model).is_file()
    keys = [phrase["key"] for one in data["casts"] for phrase in one["roll"]["phrases"]]
    assert {key for one in data["casts"] for key in one["phrases"]} == set(keys)
    sound, rate = soundfile.read(page.folder / data["backing"], dtype="float32", always_2d=True)
    assert rate == data["casts"][0]["roll"]["rate"] == 22_050 and sound.shape[1] == 2
    with pytest.raises(VoiceError):
        write_page(song, tmp_path / "other", ["없는목소리"])
    assert not (tmp_path / "other").exists()


def test_the_title_is_escaped(song: Path, tmp_path: Path) -> None:
    page, _ = write_page(song, tmp_path / "page")
    html = (page.folder / "index.html").read_text("utf-8")
    assert "<title>봄 &lt;b&gt; &amp; &quot;꽃&quot; · 아무개</title>" in html
    assert '<meta property="og:title" content="봄 &lt;b&gt; &amp; &quot;꽃&quot; · 아무개" />' in html
    assert html.count("<title>") == 1 and "<b>" not in html
    english = index_of(Score("", "", ()), "en", TEMPLATE)
    assert '<html lang="en">' in english and "<title>A song</title>" in english
    assert "\\1" in index_of(Score("\\1 \\g<0>", "", ()), "ko", TEMPLATE)


def test_a_song_with_errors_writes_nothing(song: Path, tmp_path: Path) -> None:
    song.write_text("| C4:4 H9 |\n> 가나\n", "utf-8")
    page, mistakes = write_page(song, tmp_path / "page")
    assert page is None and mistakes and not (tmp_path / "page").exists()


def test_a_folder_of_somebody_else_is_kept(song: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "index.html").write_text("<title>내 누리집</title>")
    with pytest.raises(NotOurs):
        write_page(song, folder)
    with pytest.raises(NotOurs):
        write_page(song, song)
    assert inside(folder) == {"index.html"} and song.read_text("utf-8") == TEXT


def test_a_page_of_ours_is_written_anew_and_what_else_is_there_stays(song: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    write_page(song, folder)
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("main")
    (folder / "CNAME").write_text("example.org")
    (folder / "voices/old").mkdir()
    song.write_text(TEXT.replace("봄", "가을"), "utf-8")
    write_page(song, folder)
    assert "가을" in (folder / "index.html").read_text("utf-8")
    assert {".git/HEAD", "CNAME"} <= inside(folder) and not (folder / "voices/old").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "page", "봄.chang"]


@pytest.mark.parametrize("there", [False, True])
def test_whole_or_not_at_all(
    song: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    folder = tmp_path / "page"
    if there:
        write_page(song, folder)
    before = inside(folder)

    class Full(World):
        pass

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(static_page, "read_model", full)
    with pytest.raises(OSError):
        write_page(song, folder, world=Full())
    assert inside(folder) == before and folder.exists() == there
    assert not list(tmp_path.glob(".page*"))


def test_without_its_bundle_it_says_what_to_do(song: Path, tmp_path: Path, bundle: Path) -> None:
    shutil.rmtree(bundle)
    with pytest.raises(Unusable, match="npm run build"):
        write_page(song, tmp_path / "page")
