"""The canonical form of a document, as edits of no more lines than change."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from lsprotocol import types as lsp

from pychang.diagnostic import Source
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Lines


def formatting(analysis: Analysis) -> list[lsp.TextEdit]:
    """Edits that turn the document into what `pychang fmt` makes of it."""
    if analysis.written is None:
        return []
    from pychang.language import format_song

    source: Source = analysis.written.source
    return list(edits(analysis.lines, format_song(source)))


def edits(lines: Lines, wanted: str) -> Iterator[lsp.TextEdit]:
    """The line edits from a text to another, whose line ends are LF; the text's own stay."""
    end = "\r\n" if "\r\n" in lines.text else "\n"
    old = [lines.line(number) for number in range(1, lines.count + 1)]
    new = wanted.split("\n")
    for kind, start, stop, new_start, new_stop in _changes(old, new):
        if kind == "equal":
            continue
        put = new[new_start:new_stop]
        if stop == len(old):  # to the end of the text, which no line end follows
            start_at = lines.position(start, len(old[start - 1]) + 1) if start else lines.position(1, 1)
            text = ("" if not start else end if put else "") + end.join(put)
            yield lsp.TextEdit(lsp.Range(start_at, lines.whole_line(len(old)).end), text)
        else:
            where = lsp.Range(lines.position(start + 1, 1), lines.position(stop + 1, 1))
            yield lsp.TextEdit(where, "".join(f"{line}{end}" for line in put))


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
