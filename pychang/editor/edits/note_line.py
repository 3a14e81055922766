"""The text of a note line with new cells in some of its bars; all else keeps its very characters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pychang.editor.edits.lay import Cell
from pychang.editor.edits.lengths import Manner, Speller
from pychang.editor.edits.paper import PaperLine, Token

BAR = "|"


@dataclass(frozen=True)
class _Slot:
    """A token of the old line, or a bar line (no `token`): where it stands."""

    start: int
    end: int
    token: Token | None = None


@dataclass(frozen=True)
class _New:
    """What is to stand in the line: a slot that is `kept`, or else something put in."""

    text: str
    kept: int | None = None  # number of the slot
    placed: int | None = None  # of a note, its number in the plan


@dataclass(frozen=True)
class NewLine:
    """A line's new text, and in which column (from 0) each note begins that is in the plan.

    `pieces`: from which column to which of the old line what stands now, elements and what is between them.
    """

    text: str
    pieces: tuple[tuple[int, int, str], ...]
    columns: Mapping[int, int]


def new_note_line(
    line: PaperLine | None,
    cells: Mapping[int, Sequence[Cell]],
    added: Sequence[Sequence[Cell]],
    manner: Manner,
) -> NewLine:
    """The line with other cells in its bars, by their number, and with bars `added` at its end."""
    slots = _slots(line) if line else []
    news = _news(slots, cells, added, Speller(line, manner), closed=line.closed if line else True)
    return _written(line, slots, news)


def _slots(line: PaperLine) -> list[_Slot]:
    found = [_Slot(one.start, one.end, one) for one in line.tokens]
    found += (_Slot(column, column + 1) for column in line.strokes)
    return sorted(found, key=lambda one: one.start)


def _news(
    slots: Sequence[_Slot],
    cells: Mapping[int, Sequence[Cell]],
    added: Sequence[Sequence[Cell]],
    speller: Speller,
    closed: bool,
) -> list[_New]:
    number = {id(slot.token): i for i, slot in enumerate(slots) if slot.token}
    news: list[_New] = []
    done: set[int] = set()
    for i, slot in enumerate(slots):
        token = slot.token
        if token is None:
            speller.bar_line()
            news.append(_New(BAR, i))
        elif token.bar not in cells:
            news.append(_New(speller.as_it_stands(token), i))
        elif token.bar not in done:
            done.add(token.bar)
            news += _in_order([_new(cell, speller, number) for cell in cells[token.bar]])
    if not added:
        return news
    news += [_New(BAR)] if not (slots and closed) else []
    for bar in added:
        speller.bar_line()
        news += [_new(cell, speller, number) for cell in bar]
        news.append(_New(BAR))
    return news


def _new(cell: Cell, speller: Speller, number: Mapping[int, int]) -> _New:
    kept = number.get(id(cell.token)) if cell.token else None
    return _New(speller.spelled(cell), kept, cell.placed if cell.kind == "note" else None)


def _in_order(news: list[_New]) -> list[_New]:
    """The same; those that would stand before one that stood before them are put in anew."""
    kept = longest_rise([one.kept for one in news if one.kept is not None])
    return [one if one.kept in kept else _New(one.text, None, one.placed) for one in news]


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """The most numbers that rise from one to the next."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for one in numbers:
        i = bisect_left(ends, one)
        chain = (*(chains[i - 1] if i else ()), one)
        ends[i : i + 1] = [one]
        chains[i : i + 1] = [chain]
    return set(chains[-1]) if chains else set()


# ── spaces ───────────────────────────────────────────────────────────────────────────────────────


def _written(line: PaperLine | None, slots: Sequence[_Slot], news: Sequence[_New]) -> NewLine:
    old = line.text if line else ""
    writer = _Writer(old[: slots[0].start] if slots else "")
    before: int | None = None  # the slot that was kept last
    put_in: list[_New] = []
    for one in news:
        if one.kept is None:
            put_in.append(one)
            continue
        slot = slots[one.kept]
        _between(writer, old, slots, before, one.kept, put_in)
        writer.end_piece(slots[before].end if before is not None else slot.start, slot.start)
        writer.write(one)
        writer.end_piece(slot.start, slot.end)
        before, put_in = one.kept, []
    _between(writer, old, slots, before, len(slots), put_in)
    if slots:
        writer.end_piece(slots[before].end, slots[-1].end)
    text = writer.text + (old[slots[-1].end :] if slots else "")
    return NewLine(text, tuple(writer.pieces), writer.columns)


class _Writer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.columns: dict[int, int] = {}
        self.pieces: list[tuple[int, int, str]] = []
        self._done = len(text)

    def end_piece(self, start: int, end: int) -> None:
        """What was written since the last piece is in place of `start` to `end` of the old line."""
        self.pieces.append((start, end, self.text[self._done :]))
        self._done = len(self.text)

    def write(self, one: _New) -> None:
        if one.placed is not None:
            self.columns[one.placed] = len(self.text)
        self.text += one.text

    def write_all(self, put_in: Sequence[_New]) -> None:
        for i, one in enumerate(put_in):
            self.text += " " if i else ""
            self.write(one)


def _between(
    writer: _Writer, old: str, slots: Sequence[_Slot], before: int | None, after: int, put_in: Sequence[_New]
) -> None:
    """What stands between two slots that are kept: `put_in`, and the spaces that were there."""
    if not slots or (before is None and not put_in):
        writer.write_all(put_in)
        return
    first = (before if before is not None else -1) + 1
    lead = _gap(old, slots, before, first)
    trail = _gap(old, slots, after - 1, after) if after > first else lead
    after_bar = before is None or slots[before].token is None
    at_end = after == len(slots)
    before_element = not at_end and slots[after].token is not None
    if not put_in and after == first:
        writer.text += lead
    elif not put_in:
        gap = lead if after_bar and before_element else trail
        writer.text += gap or (" " if before_element and not after_bar else "")
    else:
        only_in = after == first
        writer.text += (lead if after_bar else " ") if only_in else lead or ("" if after_bar else " ")
        if at_end and only_in and after_bar and not lead:
            writer.text += " "
        writer.write_all(put_in)
        if before_element:
            writer.text += (" " if after_bar and only_in else trail) or " "
        elif not at_end:
            writer.text += trail


def _gap(old: str, slots: Sequence[_Slot], before: int | None, after: int) -> str:
    if before is None or before < 0 or after >= len(slots):
        return ""
    return old[slots[before].end : slots[after].start]
