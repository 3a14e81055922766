"""The outline of a song: its parts, and in them its sections."""

from __future__ import annotations

from lsprotocol import types as lsp

from pychang.language.syntax import PartBlock, Section
from pychang.language.wording import count
from pychang.lsp.document import Analysis


def symbols(analysis: Analysis) -> list[lsp.DocumentSymbol]:
    """A symbol for each part that has a name, with its sections; the others' sections by themselves."""
    found: list[lsp.DocumentSymbol] = []
    ends = {id(section): end for _, end, section in analysis.blocks}
    for part in analysis.written.parts if analysis.written else ():
        inside = [_section(analysis, one, ends[id(one)]) for one in part.sections]
        found += [_part(analysis, part, inside, ends)] if part.setting else inside
    return found


def _part(
    analysis: Analysis, part: PartBlock, inside: list[lsp.DocumentSymbol], ends: dict[int, int]
) -> lsp.DocumentSymbol:
    line = part.setting.span.line
    end = max([line, *(one.span.line for one in part.settings), *(ends[id(one)] for one in part.sections)])
    return lsp.DocumentSymbol(
        name=part.title or analysis.say("이름 없는 파트", "nameless part"),
        kind=lsp.SymbolKind.Namespace,
        range=_lines(analysis, line, end),
        selection_range=analysis.lines.range(part.setting.span),
        detail=analysis.say("파트", "part"),
        children=inside,
    )


def _section(analysis: Analysis, section: Section, end: int) -> lsp.DocumentSymbol:
    bars = sum(len(line.bars) for line in section.lines)
    return lsp.DocumentSymbol(
        name=section.title or analysis.say("노래", "song"),
        kind=lsp.SymbolKind.Module,
        range=_lines(analysis, section.span.line, end),
        selection_range=analysis.lines.range(section.span),
        detail=analysis.say(f"{bars}마디", count(bars, "bar")),
    )


def _lines(analysis: Analysis, first: int, last: int) -> lsp.Range:
    lines = analysis.lines
    return lsp.Range(lines.whole_line(first).start, lines.whole_line(last).end)
