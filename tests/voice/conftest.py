"""A voice to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pychang.voice.files import DEFAULT, SHIPPED
from pychang.voice.package import trial


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder in which a voice was trained: a copy of the default one, with what does not travel."""
    folder = Path(shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine"))
    card = (folder / "voice.toml").read_text("utf-8").replace('name = "sora"', 'name = "mine"')
    (folder / "voice.toml").write_text(card, "utf-8")
    for name in ("recordings", "aligned", "run"):
        (folder / name).mkdir()
        (folder / name / "노래.wav").write_bytes(b"RIFF")
    return folder


@pytest.fixture
def say(mine: Path) -> Callable[[str, str], None]:
    """Put one text in place of another on its card."""

    def say(old: str, new: str) -> None:
        card = mine / "voice.toml"
        text = card.read_text("utf-8")
        assert old in text
        card.write_text(text.replace(old, new), "utf-8")

    return say


@pytest.fixture
def with_model(mine: Path, say: Callable[[str, str], None]) -> Callable[[bytes], None]:
    """Give it another model, with its right hash."""

    def put(data: bytes) -> None:
        model = mine / "model.tflite"
        say(sha256(model.read_bytes()).hexdigest(), sha256(data).hexdigest())
        model.write_bytes(data)

    return put


@pytest.fixture
def untried(monkeypatch) -> list[Path]:
    """No other process: the voices that would have been tried in one."""
    tried: list[Path] = []
    monkeypatch.setattr(trial, "try_out", lambda where, card, model: tried.append(where))
    return tried
