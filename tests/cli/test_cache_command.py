"""`pychang cache`: what is kept, and letting it go."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest


def test_what_is_kept_is_shown_and_cleared(run, song: Path) -> None:
    folder = os.environ["PYCHANG_CACHE_DIR"]
    assert "phrases: 0\nsize: 0.0 MB\n" in run("cache").output
    assert run("build", song).exit_code == 0
    shown = run("cache").output
    assert shown.startswith(f"folder: {folder}\nphrases: 1\nsize: 0.")
    assert "limit: 1,024.0 MB" in shown
    cleared = run("cache", "clear").output
    assert re.fullmatch(r"Dropped 1 phrase, 0\.\d MB\.\n", cleared)
    assert not [path for path in Path(folder).rglob("*") if path.is_file()]


def test_in_korean(run) -> None:
    assert "폴더: " in run("cache", locale="ko_KR.UTF-8").output
    assert "지웠습니다" in run("cache", "clear", locale="ko_KR.UTF-8").output


def test_the_folder_alone(run, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYCHANG_CACHE_DIR", str(tmp_path / "소리 캐시"))
    monkeypatch.setenv("PYCHANG_CACHE_MB", "7")
    assert run("cache", "folder").output == f"{tmp_path / '소리 캐시'}\n"
    assert "limit: 7.0 MB" in run("cache").output
    assert not (tmp_path / "소리 캐시").exists()


def test_a_disk_that_will_not(run, song: Path, monkeypatch) -> None:
    assert run("build", song).exit_code == 0

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "x")

    monkeypatch.setattr(Path, "unlink", refuse)
    result = run("cache", "clear")
    assert result.exit_code == 2 and "no permission" in result.output


@pytest.mark.parametrize("command", ["clear", "folder"])
def test_unneeded_words(run, command: str) -> None:
    assert run("cache", command, "more").exit_code == 2
