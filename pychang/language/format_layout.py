"""Blank lines between the rows of a song, and the bar lines of stacked note lines under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rich.cells import cell_len

from pychang.language.format_line import Kind, Row, WrittenBar

WIDEST = 120  # terminal cells; lines that aligning would make longer than this are not aligned

# ── blank lines ──────────────────────────────────────────────────────────────────────────────────


def with_blank_lines(rows: Sequence[Row]) -> Iterator[Row]:
    """One blank line where there were some, before each section and after a song's settings; else none."""
    before: Kind = "blank"  # the row above, blank ones aside
    blank = False
    opening = True  # no section and no notes yet, of the song or the part
    for row, about in zip(rows, _subjects(rows), strict=True):
        if row.kind == "blank":
            blank = True
            continue
        if before != "blank" and _apart(before, about, blank, opening):
            yield Row("blank")
        yield row
        opening = row.kind == "part" or (opening and row.kind not in ("section", "notes"))
        before, blank = row.kind, False


def _subjects(rows: Sequence[Row]) -> list[Kind]:
    """The kind of each row; for a remark, that of the row right below, which it is about."""
    kinds: list[Kind] = []
    below: Kind = "blank"
    for row in reversed(rows):
        if row.kind != "remark":
            below = row.kind
        elif below == "blank":
            below = "remark"
        kinds.append(below)
    return kinds[::-1]


def _apart(before: Kind, about: Kind, blank: bool, opening: bool) -> bool:
    """Whether a blank line parts a row from what is about `about`; `blank`: there was one."""
    if before == "remark" and not blank:
        return False
    if about in ("section", "part") or (opening and about == "notes" and before in ("setting", "part")):
        return True
    return blank and before != "section" and (before, about) != ("notes", "lyrics")


# ── bar lines ────────────────────────────────────────────────────────────────────────────────────


def aligned(rows: Sequence[Row]) -> list[Row]:
    """The same rows; neighbouring note lines with as many bars have their bar lines under each other."""
    result = list(rows)
    for stack in _stacks(rows):
        for i, text in zip(stack, _align([rows[i].bars for i in stack]), strict=True):
            result[i] = replace(rows[i], text=text)
    return result


def _stacks(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Where note lines stand that have nothing but their lyrics and remarks between them."""
    stack: list[int] = []
    for i, row in enumerate(rows):
        if row.bars:
            stack.append(i)
        elif row.kind not in ("notes", "lyrics", "remark"):
            yield from _of_as_many_bars(rows, stack)
            stack = []
    yield from _of_as_many_bars(rows, stack)


def _of_as_many_bars(rows: Sequence[Row], stack: list[int]) -> Iterator[list[int]]:
    for _, group in groupby(stack, lambda i: _count(rows[i].bars)):
        yield list(group)


def _count(bars: Sequence[WrittenBar]) -> int:
    return len(bars) - (not bars[-1].text)


def _align(lines: Sequence[Sequence[WrittenBar]]) -> list[str]:
    """The text of each line: aligned, or with single spaces if that would make one too long."""
    columns = range(max(len(bars) for bars in lines))
    strokes = [max(len(bars[i].stroke) for bars in lines if i < len(bars)) for i in columns]
    widths = [max(cell_len(bars[i].text) for bars in lines if i < len(bars)) for i in columns]
    texts = [_padded(bars, strokes, widths) for bars in lines]
    if max(map(cell_len, texts)) <= WIDEST:
        return texts
    return [_padded(bars, [0] * len(bars), [0] * len(bars)) for bars in lines]


def _padded(bars: Sequence[WrittenBar], strokes: Sequence[int], widths: Sequence[int]) -> str:
    pieces: list[str] = []
    for bar, stroke, width in zip(bars, strokes, widths, strict=False):
        pieces.append(bar.stroke.ljust(stroke))
        if bar.text or width:
            pieces.append(bar.text + " " * (width - cell_len(bar.text)))
    return " ".join(pieces).rstrip()
