"""A plan as a change of the text: each line that changes, written anew where it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pychang.editor.edits.diff import letter_replacements, replacements
from pychang.editor.edits.lay import Cell, laid
from pychang.editor.edits.lengths import manner_of
from pychang.editor.edits.lyric_line import fresh_lyric_line, new_lyric_line
from pychang.editor.edits.lyrics import Lyric
from pychang.editor.edits.model import Replacement
from pychang.editor.edits.note_line import new_note_line
from pychang.editor.edits.paper import Paper, line_end, start_of
from pychang.editor.edits.plan import Plan
from pychang.editor.edits.refusal import NoEdit, damaged
from pychang.editor.edits.sung import Verses, Wanted, follows, wanted_items
from pychang.language.syntax import NoteLine
from pychang.lsp.positions import Lines


@dataclass
class Changes:
    """Replacements while they come in, and the lines that come and go by them."""

    lines: Lines
    replacements: list[Replacement] = field(default_factory=list)
    _moved: list[tuple[int, int]] = field(default_factory=list)  # from which line on by how many
    _gone: set[int] = field(default_factory=set)

    def lyrics(self, number: int, text: str) -> None:
        """Another text for a lyric line."""
        self.replacements += letter_replacements(self.lines.line(number), text, start_of(self.lines, number))

    def piece(self, number: int, start: int, end: int, text: str) -> None:
        """Another text for what stands from one column of a line (from 0) to another."""
        at = start_of(self.lines, number)
        self.replacements += replacements(self.lines.text[at + start : at + end], text, at + start)

    def put_after(self, number: int, texts: Sequence[str]) -> None:
        """New lines below a line."""
        if texts:
            number = self.standing(number)
            at = start_of(self.lines, number) + len(self.lines.line(number))
            end = line_end(self.lines, number)
            self.replacements.append(Replacement(at, at, "".join(f"{end}{text}" for text in texts)))
            self._moved.append((number + 1, len(texts)))

    def standing(self, number: int) -> int:
        """A line, or the nearest before it that is not taken out."""
        while number in self._gone:
            number -= 1
        return number

    def take_out(self, number: int) -> None:
        """A line with its line end."""
        self._gone.add(number)
        start, end = start_of(self.lines, number), start_of(self.lines, number + 1)
        if number == self.lines.count and number > 1:  # the line end before goes
            start, end = start_of(self.lines, number - 1) + len(self.lines.line(number - 1)), end
        self.replacements.append(Replacement(start, end, ""))
        self._moved.append((number + 1, -1))

    def number(self, line: int) -> int:
        """The number that a line of the text has afterwards."""
        return line + sum(by for first, by in self._moved if line >= first)

    def in_order(self) -> tuple[Replacement, ...]:
        """The replacements, those that touch made one."""
        found: list[Replacement] = []
        for one in sorted(self.replacements, key=lambda one: (one.start, one.end)):
            if found and one.start <= found[-1].end:
                before = found.pop()
                one = Replacement(before.start, max(before.end, one.end), before.text + one.text)
            found.append(one)
        return tuple(found)


def rewrite(paper: Paper, plan: Plan, changes: Changes) -> list[tuple[int, int, int]]:
    """Write what the plan changes.

    Returned: for each note in hand the line that it stands on or below (as the text is now), how many lines
    below it, and its column from 1.
    """
    cells = laid(paper, plan)
    slots = _slots(paper, plan, cells)
    is_other = _other_notes(paper, plan, slots)
    wanted = wanted_items(paper, plan, slots, {plan.bars[i].line for i in cells}) if is_other else {}
    places: list[tuple[int, int, int]] = []
    for number in range(len(paper.lines)):
        places += _note_line(paper, plan, cells, number, changes)
        if number in wanted:
            _lyric_lines(paper, plan, number, wanted[number], changes)
    return [*places, *_new_lines(paper, plan, cells, wanted, changes)]


def _slots(paper: Paper, plan: Plan, cells: dict[int, list[Cell]]) -> list[list[int]]:
    """The notes of each line, in order, as numbers of the plan."""
    count = max([len(paper.lines), *(bar.line + 1 for bar in plan.bars)])
    slots: list[list[int]] = [[] for _ in range(count)]
    of_tone = {one.tone: i for i, one in enumerate(plan.placed) if one.tone is not None}
    standing: dict[int, list[int]] = {}
    for number, tone in enumerate(paper.tones):
        standing.setdefault(tone.token.bar, []).append(number)
    for number, bar in enumerate(plan.bars):
        if number in cells:
            slots[bar.line] += (cell.placed for cell in cells[number] if cell.kind == "note")
        else:
            slots[bar.line] += (of_tone[tone] for tone in standing.get(number, ()))
    return slots


def _other_notes(paper: Paper, plan: Plan, slots: Sequence[Sequence[int]]) -> bool:
    """Whether a note has come, gone, changed its line or its place, or is parted from the one before.

    Only then the words can change.
    """
    now = [(plan.placed[one].tone, number) for number, line in enumerate(slots) for one in line]
    if now != [(i, tone.line) for i, tone in enumerate(paper.tones)]:
        return True
    was = [i > 0 and paper.tones[i - 1].end == tone.start for i, tone in enumerate(paper.tones)]
    return any(before and not follows(plan.placed, i) for i, before in enumerate(was))


# ── lines on the paper ───────────────────────────────────────────────────────────────────────────


def _note_line(
    paper: Paper, plan: Plan, cells: dict[int, list[Cell]], number: int, changes: Changes
) -> Iterator[tuple[int, int, int]]:
    line = paper.lines[number]
    own = {i: made for i, made in cells.items() if plan.bars[i].line == number}
    if not own:
        return
    added = [made for i, made in sorted(own.items()) if i >= len(paper.bars)]
    on_paper = {i: made for i, made in own.items() if i < len(paper.bars)}
    new = new_note_line(line, on_paper, added, manner_of(line, paper.lines))
    for start, end, text in new.pieces:
        changes.piece(line.number, start, end, text)
    for placed, column in new.columns.items():
        if plan.placed[placed].in_hand:
            yield line.number, 0, column + 1


def _lyric_lines(paper: Paper, plan: Plan, number: int, verses: Verses, changes: Changes) -> None:
    lyrics = paper.lines[number].lyrics
    for lyric, wanted in zip(lyrics, verses, strict=False):
        text = _new_text(plan, lyric, wanted)
        if text != lyric.text and lyric.damaged:
            raise NoEdit(damaged(lyric.number))
        if text is None:
            changes.take_out(lyric.number)
        elif text != lyric.text:
            changes.lyrics(lyric.number, text)
    more = verses[len(lyrics) :]
    below = lyrics[-1].number if lyrics else paper.lines[number].number
    changes.put_after(below, [_more_text(plan, lyrics, wanted) for wanted in more])


def _new_text(plan: Plan, lyric: Lyric, wanted: Sequence[Wanted]) -> str | None:
    having = [one for one in wanted if one.item is not None]
    same = len(having) == len(lyric.items) and all(
        one.item is item for one, item in zip(having, lyric.items, strict=True)
    )
    if same:
        return lyric.text
    rested = [one.placed is not None and not follows(plan.placed, one.placed) for one in having]
    return new_lyric_line(lyric, having, rested)


def _more_text(plan: Plan, lyrics: Sequence[Lyric], wanted: Sequence[Wanted]) -> str:
    """A verse that the line did not have: the last one's words, with those that notes bring along."""
    items = [one.item for one in wanted if one.item is not None]
    text = _new_text(plan, lyrics[-1], wanted) if lyrics else None
    if text is None:
        return fresh_lyric_line(items)
    remark = lyrics[-1].text[lyrics[-1].end :]
    return text.removesuffix(remark)


