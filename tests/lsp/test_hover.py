"""What is told of the thing under the cursor."""

from __future__ import annotations

import pytest

from pychang.lsp.hover import hover
from pychang.lsp.meanings import MARKS, OPTIONS, SETTINGS
from pychang.score.dynamics import HAIRPINS, LEVELS_DB
from pychang.score.expression import _OPTIONS, _VIBRATO_WORDS
from pychang.score.settings import RULES
from pychang.score.tempo import TEMPO_MARKS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "| ^A4:4 |\n> 꽃",
            ["**A4** · 라4 · 440.0 Hz", "4분음표 (1/4), 0.60초", "노래에서 0:00.0", "꽃 [꼳]"],
        ),
        ("transpose: 2\n| ^A4:4 |\n> 가", ["옮겨서 B4, 493.9 Hz"]),
        ("| r:4 ^F##4:8 |\n> 가", ["**F##4** · 파##4", "노래에서 0:00.6"]),
        ("| A4:4 ^B4 ~ |\n> 아-", ["**B4**", "글자: 아"]),
        ("| A4^:8. |\n> 가", ["점8분음표 (3/16), 0.45초"]),
        ("tempo: 50\n| C4^:5/16 |\n> 가", ["온음표의 5/16, 1.50초"]),
        ("| C4:4 ^r |\n> 가", ["**쉼표**"]),
        ("| C4:4 ^~ |\n> 가", ["**붙임줄**"]),
        ("| C4:4 ^, D4 |\n> 가나", ["**숨표**"]),
        ("| @^mp C4:4 |\n> 가", ["-4 dB"]),
        ("| @^rit(60) C4:4 |\n> 가", ["점점 느리게", "4분음표 60"]),
        ("| C4:4{sl^ide=0.2} |\n> 가", ["**slide**", "0.01–5초"]),
        ("te^mpo: 90\n| C4:4 |\n> 가", ["**tempo**", "20–400", "100"]),
        ("voice: so^ra\n| C4:4 |\n> 가", ["**sora**", "음역 G3–E5"]),
        ("form: 후^렴*2\n[후렴]\n| C4:4 |\n> 가", ["**[후렴]** 1마디, 가사 1절", "0:00.0, 0:00.6"]),
        ("form: 가\n[가]\n| C4:1 |\n> 가\n[^나]\n| C4:1 |\n> 가", ["form에 없어"]),
        ("| C4:4 D4 |\n> 국^물", ["**국물** [궁물]", "제18항"]),
        ("| C4:4 D4 |\n> 값^이[갑씨]", ["[갑씨]", "괄호에 적힌 대로"]),
    ],
)
def test_hover(opened, text: str, told: list[str]) -> None:
    song = opened(text)
    shown = hover(song.analysis, song.place)
    assert [one for one in told if one not in shown.contents.value] == []
    assert "\n" not in song.text(shown.range)


def test_the_range_is_the_word(opened) -> None:
    song = opened("| C4:4 D4 E4 |\n> 꽃^잎이 ")
    assert song.text(hover(song.analysis, song.place).range) == "꽃잎이"


def test_in_english(opened) -> None:
    song = opened("| ^A4:4 |\n> 가", language="en")
    assert "a quarter (1/4), 0.60 s" in hover(song.analysis, song.place).contents.value
    song = opened("[^가]\n| C4:4 |\n> 가", language="en")
    assert "1 bar, 1 verse of lyrics" in hover(song.analysis, song.place).contents.value


@pytest.mark.parametrize("text", ["^", "// ^덧말", "| C4:4 ^ D4 |", "> 가^", "x^: y", "| H^4 |", "[^"])
def test_nothing_to_tell(opened, text: str) -> None:
    song = opened(text)
    assert hover(song.analysis, song.place) is None


def test_every_word_of_the_language_has_a_meaning() -> None:
    assert set(SETTINGS) == set(RULES)
    assert set(OPTIONS) == {*_OPTIONS, *_VIBRATO_WORDS}
    assert set(MARKS) == {*LEVELS_DB, *HAIRPINS, *TEMPO_MARKS}
