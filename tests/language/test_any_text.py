"""Whatever is typed, parsing and arranging end in values, and every span lies within the text."""

from __future__ import annotations

import io

from hypothesis import example, given, settings
from hypothesis import strategies as st
from mistakes_beside import diagnostics
from rich.console import Console

from pychang.cli.render import render_human, render_json, render_short

_PIECES = [
    *"|>[]{}:@~,-/.*=+#♯b()\"'“”… \t\n\r\ufeff\u3000",
    *("\n| ", "\n> ", "\n[가]\n", "\nform: ", "\n// ", " // ", "\r\n", "||", "| |"),
    *("C4:4", "D4", "파#4:8", "r:4", "~", ":0", "@mf", "@<", "@>", "@tempo(90)"),
    *("{slide=0.2}", "{vibrato depth=", "{bend=1,2", "가", "값이[갑씨]", "아-", "각", "가*2", "나*9"),
    *("love", "25", "ㅋㅋ", "é", "tempo: ", "meter: 3/4", "vibrato: off", "transpose: -", "title: 가"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("form: *\n[가]\n| C4:1 |")
@example("form: 가**2\n[가]\n| C4:1 |")
@example("| ~ |\n> -")
@example("| , |")
@example("|\n>\n|\n>")
def test_any_text_is_read(text: str) -> None:
    found = diagnostics("a.chang", text.encode("utf-8", errors="replace"))
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(one.span.source.text)
        assert one.span.line <= text.count("\n") + text.count("\r") + 1
    stream = io.StringIO()
    for language in ("ko", "en"):
        render_human(found, language, Console(file=stream, width=40))
        render_short(found, language, stream)
        render_json(found, language, stream)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    for one in diagnostics("a.chang", data):
        assert one.code[0] in "EW"
