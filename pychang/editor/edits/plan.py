"""What is to become of a section's tones, whatever stands on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pychang.convert.lines import USUAL_BARS
from pychang.editor.edits.paper import Paper, PaperBar
from pychang.editor.edits.refusal import BEFORE_START, BEHIND_END, COVERS, MEET, NO_LENGTH, TOO_FAR, NoEdit

MOST_NEW_BARS = 64
Words = Literal["own", "hold", "follow"]


@dataclass(frozen=True)
class Placed:
    """A tone in its place: number `tone` on the paper, or a new one; `head` is its pitch as it is written.

    `words`: it keeps its own, holds the syllable before, or (a tone put in) holds it where it follows a note.
    """

    tone: int | None
    start: Fraction
    end: Fraction
    head: str
    options: str = ""
    breathes: bool = False
    in_hand: bool = False
    words: Words = "own"


@dataclass(frozen=True)
class Plan:
    """A section as it is to be: its tones in order, its bars with those that are put on at its end."""

    placed: tuple[Placed, ...]
    bars: tuple[PaperBar, ...]


def standing(paper: Paper) -> list[Placed]:
    """The tones as they stand on the paper."""
    return [
        Placed(number, one.start, one.end, one.token.head, one.token.options, one.breathes)
        for number, one in enumerate(paper.tones)
    ]


def placed_over(others: Sequence[Placed], hand: Sequence[Placed]) -> list[Placed]:
    """The tones in hand where they are put; others give way with what is under them, but not whole.

    Of one that is covered in its middle the first piece stays.
    """
    hand = sorted(hand, key=lambda one: one.start)
    if any(one.start >= one.end for one in hand):
        raise NoEdit(NO_LENGTH)
    if hand and hand[0].start < 0:
        raise NoEdit(BEFORE_START)
    if any(one.end > other.start for one, other in pairwise(hand)):
        raise NoEdit(MEET)
    result = [*hand]
    for one in others:
        start, end = one.start, one.end
        for over in hand:
            if over.start <= start < over.end:
                start = min(over.end, end)
            elif start < over.start < end:
                end = over.start
        if start >= end:
            raise NoEdit(COVERS)
        result.append(replace(one, start=start, end=end))
    return sorted(result, key=lambda one: one.start)


def with_room(paper: Paper, placed: Sequence[Placed], may_grow: bool) -> Plan:
    """The plan with as many bars as the tones need.

    The last bar is filled up first; then bars of its meter are put on, the last of them as long as it must be,
    in new lines where the last line is as long as a line usually is, unless a tone goes on from there.
    Only a section after which nothing is sung grows, for everything after it would be sung later.
    """
    bars = list(paper.bars)
    end = max((one.end for one in placed), default=Fraction(0))
    missing = end - paper.duration
    if missing <= 0:
        return Plan(tuple(placed), tuple(bars))
    if not may_grow:
        raise NoEdit(BEHIND_END)
    if missing > MOST_NEW_BARS * paper.meter.length:
        raise NoEdit(TOO_FAR)
    filled = min(paper.room, missing)
    if filled:
        bars[-1] = replace(bars[-1], end=bars[-1].end + filled)
    now = paper.duration + filled
    while now < end:
        until = min(now + paper.meter.length, end)
        last = bars[-1].line if bars else -1
        is_full = sum(bar.line == last for bar in bars) >= USUAL_BARS
        is_full = is_full and not any(one.start < now < one.end for one in placed)
        bars.append(PaperBar(last + (is_full or not bars), now, until, paper.meter, damaged=False))
        now = until
    return Plan(tuple(placed), tuple(bars))


def changed_times(paper: Paper, plan: Plan) -> list[tuple[Fraction, Fraction]]:
    """From when to when something is in hand, or not as it stands on the paper."""
    now = {one.tone: one for one in plan.placed if one.tone is not None}
    times: list[tuple[Fraction, Fraction]] = []
    for number, before in enumerate(paper.tones):
        after = now.get(number)
        if after is None or after.in_hand or (after.start, after.end) != (before.start, before.end):
            times.append((before.start, before.end))
            times += [(after.start, after.end)] if after else []
    times += ((one.start, one.end) for one in plan.placed if one.tone is None)
    if plan.bars != paper.bars:
        times.append((paper.duration, plan.bars[-1].end))
    return times
