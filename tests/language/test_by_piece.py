"""Lines read piece by piece are what the grammar says of the whole line."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pychang.diagnostic import Source
from pychang.language import build, by_piece, lyric_mistakes
from pychang.language.grammar import read
from pychang.language.text import Line, lines

_NOTES = [
    *("|", "||", "| ", " |", " ", "  ", "         ", "\t", ",", "~", "~:4", "r:8", "쉼:2.", "R"),
    *("C4:4", "파#4", "bb3:2+8", "D4", ":4", "{accent}", "{slide=0.2 accent}", "{", "}", "=", "F##4"),
    *("@mf", "@<", "@tempo(90)", "(60)", "@rit ", "{bend=0,+100,0}", "{ vibrato depth=5 }", "H4", ":5/16"),
]
_LYRICS = [
    *("아", "리랑", "-", "--", " ", "  ", "값이[갑씨]", "값이 [갑 씨]", "[가]", "]", ".", ",", "!?", "_"),
    *(">", "“", "”", "…", "‘", "ㅋ", "a", "1", "é", "²", "각", "\u3000", "\t", "[ː]", "[", "가-나", "{", "|"),
]


def _line(text: str) -> Line:
    ((line, _),) = lines(Source("a.chang", text))
    return line


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_NOTES), max_size=12).map("".join))
@example("C4:4         {accent} |")
@example("C4 :4 | | D4:4 {accent}")
@example("@tempo (90) C4:4 |")
def test_notes(text: str) -> None:
    line = _line("|" + text)
    tree, bars = read("note_line", line.text), by_piece.bars(line)
    if bars is not None:
        assert tree is not None
        assert bars == build.bars(tree, line)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_LYRICS), max_size=12).map("".join))
def test_lyrics(text: str) -> None:
    line = _line(">" + text)
    tree = read("lyric_line", line.text)
    tokens, mistakes = lyric_mistakes.recover(line.text, line.span)
    assert bool(mistakes) == (tree is None)
    if tree is not None:
        assert tokens == list(build.lyric_tokens(tree))


def test_a_line_of_plain_notes_is_read_by_piece() -> None:
    line = _line("| @p G3:8 A3 | C4:4{slide=0.2 accent} r:4 ~ , |")
    assert by_piece.bars(line) is not None
