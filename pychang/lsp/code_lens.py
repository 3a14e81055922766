"""“▶ sing this section” above each section; the editor runs the command."""

from __future__ import annotations

from lsprotocol import types as lsp

from pychang.lsp.document import Analysis

SING_SECTION = "chang.singSection"  # arguments: the document's URI, the section's name


def code_lenses(analysis: Analysis) -> list[lsp.CodeLens]:
    """One for each section that has a name and notes."""
    title = analysis.say("▶ 이 구절 부르기", "▶ sing this section")
    return [
        lsp.CodeLens(
            range=analysis.lines.range(section.span),
            command=lsp.Command(title, SING_SECTION, arguments=[analysis.uri, section.title]),
        )
        for section in analysis.sections
        if section.name and not section.damaged and section.lines
    ]
