"""Symbols, folding, lenses and inlay hints: what is shown beside the text."""

from __future__ import annotations

from lsprotocol import types as lsp

from pychang.lsp.code_lens import code_lenses
from pychang.lsp.folding import folding
from pychang.lsp.inlay_hints import inlay_hints
from pychang.lsp.symbols import symbols

SONG = """// 한 줄
// 두 줄
title: 노래
form: 가 나

[가]
| C4:4 | D4:1 | E4:2
> 꽃잎이
| F4:2 | G4:1 |
> 국물

[나]
| C4:1 |
> 나

"""
PARTS = "part: 위\ngain: 0\n[가]\n| C4:1 |\n> 가\n\npart: 밑\n[가]\n| C4:1 |\n> 가\n"
WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))


def test_sections(opened) -> None:
    song = opened(SONG)
    found = symbols(song.analysis)
    assert [(one.name, one.detail) for one in found] == [("가", "5마디"), ("나", "1마디")]
    assert song.text(found[0].range).splitlines()[-1] == "> 국물"
    assert song.text(found[1].selection_range) == "[나]"


def test_sections_in_parts(opened) -> None:
    song = opened(PARTS)
    found = symbols(song.analysis)
    assert [(one.name, [inner.name for inner in one.children]) for one in found] == [
        ("위", ["가"]),
        ("밑", ["가"]),
    ]
    for part in found:
        assert song.text(part.range).endswith("> 가")
        for inner in part.children:
            assert (
                part.range.start.line <= inner.range.start.line <= inner.range.end.line <= part.range.end.line
            )


def test_nothing_written(opened) -> None:
    assert symbols(opened("").analysis) == []
    assert folding(opened("").analysis) == []


def test_folds(opened) -> None:
    found = {(one.start_line + 1, one.end_line + 1, one.kind) for one in folding(opened(SONG).analysis)}
    comment, region = lsp.FoldingRangeKind.Comment, lsp.FoldingRangeKind.Region
    assert found == {(1, 2, comment), (3, 4, region), (6, 10, None), (12, 14, None)}


def test_parts_fold_with_their_sections(opened) -> None:
    found = {(one.start_line + 1, one.end_line + 1) for one in folding(opened(PARTS).analysis)}
    assert {(1, 5), (3, 5), (7, 10), (8, 10)} <= found


def test_lenses(opened) -> None:
    song = opened("| C4:1 |\n> 가\n[빈]\n[나]\n| C4:1 |\n> 나\n")
    (lens,) = code_lenses(song.analysis)
    assert lens.range.start.line == 3
    assert lens.command.title == "▶ 이 구절 부르기"
    assert (lens.command.command, lens.command.arguments) == ("chang.singSection", [song.analysis.uri, "나"])


def test_hints(opened) -> None:
    song = opened(SONG)
    found = inlay_hints(song.analysis, WHOLE)
    assert [(one.position.line + 1, one.label) for one in found] == [
        (7, "1"),
        (9, "3"),
        (13, "1"),
        (8, "[꼰니피]"),
        (10, "[궁물]"),
    ]
    assert found[3].position.character == len("> 꽃잎이")
    assert "제18항" in found[4].tooltip


def test_hints_only_in_the_range(opened) -> None:
    song = opened(SONG)
    where = lsp.Range(lsp.Position(9, 0), lsp.Position(9, 1))
    assert [one.label for one in inlay_hints(song.analysis, where)] == ["[궁물]"]


def test_no_hint_where_the_pronunciation_is_written(opened) -> None:
    song = opened("| C4:4 D4 | E4 F4 |\n> 꽃잎[꼰닙] 하나\n")
    assert [one.label for one in inlay_hints(song.analysis, WHOLE)] == ["1"]


def test_a_rest_is_a_pause_for_pronunciation(opened) -> None:
    joined, parted = opened("| C4:4 D4 |\n> 꽃 위\n"), opened("| C4:4 r D4 |\n> 꽃 위\n")
    assert [one.label for one in inlay_hints(joined.analysis, WHOLE)][1:] == ["[꼬]", "[뒤]"]
    assert [one.label for one in inlay_hints(parted.analysis, WHOLE)][1:] == ["[꼳]"]


def test_bars_are_counted_as_diagnostics_count_them(opened) -> None:
    """Every line but the first has a bar that is too long, which says its number."""
    text = "[가]\n| C4:4 | C4:2\n| C4:2 | C4:1 |\n| C4:1+4 |\n> 가\n| C4:1 | C4:1\n| C4:1+4 |\n> 가\n"
    song = opened(text)
    told = {
        one.span.line: int(one.message.ko.split("번째")[0])
        for one in song.analysis.reading.mistakes
        if one.code == "E211"
    }
    hints = [one for one in inlay_hints(song.analysis, WHOLE) if one.label.isdecimal()]
    numbers = {one.position.line + 1: int(one.label) for one in hints}
    assert {line: numbers[line] for line in told} == told
    assert numbers == {2: 1, 3: 2, 4: 4, 6: 5, 7: 7}
