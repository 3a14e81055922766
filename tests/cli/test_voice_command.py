"""`pychang voice`: voices listed, shown, installed, removed, exported; and training that is not started."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import pychang.cli.voice.training
from pychang.voice.files import DEFAULT, SHIPPED

HEAVY = {"numpy", "scipy", "soundfile", "matplotlib", "ai_edge_litert", "tensorflow", "flatbuffers"}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
SINGER = 'licence = "CC BY 4.0"\nsinger = "홍길동"\nconsent = "어떤 노래에든 쓰세요"'


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A voice of one's own in the folder in which one is, with recordings that are nobody else's business."""
    folder = Path(shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine"))
    card = (folder / "voice.toml").read_text("utf-8")
    card = card.replace('name = "sora"', 'name = "mine"').replace('licence = "MIT"', SINGER)
    (folder / "voice.toml").write_text(card, "utf-8")
    (folder / "recordings").mkdir()
    (folder / "recordings" / "노래.wav").write_bytes(b"RIFF")
    monkeypatch.chdir(tmp_path)
    return folder


def test_list(run) -> None:
    assert run("voice", "list").output.startswith("sora  G3–E5  shipped  ")
    assert run("voice", "list", locale="ko_KR.UTF-8").output.startswith("sora  G3–E5  기본  ")


@pytest.mark.parametrize(("locale", "label"), [("C", "range"), ("ko_KR.UTF-8", "음역")])
def test_show(run, locale: str, label: str) -> None:
    result = run("voice", "show", "sora", locale=locale)
    assert result.exit_code == 0
    assert f"{label}: G3–E5" in result.output and "made.seed" in result.output
    assert "singer" not in result.output


def test_show_one_that_is_not_there(run) -> None:
    result = run("voice", "show", "아무개")
    assert result.exit_code == 2 and "아무개" in result.output


def test_a_voice_given_to_another(run, mine: Path, song: Path, voices_of_its_own: Path) -> None:
    """Exported here, installed there, sung with, shown, removed."""
    exported = run("voice", "export", "mine")
    assert exported.exit_code == 0 and exported.output.startswith(
        "mine.zip  4.9 MB  voice.toml, model.tflite"
    )
    shutil.rmtree(mine)
    assert run("build", song, "--voice", "mine.zip", "-o", "zip.wav").exit_code == 0

    installed = run("voice", "install", "mine.zip", locale="ko_KR.UTF-8")
    folder = voices_of_its_own / "mine"
    assert installed.exit_code == 0
    assert installed.output.splitlines() == [
        f"‘mine’ 목소리를 설치했습니다: {folder}",
        "음역: G3–E5",
        "이용 조건: CC BY 4.0",
        "부른 이: 홍길동",
        "허락: 어떤 노래에든 쓰세요",
        "악보에 이렇게 쓰세요: voice: mine",
    ]
    song.write_text("voice: mine\n" + song.read_text("utf-8"), "utf-8")
    built = run("build", song, "-o", "installed.wav")
    assert built.exit_code == 0, built.output
    assert Path("zip.wav").read_bytes()[-10000:] == Path("installed.wav").read_bytes()[-10000:]

    listed = run("voice", "list").output.splitlines()
    assert listed[0].startswith("sora  ") and listed[1].startswith("mine  G3–E5  installed  ")
    shown = run("voice", "show", "mine").output
    assert "singer: 홍길동\nconsent: 어떤 노래에든 쓰세요\n" in shown and f"place: {folder}\n" in shown
    removed = run("voice", "remove", "mine")
    assert removed.exit_code == 0 and removed.output == f"Removed the voice `mine`: {folder}\n"
    assert run("voice", "remove", "mine").exit_code == 2
    assert "E411" in run("check", song).output


def test_for_programs(run, mine: Path, voices_of_its_own: Path) -> None:
    shutil.copytree(mine, voices_of_its_own / "가")
    (voices_of_its_own / "나").mkdir()
    (voices_of_its_own / "나" / "voice.toml").write_text("[voice]", "utf-8")
    sora, one, two = json.loads(run("voice", "list", "--output-format", "json").stdout)
    assert (sora["name"], sora["source"], sora["consent"]) == ("sora", "shipped", "")
    assert (one["name"], one["source"], one["singer"]) == ("가", "installed", "홍길동")
    assert one["folder"] == str(voices_of_its_own / "가") and one["range"] == "G3–E5"
    assert two["name"] == "나" and "not a voice's file" in two["broken"]
    shown = json.loads(run("voice", "show", "가", "--output-format", "json").stdout)
    assert shown["name"] == "mine" and shown["made"]["seed"] == 1


def test_a_damaged_one_in_the_list(run, voices_of_its_own: Path) -> None:
    (voices_of_its_own / "나").mkdir(parents=True)
    (voices_of_its_own / "나" / "voice.toml").write_bytes(b"\xff")
    result = run("voice", "list")
    assert result.exit_code == 0 and "나  installed  cannot read the voice" in result.output
    assert "나  cannot read the voice" in run("info").output


def test_installed_voices_and_their_folder_in_info(run, mine: Path, voices_of_its_own: Path) -> None:
    shutil.copytree(mine, voices_of_its_own / "mine")
    assert f"voice: mine  G3–E5  {voices_of_its_own / 'mine'}" in run("info").output
    known = json.loads(run("info", "--output-format", "json").stdout)
    assert [(one["name"], one["source"]) for one in known["voices"]] == [
        ("sora", "shipped"),
        ("mine", "installed"),
    ]
    assert known["voices_folder"] == str(voices_of_its_own)


@pytest.mark.parametrize(
    ("what", "en", "ko"),
    [
        ("none.zip", "no such file or folder", "그런 파일이나 폴더가 없습니다"),
        ("empty", "not trained yet", "아직 훈련하지 않은"),
        ("song.txt", "neither a voice's folder nor its zip", "폴더나 zip이 아닙니다"),
        ("bad.zip", "cut off or damaged", "온전한 zip 파일이 아닙니다"),
        ("sora", "no such file or folder", "그런 파일이나 폴더가 없습니다"),
    ],
)
def test_what_cannot_be_installed(
    run, tmp_path: Path, monkeypatch, voices_of_its_own: Path, what: str, en: str, ko: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    for name in ("song.txt", "bad.zip"):
        Path(name).write_bytes(b"PK")
    for locale, said in (("C", en), ("ko_KR.UTF-8", ko)):
        result = run("voice", "install", what, locale=locale)
        assert result.exit_code == 2 and said in result.output
    assert not voices_of_its_own.exists()


def test_options_of_install(run, mine: Path, voices_of_its_own: Path) -> None:
    assert run("voice", "install", "mine/voice.toml", "--name", "나 하나").exit_code == 0
    assert run("voice", "install", "mine", "--name", "sora", "--force").exit_code == 2
    (mine / "losses.csv").unlink()
    again = run("voice", "install", "mine", "--name", "나 하나")
    assert again.exit_code == 2 and "--force" in again.output
    forced = run("voice", "install", "mine", "--name", "나 하나", "--force")
    assert forced.exit_code == 0 and "Replaced the voice `나 하나`" in forced.output
    assert os.listdir(voices_of_its_own) == ["나 하나"]
    assert not (voices_of_its_own / "나 하나" / "losses.csv").exists()


def test_where_an_export_goes(run, mine: Path) -> None:
    Path("out").mkdir()
    for name, output in (("mine", "out"), ("mine", "둘.ZIP"), ("sora", "out")):
        assert run("voice", "export", name, "-o", output).exit_code == 0
    assert sorted(os.listdir("out")) == ["mine.zip", "sora.zip"]
    assert Path("둘.ZIP").read_bytes() == Path("out/mine.zip").read_bytes()
    for output, why in (("song.chang", ".zip"), ("none/mine.zip", "no such file or folder")):
        result = run("voice", "export", "mine", "-o", output)
        assert result.exit_code == 2 and why in result.output and not Path(output).exists()
    itself = run("voice", "export", "둘.ZIP", "-o", "둘.ZIP")
    assert itself.exit_code == 2 and "name another with -o" in itself.output


def test_a_malformed_one_is_not_exported(run, mine: Path) -> None:
    (mine / "model.tflite").write_bytes(b"TFL3")
    result = run("voice", "export", "mine")
    assert result.exit_code == 2 and "another hash" in result.output
    assert not Path("mine.zip").exists()


def test_a_disk_on_which_nothing_can_be_installed(run, mine: Path, monkeypatch) -> None:
    Path("file").write_bytes(b"")
    monkeypatch.setenv("PYCHANG_VOICES_DIR", str(Path("file").absolute()))
    result = run("voice", "install", "mine")
    assert result.exit_code == 2 and str(Path("file").absolute()) in result.output
    assert run("voice", "list").output.count("\n") == 1


def test_nothing_heavy_to_look_at_voices(process, mine: Path, voices_of_its_own: Path) -> None:
    shutil.copytree(mine, voices_of_its_own / "나")
    song = Path("song.chang")
    song.write_text("voice: 나\n| C4:1 |\n> 꽃\n", "utf-8")
    for command in (("voice", "list"), ("voice", "show", "나"), ("check", song)):
        result = process(*command, after=IMPORTED)
        assert result.returncode == 0, result.stderr
        imported = set(result.stderr.split())
        assert "pychang" in imported and not (HEAVY | {"zipfile"}) & imported


def test_settings_that_are_none(run, song: Path, tmp_path: Path) -> None:
    for settings in (song, tmp_path / "none.toml"):
        result = run("voice", "train", settings, "--run", tmp_path / "run")
        assert result.exit_code == 2 and str(settings) in result.output
    assert not (tmp_path / "run").exists()


def test_training_says_what_to_install(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pychang.cli.voice.training, "find_spec", lambda name: None)
    result = run("voice", "corpus", "settings.toml", "-o", tmp_path / "corpus")
    assert result.exit_code == 2 and "pip install 'pychang[train]'" in result.output
