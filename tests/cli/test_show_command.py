"""`pychang show`: a picture of what is sung."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib import font_manager
from PIL import Image

import pychang.cli.figure
import pychang.hangul_font
from pychang.cli.figure import word
from pychang.cli.listen import SungNote


def test_a_picture_of_a_song(run, song: Path) -> None:
    result = run("show", song)
    assert result.exit_code == 0
    picture = np.asarray(Image.open(song.with_suffix(".png")).convert("L"))
    assert picture.shape[1] > 1000 and picture.std() > 20


def test_a_stretch(run, song: Path, tmp_path: Path) -> None:
    made = tmp_path / "part.svg"
    assert run("show", song, "--from", 1, "--to", 2, "-o", made).exit_code == 0
    assert made.read_text("utf-8").startswith("<?xml")


def test_a_stretch_that_is_none(run, song: Path, tmp_path: Path) -> None:
    assert run("show", song, "--from", 2, "--to", 1).exit_code == 2
    assert run("show", song, "--from", 1000).exit_code == 2
    assert run("show", song, "-o", tmp_path / "song.bmp").exit_code == 2
    assert not list(tmp_path.glob("*.png"))


def test_without_a_font_for_hangul(run, song: Path, monkeypatch) -> None:
    monkeypatch.setattr(pychang.hangul_font, "FONTS", ())
    result = run("show", song)
    assert result.exit_code == 0 and "no Hangul font" in result.stderr


def test_words() -> None:
    note = SungNote(0.0, 1.0, 60, "꽃", "꼰", "k͈on")
    assert word(note, "NanumGothic") == "꽃[꼰]"
    assert word(note, None) == "k͈on"


def test_the_first_part_that_sings_is_drawn(run, tmp_path: Path, monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(pychang.cli.figure, "draw_song", lambda sung, font, path: drawn.append(sung.notes))
    rests = tmp_path / "전주.chang"
    rests.write_text("[전주]\n| r:1 |\n", "utf-8")
    song = tmp_path / "둘.chang"
    song.write_text("include: 전주.chang\npart: 위\n[절]\n| C4:1 |\n> 가\n", "utf-8")
    assert run("show", song).exit_code == 0
    assert [note.written for note in drawn[0]] == ["가"]
    assert "there are: 위\n" in run("show", song, "--part", "아래").stderr


def test_a_font_that_came_after_matplotlib_looked(monkeypatch) -> None:
    known = font_manager.fontManager.ttflist
    file = font_manager.findfont("DejaVu Sans")
    monkeypatch.setattr(pychang.hangul_font, "FONTS", ("DejaVu Sans",))
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [one for one in known if one.fname != file])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [__file__, file])
    assert pychang.hangul_font.hangul_font() == "DejaVu Sans"
