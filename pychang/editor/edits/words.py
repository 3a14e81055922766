"""Words typed on notes: they take the place of as many items as they have, line after line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pychang.convert.syllables import UNKNOWN
from pychang.editor.edits.lyric_line import joined
from pychang.editor.edits.lyrics import Brackets, Item, Lyric, lyric_of, typed
from pychang.editor.edits.model import Edited, Words
from pychang.editor.edits.paper import Paper, PaperLine, as_on, note_at, paper_of
from pychang.editor.edits.refusal import (
    NO_SUCH_VERSE,
    NOTHING_TO_HOLD,
    UNSUNG,
    NoEdit,
    damaged,
    too_many,
)
from pychang.editor.edits.rewrite import Changes
from pychang.language.syntax import NoteElement, PartBlock, Section
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place
from pychang.score.form import MAX_TIMES


@dataclass(frozen=True)
class _Run:
    """What is typed on the notes of one line: `gaps` before, between and behind its items."""

    items: tuple[Item, ...]
    gaps: tuple[str, ...]


def write_words(analysis: Analysis, edit: Words) -> Edited:
    """Verses that a line lacks are made, sung as the line is now: on its last verse, or on 아.

    With no items (a space alone) only the boundary before the note changes. A syllable typed on a hold is the
    note's own; after a space a word begins with it, and the word before ends there.
    """
    _, section, part = note_at(analysis, edit.note)
    if not 0 <= edit.verse < MAX_TIMES:
        raise NoEdit(NO_SUCH_VERSE)
    paper = paper_of(analysis, section, part)
    first = paper.tone_at(edit.note)
    line, items, brackets = typed(edit.text)
    _check_typed(paper, first, line, items, brackets)
    changes = Changes(analysis.lines)
    hand = range(first, first + max(len(items), 1))
    done = 0
    for number, tones in groupby(hand, key=lambda tone: paper.tones[tone].line):
        count = min(len(list(tones)), len(items))
        run = _run(line, items, brackets, done, done + count)
        slot = paper.tones[first + done].slot
        _write_run(paper.lines[number], slot, run, edit.verse, changes)
        done += count
    notes = tuple(_moved(paper, tone, changes) for tone in hand)
    return Edited(changes.in_order(), notes, _then(paper, part, section, first + len(items), changes))


def _check_typed(
    paper: Paper, first: int, line: str, items: Sequence[Item], brackets: Sequence[Brackets]
) -> None:
    if first + len(items) > len(paper.tones):
        raise NoEdit(too_many(first + len(items) - len(paper.tones)))
    outside = line
    for one in reversed(brackets):
        outside = outside[: one.start] + outside[one.end :]
    if "[" in outside or "]" in outside or any(one.first == one.last for one in brackets):
        raise NoEdit(UNSUNG)
    for tone, item in enumerate(items, first):
        follows = tone > 0 and paper.tones[tone - 1].end == paper.tones[tone].start
        if item.kind == "hold" and not follows:
            raise NoEdit(NOTHING_TO_HOLD)


def _run(line: str, items: Sequence[Item], brackets: Sequence[Brackets], start: int, stop: int) -> _Run:
    """The items from `start` to before `stop`; what stands between two lines is the first one's."""
    bounds = [(0, 0), *((one.start, one.end) for one in items), (len(line), len(line))]
    gaps = [line[bounds[i][1] : bounds[i + 1][0]] for i in range(start, stop + 1)]
    if start:
        gaps[0] = ""
    if start == stop:
        gaps = [line if not items else "", ""]
    for one in brackets:
        low, high = max(one.first, start), min(one.last, stop)
        if low < high and (low, high) != (one.first, one.last):
            own = _spoken(items[low:high])
            gap = gaps[high - start]
            gaps[high - start] = own + (gap[one.end - one.start :] if high == one.last else gap)
    return _Run(tuple(items[start:stop]), tuple(gaps))


def _spoken(word: Sequence[Item]) -> str:
    """Brackets for what stands on one line of a word that runs on over two."""
    said = "".join(one.spoken or one.text for one in word if one.kind == "syllable")
    return f"[{said}]" if said else ""


def _moved(paper: Paper, tone: int, changes: Changes) -> Place:
    one = paper.tones[tone]
    return Place(changes.number(paper.lines[one.line].number), one.token.start + 1)


def _then(paper: Paper, part: PartBlock, section: Section, tone: int, changes: Changes) -> Place | None:
    """The next note of the section, or the first of the part's next section that has one."""
    if tone < len(paper.tones):
        return _moved(paper, tone, changes)
    later = part.sections[[*map(id, part.sections)].index(id(section)) + 1 :]
    for line in (line for one in later for line in one.lines):
        for element in (element for bar in line.bars for element in bar.elements):
            if isinstance(element, NoteElement):
                return Place(changes.number(element.span.line), element.span.column)
    return None


# ── one note line ────────────────────────────────────────────────────────────────────────────────


def _write_run(line: PaperLine, slot: int, run: _Run, verse: int, changes: Changes) -> None:
    """Write a run on the notes from number `slot` of a line on."""
    if verse < len(line.lyrics):
        lyric = line.lyrics[verse]
        changes.lyrics(lyric.number, _with_run(lyric, slot, run))
        return
    if line.lyrics and line.lyrics[-1].damaged:
        raise NoEdit(damaged(line.lyrics[-1].number))
    as_sung = _as_sung(line)
    new = [as_sung] * (verse - len(line.lyrics)) + [_with_run(lyric_of(as_sung), slot, run)]
    changes.put_after(line.lyrics[-1].number if line.lyrics else line.number, new)


