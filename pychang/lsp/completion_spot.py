"""Where something is to be completed, and the items that are made for it."""

from __future__ import annotations

import re
from typing import NamedTuple

from lsprotocol import types as lsp

from pychang.lsp.document import Analysis
from pychang.lsp.hover import explained
from pychang.lsp.meanings import Meaning
from pychang.lsp.positions import Place


class Spot(NamedTuple):
    """Where something is to be completed: the text of its line before it."""

    analysis: Analysis
    place: Place
    before: str

    def item(
        self,
        label: str,
        typed: str,
        kind: lsp.CompletionItemKind,
        detail: str | None = None,
        text: str | None = None,
        order: int = 0,
        snippet: str | None = None,
        documentation: lsp.MarkupContent | None = None,
    ) -> lsp.CompletionItem:
        """An item that writes `text`, or its label, or a snippet, in place of what is `typed` of it."""
        lines, (line, column) = self.analysis.lines, self.place
        where = lsp.Range(lines.position(line, column - len(typed)), lines.position(line, column))
        if snippet and not self.analysis.snippets:
            text, snippet = without_stops(snippet), None
        return lsp.CompletionItem(
            label=label,
            kind=kind,
            detail=detail,
            documentation=documentation,
            insert_text_format=lsp.InsertTextFormat.Snippet if snippet else None,
            text_edit=lsp.TextEdit(where, snippet or text or label),
            sort_text=f"{order:03}",
        )


def without_stops(snippet: str) -> str:
    """What a snippet writes for an editor that has none."""
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", r"\1", snippet)


def meant(
    spot: Spot, name: str, meaning: Meaning | None, snippet: str, typed: str, order: int
) -> lsp.CompletionItem:
    """A word of the language, with what it means."""
    documentation = None
    if meaning:
        documentation = lsp.MarkupContent(
            lsp.MarkupKind.Markdown, "\n\n".join(explained(name, meaning, spot.analysis)[1:]) or name
        )
    detail = meaning.what.say(spot.analysis.language) if meaning else None
    kind = lsp.CompletionItemKind.Property
    return spot.item(name, typed, kind, detail, None, order, snippet, documentation)
