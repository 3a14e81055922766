"""Whatever is given, the answer is a clear message and exit 1 or 2: no traceback, no half-written file."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from pychang.voice.files import DEFAULT, SHIPPED

GOOD = "| C4:4 D4 E4 F4 |\n> 노래하자\n"

MISTAKES = {  # what is in the file, and the code of its first complaint
    "unknown setting": ("tempoo: 90\n" + GOOD, "E401"),
    "unknown section": ("form: 후렴\n[노래]\n" + GOOD, "E405"),
    "bar too long": ("| C4:4 D4 E4 F4 G4 |\n> 노래하자야\n", "E211"),
    "bar too short": (GOOD + "| C4:4 D4 |\n> 노래\n" + GOOD, "E212"),
    "too many syllables": ("| C4:4 D4 E4 F4 |\n> 노래하자야\n", "E302"),
    "too few syllables": ("| C4:4 D4 E4 F4 |\n> 노래하\n", "E301"),
    "Latin letters": ("| C4:4 D4 E4 F4 |\n> love노래하\n", "E303"),
    "digits": ("| C4:4 D4 E4 F4 |\n> 1노래하\n", "E304"),
    "lone jamo": ("| C4:4 D4 E4 F4 |\n> ㅋ노래하\n", "E305"),
    "brackets of another length": ("| C4:4 D4 E4 F4 |\n> 노래 값이[갑]\n", "E306"),
    "empty": ("", "E104"),
    "only remarks": ("// 설명\n// 또 설명\n", "E105"),
    "no notes": ("title: 노래\n", "E106"),
    "only rests": ("| r:1 | r |\n", "E106"),
    "not UTF-8": ("title: 노래\n".encode("cp949"), "E101"),
    "UTF-16": (GOOD.encode("utf-16"), "E101"),
    "binary": (bytes(range(256)) * 20, "E102"),
    "a line of 5 MB": ("| " + "C4:4 " * 1_000_000 + "|\n", "E107"),
    "100,000 lines": (GOOD * 50_000, "E108"),
    "tempo 0": ("tempo: 0\n" + GOOD, "E402"),
    "a length of 1/0": ("| C4:1/0 D4:2. |\n> 노래\n", "E204"),
}


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_song(run, tmp_path: Path, command: str, name: str) -> None:
    text, code = MISTAKES[name]
    song = tmp_path / "song.chang"
    song.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = run(command, "--output-format", "short", song)
    assert result.exit_code == 1
    first = next(line for line in result.output.splitlines() if " W" not in line)  # warnings may stand above
    assert f" {code} " in first
    assert os.listdir(tmp_path) == ["song.chang"]


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
@pytest.mark.parametrize("command", ["check", "build", "parse", "show"])
def test_a_file_that_is_not_there_or_a_folder(run, tmp_path: Path, command: str, locale: str) -> None:
    for path, (ko, en) in {
        tmp_path / "none.chang": ("없습니다", "no such file"),
        tmp_path: ("폴더입니다", "a folder"),
    }.items():
        if command == "check" and path == tmp_path:
            continue  # all songs below it
        result = run(command, path, locale=locale)
        assert result.exit_code == 2
        assert (en if locale == "C" else ko) in result.output
    assert not os.listdir(tmp_path)


def test_one_bad_file_does_not_stop_the_others(run, song: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.chang"
    bad.write_text("tempo: 0\n" + GOOD, "utf-8")
    result = run("check", tmp_path / "none.chang", bad, song)
    assert result.exit_code == 2
    assert f"{bad}: 1 error" in result.output
    assert f"{song}: no mistakes" in result.output


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("none/song.wav", "There is no folder"),
        ("song.mp3", ".wav, .flac, .ogg"),
        ("짧은.chang", "over the song"),
    ],
)
def test_a_place_that_cannot_be_written_to(run, song: Path, tmp_path: Path, output: str, why: str) -> None:
    before = song.read_bytes()
    result = run("build", song, "-o", tmp_path / output)
    assert result.exit_code == 2
    assert why in result.output
    assert os.listdir(tmp_path) == [song.name] and song.read_bytes() == before


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder that nobody can write to")
def test_a_folder_that_nobody_can_write_to(run, song: Path) -> None:
    result = run("build", song, "-o", "/proc/song.wav")
    assert result.exit_code == 2
    assert result.output.startswith("Error: /proc/song.wav: ")


def test_several_songs_need_a_folder_and_names_of_their_own(run, song: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    same = Path(shutil.copy(song, tmp_path / "other"))
    assert run("build", song, same, "-o", tmp_path / "both.wav").exit_code == 2
    assert run("build", song, same, "-o", tmp_path / "other").exit_code == 2
    assert not list(tmp_path.rglob("*.wav"))


def test_a_voice_that_the_song_names_and_is_not_there(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("voice: 아무개\n" + GOOD, "utf-8")
    for command in ("check", "build"):
        result = run(command, "--output-format", "short", song)
        assert result.exit_code == 1
        assert ":1:8: E411 there is no voice `아무개`" in result.output


@pytest.fixture
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the default voice, to spoil."""
    return Path(shutil.copytree(SHIPPED / DEFAULT, tmp_path_factory.mktemp("voices") / "mine"))


