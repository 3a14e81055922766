"""What can be folded away: sections, parts, the settings at the top, runs of remarks."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from pychang.lsp.document import Analysis, neighbours


def folding(analysis: Analysis) -> list[lsp.FoldingRange]:
    """Ranges of more than one line."""
    found = [*_sections(analysis), *_parts(analysis), *_settings(analysis), *_remarks(analysis)]
    return [lsp.FoldingRange(first - 1, last - 1, kind=kind) for first, last, kind in found if last > first]


_Fold = tuple[int, int, lsp.FoldingRangeKind | None]


def _sections(analysis: Analysis) -> Iterator[_Fold]:
    for first, last, section in analysis.blocks:
        if section.name:
            yield first, last, None


def _parts(analysis: Analysis) -> Iterator[_Fold]:
    ends = {id(section): end for _, end, section in analysis.blocks}
    for part in analysis.written.parts if analysis.written else ():
        if part.setting:
            last = [ends[id(one)] for one in part.sections] + [one.span.line for one in part.settings]
            yield part.setting.span.line, max(last, default=part.setting.span.line), None


def _settings(analysis: Analysis) -> Iterator[_Fold]:
    lines = [one.span.line for one in analysis.written.settings] if analysis.written else []
    for first, last in neighbours(sorted(lines)):
        yield first, last, lsp.FoldingRangeKind.Region


def _remarks(analysis: Analysis) -> Iterator[_Fold]:
    remarks = analysis.written.remarks if analysis.written else ()
    alone = [one.span.line for one in remarks if analysis.lines.line(one.span.line).lstrip().startswith("//")]
    for first, last in neighbours(sorted(alone)):
        yield first, last, lsp.FoldingRangeKind.Comment
