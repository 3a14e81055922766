"""`pychang voice`: voices listed, shown, and the ways in which training is not started."""

from __future__ import annotations

from pathlib import Path

import pytest

import pychang.cli.voice.training


def test_list(run) -> None:
    assert run("voice", "list").output.startswith("sora  G3–E5  ")


@pytest.mark.parametrize(("locale", "label"), [("C", "range"), ("ko_KR.UTF-8", "음역")])
def test_show(run, locale: str, label: str) -> None:
    result = run("voice", "show", "sora", locale=locale)
    assert result.exit_code == 0
    assert f"{label}: G3–E5" in result.output and "made.seed" in result.output


def test_show_one_that_is_not_there(run) -> None:
    result = run("voice", "show", "아무개")
    assert result.exit_code == 2 and "아무개" in result.output


def test_settings_that_are_none(run, song: Path, tmp_path: Path) -> None:
    for settings in (song, tmp_path / "none.toml"):
        result = run("voice", "train", settings, "--run", tmp_path / "run")
        assert result.exit_code == 2 and str(settings) in result.output
    assert not (tmp_path / "run").exists()


def test_training_says_what_to_install(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pychang.cli.voice.training, "find_spec", lambda name: None)
    result = run("voice", "corpus", "settings.toml", "-o", tmp_path / "corpus")
    assert result.exit_code == 2 and "pip install 'pychang[train]'" in result.output
