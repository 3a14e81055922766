"""What a client does with edits."""

from __future__ import annotations

from lsprotocol import types as lsp

from pychang.lsp.positions import Lines


def applied(text: str, edits: list[lsp.TextEdit], encoding: str = "utf-16") -> str:
    """The text after edits, which do not overlap, as a client applies them."""
    lines = Lines(text, encoding)
    places = [(lines.offset(e.range.start), lines.offset(e.range.end), e.new_text) for e in edits]
    for start, end, new in sorted(places, key=lambda place: place[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text
