"""Voices of one's own in an editor: offered, hovered over, and read again when they change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pychang.lsp.completion import completion
from pychang.lsp.desk import Desk, uri_of
from pychang.lsp.diagnostics import diagnostics
from pychang.lsp.hover import hover
from pychang.lsp.positions import Place
from pychang.voice.files import DEFAULT, SHIPPED
from pychang.voice.package.archive import to_zip
from pychang.voice.package.source import CARD, read_files

TEXT = "voice: {}\n| C4:1 |\n> 꽃\n"


@pytest.fixture
def uri(tmp_path: Path, voices_of_its_own: Path) -> str:
    """A song beside a voice in a folder, one in a zip, and what is no voice; another is installed."""
    shutil.copytree(SHIPPED / DEFAULT, voices_of_its_own / "설치")
    shutil.copytree(SHIPPED / DEFAULT, tmp_path / "mine")
    (tmp_path / "둘.zip").write_bytes(to_zip(read_files(tmp_path / "mine", [CARD])))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "셋.zip").write_bytes(b"")
    (tmp_path / "song.wav").write_bytes(b"")
    return uri_of(tmp_path / "song.chang")


def offered(uri: str, typed: str) -> list[str]:
    desk = Desk()
    desk.open(uri, TEXT.format(typed))
    found = completion(desk.analysis(uri), Place(1, len(f"voice: {typed}") + 1))
    return [one.label for one in sorted(found, key=lambda one: one.sort_text)]


def test_what_is_offered(uri: str) -> None:
    assert offered(uri, "") == ["sora", "설치", "mine", "둘.zip"]
    assert offered(uri, "out/") == ["out/셋.zip"]
    assert offered(uri, "mine/") == ["mine/voice.toml"]
    assert offered("untitled:1", "") == ["sora", "설치"]


@pytest.mark.parametrize("name", ["설치", "mine", "둘.zip", "sora"])
def test_one_that_is_there(uri: str, name: str) -> None:
    desk = Desk()
    desk.open(uri, TEXT.format(name))
    assert diagnostics(desk.analysis(uri)) == []
    told = hover(desk.analysis(uri), Place(1, 9))
    assert "**sora**" in told.contents.value


def test_a_slip_is_told(uri: str) -> None:
    desk = Desk()
    desk.open(uri, TEXT.format("둘"))
    (mistake,) = diagnostics(desk.analysis(uri))
    assert mistake.code == "E411" and "did you mean `둘.zip`?" in mistake.message


def test_a_zip_that_changes_is_read_again(uri: str, tmp_path: Path) -> None:
    desk, path = Desk("ko"), tmp_path / "둘.zip"
    card = desk.card("둘.zip", tmp_path)
    assert desk.card("둘.zip", tmp_path) is card and card.consent == ""
    text = (tmp_path / "mine" / CARD).read_text("utf-8")
    path.write_bytes(
        to_zip({CARD: text.replace("licence", 'consent = "노래에만 ![](https://a.b)"\nlicence').encode()})
    )
    os.utime(path, (0, 0))
    assert desk.card("둘.zip", tmp_path).consent == "노래에만 ![](https://a.b)"
    desk.open(uri, TEXT.format("둘.zip"))
    told = hover(desk.analysis(uri), Place(1, 9)).contents.value
    assert r"노래에만 \!\[\](https://a.b)" in told  # no picture
