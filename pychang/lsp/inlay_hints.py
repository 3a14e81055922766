"""Small notes in the text: bar numbers, and words that sound otherwise than they are written."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from pychang.language.syntax import LyricLine
from pychang.lsp.document import Analysis
from pychang.lsp.hover import reason
from pychang.lsp.words import words
from pychang.score.staff import Staff


def inlay_hints(analysis: Analysis, where: lsp.Range) -> list[lsp.InlayHint]:
    """Those on the lines of a range."""
    first, last = where.start.line + 1, where.end.line + 1
    hints: list[lsp.InlayHint] = []
    for start, end, section in analysis.blocks:
        staff = analysis.staff(section) if start <= last and end >= first else None
        if staff is None:
            continue
        for line, number in bar_numbers(staff):
            if first <= line <= last:
                hints.append(_bar(analysis, line, number))
    for line in range(first, min(last, analysis.lines.count) + 1):
        row = analysis.rows.get(line)
        if row and isinstance(row.value, LyricLine):
            hints += _pronunciation(analysis, row.notes, row.value)
    return hints


def bar_numbers(staff: Staff) -> Iterator[tuple[int, int]]:
    """Each note line's number in the file, and that of the bar with which it begins in its section.

    A bar that a line leaves open goes on with the next line's first, as the meter counts.
    """
    number, open_for = 0, None  # how long a bar that goes on has been so far
    for line in staff.lines:
        for i, bar in enumerate(line.bars):
            goes_on = open_for is not None and open_for + bar.duration <= bar.meter.length
            number += 0 if goes_on else 1
            if i == 0:
                yield line.span.line, number
            is_open = not line.closed and i == len(line.bars) - 1
            before = open_for if goes_on else 0
            open_for = before + bar.duration if is_open else None


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