def remove_card(voice: Path) -> None:
    (voice / "voice.toml").unlink()


def remove_model(voice: Path) -> None:
    (voice / "model.tflite").unlink()


def cut_card(voice: Path) -> None:
    card = voice / "voice.toml"
    card.write_bytes(card.read_bytes()[:100])


def cut_model(voice: Path) -> None:
    model = voice / "model.tflite"
    model.write_bytes(model.read_bytes()[:5000])


def another_card(voice: Path) -> None:
    (voice / "voice.toml").write_text('[project]\nname = "something else"\n', "utf-8")


def another_model(voice: Path) -> None:
    """With its right hash: the runtime itself must find that it is none."""
    from hashlib import sha256

    card, model = voice / "voice.toml", voice / "model.tflite"
    old, new = sha256(model.read_bytes()).hexdigest(), b"not a model" * 1000
    model.write_bytes(new)
    card.write_text(card.read_text("utf-8").replace(old, sha256(new).hexdigest()), "utf-8")


@pytest.mark.parametrize("locale", ["C", "ko_KR.UTF-8"])
@pytest.mark.parametrize(
    "spoil",
    [remove_card, remove_model, cut_card, cut_model, another_card, another_model],
    ids=lambda f: f.__name__,
)
def test_a_voice_that_is_missing_or_damaged(run, song: Path, voice: Path, spoil, locale: str) -> None:
    spoil(voice)
    result = run("build", song, "--voice", voice, locale=locale)
    assert result.exit_code == 2
    assert ("목소리" if locale != "C" else "voice") in result.output
    assert os.listdir(song.parent) == [song.name]


def test_a_song_as_a_voice(run, song: Path) -> None:
    assert run("build", song, "--voice", song).exit_code == 2


@pytest.mark.parametrize("command", ["check", "fmt", "build", "show"])
def test_a_name_too_long(run, command: str) -> None:
    result = run(command, "가" * 300 + ".chang")
    assert result.exit_code == 2 and "the name is too long" in result.stderr


def test_a_lost_include_is_one_mistake(run, tmp_path: Path) -> None:
    song = tmp_path / "song.chang"
    song.write_text("include: 없다.chang\nform: 가 나\n[나]\n| C4:1 |\n> 가\n", "utf-8")
    result = run("check", song, "--output-format", "short")
    assert result.exit_code == 1 and re.findall(r" ([EW]\d+) ", result.output) == ["E413"]


def test_cp949_on_standard_input(run) -> None:
    result = run("check", "-", stdin="title: 봄\n".encode("cp949"))
    assert result.exit_code == 1 and "<stdin>.utf8" not in result.output
    assert "iconv -f CP949 -t UTF-8 |" in result.output