def _as_sung(line: PaperLine) -> str:
    """A lyric line that sings what is sung without it."""
    if not line.lyrics:
        indent = line.text[: len(line.text) - len(line.text.lstrip())]
        return f"{indent}> {as_on(line.text, UNKNOWN * len(line.tones))}"
    last = line.lyrics[-1]
    return last.text[: last.end]


def _with_run(lyric: Lyric, slot: int, run: _Run) -> str:
    """The line with the run in place of as many items from `slot` on; NoEdit if it would be misread."""
    lyric = _filled(lyric, slot)
    run = _about_whole_word(lyric, slot, run)
    stop = min(slot + len(run.items), len(lyric.items))
    text = lyric.text[: lyric.start]
    for i in range(len(lyric.items) + 1):
        gap = _gap(lyric, i, slot, stop)
        if i == slot:
            gap = gap or (" " if not lyric.items else "")
            text += as_on(lyric.text, _before(gap, run.gaps[0], at_start=not i) + _items(run))
            if stop == slot == i and run.items:  # behind the line's last item
                text += as_on(lyric.text, _behind("", run.gaps[-1], at_end=True))
        elif i == stop:
            text += _behind(gap, as_on(lyric.text, run.gaps[-1]), at_end=i == len(lyric.items))
        elif i < slot or i > stop:
            text += gap
        if i < len(lyric.items) and not slot <= i < stop:
            text += lyric.text[lyric.items[i].start : lyric.items[i].end]
    text = _holds_joined(text + lyric.text[lyric.end :], slot)
    _check_read(text, [*lyric.items[:slot], *run.items, *lyric.items[stop:]])
    return text


def _holds_joined(text: str, slot: int) -> str:
    """Holds from a slot on right behind what they hold; the boundary that was before them comes after."""
    lyric = lyric_of(text)
    behind = next(
        (i for i, one in enumerate(lyric.items) if i >= slot and one.kind != "hold"), len(lyric.items)
    )
    if behind == slot:
        return text
    at_end = behind == len(lyric.items)
    start, end = lyric.gap(behind)
    after = text[start:end]
    if not slot:  # a line begins with a word, though what it holds stands on the line before
        return text if at_end or after else f"{text[:start]} {text[end:]}"
    gap_start, gap_end = lyric.gap(slot)
    gap = joined(text[gap_start:gap_end], after, at_start=False, at_end=at_end)
    return f"{text[:gap_start]}{'-' * (behind - slot)}{gap}{text[end:]}"


def _filled(lyric: Lyric, slot: int) -> Lyric:
    """The line with 아 for the notes before the slot that have nothing."""
    missing = slot - len(lyric.items)
    if missing <= 0:
        return lyric
    put = as_on(lyric.text, " " + UNKNOWN * missing)
    return lyric_of(lyric.text[: lyric.end] + put + lyric.text[lyric.end :], lyric.number)


def _check_read(text: str, items: Sequence[Item]) -> None:
    read = lyric_of(text).items
    if [(one.kind, one.text) for one in read] != [(one.kind, one.text) for one in items]:
        raise NoEdit(UNSUNG)


def _gap(lyric: Lyric, i: int, slot: int, stop: int) -> str:
    """What stands before item `i`, without the brackets of words that change."""
    start, end = lyric.gap(i)
    text = ""
    for one in lyric.brackets:
        if start <= one.start and one.end <= end:
            text += lyric.text[start : one.start]
            changes = one.first < stop and slot < one.last
            text = text.rstrip() if changes else text + lyric.text[one.start : one.end]
            start = one.end
    return text + lyric.text[start:end]


def _before(gap: str, lead: str, at_start: bool) -> str:
    if not lead.strip():
        return gap + (" " if lead and not at_start and not gap[-1:].isspace() else "")
    return gap + (lead.lstrip() if at_start or gap[-1:].isspace() else lead)


def _behind(gap: str, trail: str, at_end: bool) -> str:
    marks = trail.rstrip()
    if marks and gap.startswith(marks):
        marks = ""
    parts = trail[-1:].isspace() and not at_end and not any(ch.isspace() for ch in gap)
    return marks + gap + (" " if parts else "")


def _items(run: _Run) -> str:
    """The items with what is typed between them."""
    gaps = ("", *run.gaps[1:-1])
    return "".join(gap + item.text for gap, item in zip(gaps, run.items, strict=False))


def _about_whole_word(lyric: Lyric, slot: int, run: _Run) -> _Run:
    """Brackets typed on the rest of a word get what is sung of the word before."""
    before = "".join(_word_before(lyric, slot)) if not run.gaps[0] else ""
    for i, gap in enumerate(run.gaps[1:], 1):
        if gap.startswith("["):
            return replace(run, gaps=(*run.gaps[:i], f"[{before}{gap[1:]}", *run.gaps[i + 1 :]))
        if gap:
            break
    return run


def _word_before(lyric: Lyric, slot: int) -> Iterator[str]:
    """The syllables of the word that goes on at a slot."""
    first = slot
    while (
        first and lyric.items[first - 1].kind != "foreign" and lyric.gap(first) == (lyric.gap(first)[0],) * 2
    ):
        first -= 1
    for item in lyric.items[first:slot]:
        if item.kind == "syllable":
            yield item.spoken or item.text
