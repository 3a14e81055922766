"""What is offered where."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from as_client import applied

from pychang.lsp.completion import completion
from pychang.lsp.desk import Desk, uri_of
from pychang.lsp.positions import Place

SONG = "title: 가\nvoice: sora\nform: {form}\n[1절]\n| C5:4 |\n> 가\n[후렴]\n| D4:4 |\n> 나\n"


def labels(song) -> list[str]:
    found = completion(song.analysis, song.place)
    return [one.label for one in sorted(found, key=lambda one: one.sort_text)]


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("^", ["title", "form", "include", "part", "[", "|", ">"], ["depth"]),
        ("title: 가\nte^", ["tempo", "form"], ["title", "["]),
        ("[가]\nmeter: 3/4\n^\n| C4:4 |", ["tempo", "voice", "gain", "part"], ["title", "meter", "form"]),
        ("part: 둘\n^", ["voice", "pan"], ["title", "tempo"]),
        ("include: a.chang\n^", ["include"], []),
        ("voice: ^", ["sora"], []),
        ("meter: ^", ["3/4", "6/8"], []),
        ("key: 다^", ["다장조"], []),
        ("gain: ^", ["-3"], []),
        (SONG.format(form="1절 ^"), ["1절", "후렴", "후렴*2"], []),
        (SONG.format(form="후렴*^"), ["후렴*2", "후렴*3"], ["1절"]),
        ("form: 가 나\n[가]\n| C4:4 |\n[^", ["나"], ["가"]),
        ("| C4:4{^} |", ["accent", "slide", "vibrato"], ["depth"]),
        ("| C4:4{vibrato ^} |", ["depth", "accent"], ["vibrato"]),
        ("| C4:4{slide=^} |", [], ["accent"]),
        ("| @^", ["mf", "<", "rit"], ["accent"]),
        ("| C4:^", ["4", "8."], ["C4"]),
        ("| C5:4 ^", ["C5", "B5", "r", "~"], ["C4"]),
        ("| 도3:4 솔^", ["솔3"], ["C3"]),
        ("| C5:4 |\n| f#^", ["F#5"], ["F5"]),
        ("| C4:4 D4 |\n> 값이[^", ["갑씨", "값이"], []),
        ("| C4:4 D4 |\n> 값이^", [], ["갑씨"]),
        ("// te^", [], ["tempo"]),
        ("title: 가 // ^", [], ["tempo"]),
    ],
)
def test_what_is_offered(opened, text: str, has: list[str], has_not: list[str]) -> None:
    found = labels(opened(text))
    assert [one for one in has if one not in found] == []
    assert [one for one in has_not if one in found] == []


@pytest.mark.parametrize(
    ("text", "label", "after"),
    [
        ("| C4:4 D4 |\n> 값이[^]", "갑씨", "| C4:4 D4 |\n> 값이[갑씨]"),
        ("| C4:4 D4 |\n> 값이[갑^", "갑씨", "| C4:4 D4 |\n> 값이[갑씨]"),
        ("tem^", "tempo", "tempo: ${1:100}"),
        ("| C4:4{sl^} |", "slide", "| C4:4{slide=${1:0.2}} |"),
        ("form: 후^\n[후렴]\n| C4:4 |", "후렴*2", "form: 후렴*2\n[후렴]\n| C4:4 |"),
        ("form: 나\n[^]", "나", "form: 나\n[나]"),
        ("| g^", "G4", "| G4"),
    ],
)
def test_what_is_written(opened, text: str, label: str, after: str) -> None:
    song = opened(text)
    item = next(one for one in completion(song.analysis, song.place) if one.label == label)
    assert applied(text.replace("^", ""), [item.text_edit]) == after


def test_an_editor_without_snippets_gets_plain_text(opened) -> None:
    song = opened("tem^")
    song.analysis.snippets = False
    item = next(one for one in completion(song.analysis, song.place) if one.label == "tempo")
    assert item.text_edit.new_text == "tempo: 100"
    assert item.insert_text_format is None


def test_files_beside_the_song(tmp_path: Path) -> None:
    for name in ("노래.chang", "다른.chang", "반주.flac", "글.txt", "함께/후렴.chang"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    uri = uri_of(tmp_path / "노래.chang")
    offered = {}
    for text in ("include: ", "include: 함께/", "include: 없음/", "backing: 반"):
        desk = Desk("ko")
        desk.open(uri, text)
        found = completion(desk.analysis(uri), Place(1, len(text) + 1))
        offered[text] = [one.label for one in sorted(found, key=lambda one: one.sort_text)]
    assert offered["include: "] == ["다른.chang", "함께/"]
    assert offered["include: 함께/"] == ["함께/후렴.chang"]
    assert offered["include: 없음/"] == []
    assert offered["backing: 반"] == ["반주.flac", "함께/"]


@pytest.mark.parametrize("line", ["title: " + "가" * 200_000 + " 나", "> " + "가" * 200_000])
def test_nothing_in_a_line_that_is_too_long_to_be_read(opened, line: str) -> None:
    began = time.perf_counter()
    assert labels(opened(f"| C4:4 |\n{line}^")) == []
    assert time.perf_counter() - began < 5
