"""From a section's name to its head, to all its places, and from `include` to the file."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from pychang.diagnostic import Span
from pychang.language.include import INCLUDE, beside
from pychang.language.syntax import Setting
from pychang.lsp.desk import uri_of
from pychang.lsp.document import Analysis
from pychang.lsp.names import all_names, name_at
from pychang.lsp.positions import Place, covers, lines_of


def definition(analysis: Analysis, place: Place) -> list[lsp.Location]:
    """The heads of the section named at `place`, one a part; or the file that is included there."""
    name = name_at(analysis, place)
    if name:
        return [
            location(analysis, one.span)
            for one in all_names(analysis)
            if one.is_head and one.text == name.text
        ]
    row = analysis.row(place)
    if row and isinstance(row.value, Setting) and row.value.name.text == INCLUDE:
        return _included(row.value, place)
    return []


def _included(setting: Setting, place: Place) -> list[lsp.Location]:
    top = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    here = setting.value is not None and covers(setting.value.span, place)
    return [lsp.Location(uri_of(beside(setting.value)), top)] if here else []


def references(analysis: Analysis, place: Place, with_heads: bool = True) -> list[lsp.Location]:
    """Every place of the name at `place`."""
    name = name_at(analysis, place)
    return [
        location(analysis, one.span)
        for one in (all_names(analysis) if name else ())
        if one.text == name.text and (with_heads or not one.is_head)
    ]


def highlights(analysis: Analysis, place: Place) -> list[lsp.DocumentHighlight]:
    """The places of the name at `place` in the document; heads are where it is written anew."""
    name = name_at(analysis, place)
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(analysis.lines.range(one.span), kinds[one.is_head])
        for one in (all_names(analysis) if name else ())
        if one.text == name.text and analysis.is_own(one.span)
    ]


def location(analysis: Analysis, span: Span) -> lsp.Location:
    """Where a span is, in the document or in a file that it includes."""
    if analysis.is_own(span):
        return lsp.Location(analysis.uri, analysis.lines.range(span))
    lines = lines_of(span.source, analysis.lines.encoding)
    return lsp.Location(uri_of(Path(span.source.name)), lines.range(span))
