"""`pychang voice eval`: `sora` as if it were somebody's own voice, and what it says when there is nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result

import pychang.cli.voice.training
from pychang.cli.main import pychang as pychang_command
from pychang.recordings.textgrid import write_textgrid
from pychang.voice import VoiceCard

RATE = 22050


@pytest.fixture
def run() -> Callable[..., Result]:
    def run(*arguments: object, locale: str = "C") -> Result:
        env = {"LC_ALL": locale, "PYCHANG_LANG": ""}
        result = CliRunner().invoke(
            pychang_command, ["voice", "eval", *(str(one) for one in arguments)], env=env
        )
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def mine(tmp_path: Path, card: VoiceCard, sung) -> Path:
    """A voice's folder with two recordings, which have labels; the first was never trained on."""
    folder = tmp_path / "나"
    (folder / "recordings").mkdir(parents=True)
    held_out = (card.folder / "voice.toml").read_text(encoding="utf-8") + 'held_out = ["하나"]\n'
    (folder / "voice.toml").write_text(held_out, encoding="utf-8")
    shutil.copy(card.folder / "model.tflite", folder)
    for name in ("하나", "둘"):
        path = folder / "recordings" / f"{name}.wav"
        soundfile.write(path, sung.sound, RATE)
        phones = sung.performance.phones
        write_textgrid(path.with_suffix(".TextGrid"), phones, None, phones[-1].end_s)
    return folder


def test_a_card_and_a_table(run, mine: Path) -> None:
    result = run(mine, locale="ko_KR.UTF-8")
    assert result.exit_code == 0, result.output
    assert "음색 거리(MCD)" in result.output and "좋음" in result.output
    html = (mine / "card.html").read_text(encoding="utf-8")
    assert "훈련에 쓰지 않은 녹음으로" in html and "하나" in html and "<h2>둘" not in html


def test_json_has_every_figure_and_what_was_left_out_is_named(run, mine: Path, tmp_path: Path) -> None:
    (mine / "voice.toml").write_text(
        (mine / "voice.toml").read_text(encoding="utf-8").replace('held_out = ["하나"]\n', ""),
        encoding="utf-8",
    )
    (mine / "recordings" / "둘.wav").write_bytes(b"no sound")
    card = tmp_path / "other.html"
    result = run(mine, "--output-format", "json", "-o", card)
    assert result.exit_code == 0, result.output
    assert "둘.wav" in result.stderr
    told = json.loads(result.stdout)
    assert told["unseen"] is False and told["reference"] == "sora" and told["card"] == str(card)
    assert [one["name"] for one in told["recordings"]] == ["하나"]
    assert told["all"]["voice"]["distortion_db"] == pytest.approx(
        told["recordings"][0]["voice"]["distortion_db"]
    )
    assert 0.9 < told["all"]["voice"]["semitones"] <= 1
    assert "trained on" in card.read_text(encoding="utf-8") and not (mine / "card.html").exists()


@pytest.mark.parametrize(
    ("locale", "says"), [("C", "no voice in it yet"), ("ko_KR.UTF-8", "아직 목소리가 없습니다")]
)
def test_no_voice_yet(run, mine: Path, locale: str, says: str) -> None:
    (mine / "voice.toml").unlink()
    result = run(mine, locale=locale)
    assert result.exit_code == 2 and says in result.output and "voice train" in result.output


@pytest.mark.parametrize(
    ("locale", "says"),
    [("C", "no recordings to compare with"), ("ko_KR.UTF-8", "견줄 수 있는 녹음이 없습니다")],
)
def test_no_recordings(run, mine: Path, locale: str, says: str) -> None:
    for path in (mine / "recordings").iterdir():
        path.unlink()
    result = run(mine, locale=locale)
    assert result.exit_code == 2 and says in result.output and "voice check" in result.output
    assert not (mine / "card.html").exists()


def test_recordings_that_cannot_be_used_are_none(run, mine: Path) -> None:
    for path in (mine / "recordings").glob("*.wav"):
        path.write_bytes(b"")
    result = run(mine)
    assert result.exit_code == 2 and "no recordings to compare with" in result.output


def test_folders_that_are_not_there(run, mine: Path, tmp_path: Path) -> None:
    for arguments in ((tmp_path / "nobody",), (mine, "-o", tmp_path / "nowhere" / "card.html")):
        result = run(*arguments)
        assert result.exit_code == 2 and str(arguments[-1].parent) in result.output
    result = run(mine, "--reference", "아무개")
    assert result.exit_code == 2 and "아무개" in result.output


def test_it_says_what_to_install(run, mine: Path, monkeypatch) -> None:
    monkeypatch.setattr(pychang.cli.voice.training, "find_spec", lambda name: None)
    result = run(mine)
    assert result.exit_code == 2 and "pip install 'pychang[train]'" in result.output
