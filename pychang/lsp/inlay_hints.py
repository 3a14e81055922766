"""Small notes in the text: bar numbers, and words that sound otherwise than they are written."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from pychang.language.syntax import LyricLine
from pychang.lsp.document import Analysis
from pychang.lsp.hover import reason
from pychang.lsp.words import words
from pychang.score.staff import numbered_bars


def inlay_hints(analysis: Analysis, where: lsp.Range) -> list[lsp.InlayHint]:
    """Those on the lines of a range."""
    first, last = where.start.line + 1, where.end.line + 1
    hints: list[lsp.InlayHint] = []
    for start, end, section in analysis.blocks:
        staff = analysis.staff(section) if start <= last and end >= first else None
        if staff is None:
            continue
        numbers: dict[int, int] = {}  # of the bar with which a line begins
        for number, line, _ in numbered_bars(staff.lines):
            numbers.setdefault(line.span.line, number)
        hints += (_bar(analysis, *one) for one in numbers.items() if first <= one[0] <= last)
    for line in range(first, min(last, analysis.lines.count) + 1):
        row = analysis.rows.get(line)
        if row and isinstance(row.value, LyricLine):
            hints += _pronunciation(analysis, row.notes, row.value)
    return hints


def _bar(analysis: Analysis, line: int, number: int) -> lsp.InlayHint:
    text = analysis.lines.line(line)
    column = len(text) - len(text.lstrip()) + 1
    return lsp.InlayHint(
        position=analysis.lines.position(line, column),
        label=f"{number}",
        tooltip=analysis.say(f"이 구절의 {number}번째 마디", f"bar {number} of this section"),
        padding_right=True,
    )


def _pronunciation(analysis: Analysis, notes: object, lyric: LyricLine) -> Iterator[lsp.InlayHint]:
    for word in words(notes, lyric):
        if word.sung == word.written or word.is_given:
            continue
        end = word.items[-1].span
        yield lsp.InlayHint(
            position=analysis.lines.position(*end.source.line_column(end.end)),
            label=f"[{word.sung}]",
            tooltip="\n".join(reason(change, analysis) for change in word.changes) or None,
            padding_left=True,
        )