# ── new lines ────────────────────────────────────────────────────────────────────────────────────


def _new_lines(
    paper: Paper, plan: Plan, cells: dict[int, list[Cell]], wanted: dict[int, Verses], changes: Changes
) -> Iterator[tuple[int, int, int]]:
    """Lines below the section's last."""
    below = changes.standing(_last_line(paper))
    texts: list[str] = []
    for number in range(len(paper.lines), max((bar.line for bar in plan.bars), default=-1) + 1):
        own = [made for i, made in sorted(cells.items()) if plan.bars[i].line == number]
        new = new_note_line(None, {}, own, manner_of(None, paper.lines))
        for placed, column in new.columns.items():
            if plan.placed[placed].in_hand:
                yield below, len(texts) + 1, column + 1
        texts.append(new.text)
        for verse in wanted.get(number, ()):
            texts.append(fresh_lyric_line([one.item for one in verse if one.item is not None]))
    changes.put_after(below, texts)


def _last_line(paper: Paper) -> int:
    """The last line of a section that says something, with its lyrics."""
    section = paper.section
    lines = [section.span.line, *(item.span.line for item in section.items)]
    lines += (
        lyric.span.line for item in section.items if isinstance(item, NoteLine) for lyric in item.lyrics
    )
    return max(lines)
