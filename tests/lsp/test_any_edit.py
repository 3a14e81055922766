"""Whatever is typed, every feature answers at every place, and what is remembered changes no answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp

from pychang.lsp.code_actions import code_actions
from pychang.lsp.code_lens import code_lenses
from pychang.lsp.completion import completion
from pychang.lsp.definition import definition, highlights, references
from pychang.lsp.desk import Desk
from pychang.lsp.diagnostics import diagnostics
from pychang.lsp.document import Analysis
from pychang.lsp.folding import folding
from pychang.lsp.formatting import formatting
from pychang.lsp.hover import hover
from pychang.lsp.inlay_hints import inlay_hints
from pychang.lsp.rename import NoRename, prepare, rename
from pychang.lsp.symbols import symbols

URI = "untitled:노래"
SONG = """// 덧말
title: 노래
voice: sora
form: 가 나*2

[가]
| @mf C4:4{slide=0.2 accent} D4 r ~:8. , | 파#4:2+8 |
> 꽃잎이 값이[갑씨] -
> 둘째 절
part: 둘
[나]
meter: 3/4
| C4:4 D4
| E4 |
> 가나다
"""
PIECES = [
    *'|>[]{}:@~,-/.*=+#♯b()"“… \t\n\r\ufeff\u3000\u2028\x0c𝄞\0\ud800',
    *("\n| ", "\n> ", "\n[가]\n", "\nform: ", "\n// ", " // ok: W301", "\r\n", "||", "C4:4", "H4", "파#4:8"),
    *("r:4", "~", "@<", "@tempo(90)", "{vibrato depth=", "가", "값이[", "아-", "\u1100\u1161\u11a8", "가*2"),
    *(
        "love",
        "25",
        "tempo: ",
        "meter: 3/4",
        "\npart: 둘\n",
        "include: 없음.chang\n",
        "include: .\n",
        "voice: 가",
    ),
    SONG,
]
_PLACES = st.tuples(st.integers(0, 25), st.integers(0, 20))
_EDITS = st.tuples(_PLACES, _PLACES, st.lists(st.sampled_from(PIECES), max_size=3).map("".join))


def ask_everything(analysis: Analysis, position: lsp.Position) -> list[object]:
    """The answers of every feature, for one place and for the lines around it."""
    place = analysis.lines.place(position)
    around = lsp.Range(lsp.Position(max(position.line - 3, 0), 0), lsp.Position(position.line + 3, 0))
    try:
        renamed = rename(analysis, place, "새이름")
    except NoRename:
        renamed = None
    return [
        diagnostics(analysis),
        *(one(analysis) for one in (symbols, folding, code_lenses, formatting)),
        *(one(analysis, place) for one in (hover, completion, definition, references, highlights, prepare)),
        inlay_hints(analysis, around),
        code_actions(analysis, around),
        renamed,
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(_EDITS, min_size=1, max_size=6), _PLACES, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_any_edit(edits: list, asked: tuple[int, int], encoding: str) -> None:
    desk = Desk("ko", encoding)
    document = desk.open(URI, SONG)
    position = lsp.Position(*asked)
    for version, (one, other, text) in enumerate(edits):
        start, end = sorted((one, other))
        where = lsp.Range(lsp.Position(*start), lsp.Position(*end))
        change = lsp.TextDocumentContentChangePartial(range=where, text=text)
        desk.analysis(URI)
        document.change([change], version)
        desk.forget(URI)
        answers = ask_everything(desk.analysis(URI), position)
        fresh = Desk("ko", encoding)
        fresh.open(URI, document.text)
        assert answers == ask_everything(fresh.analysis(URI), position)
