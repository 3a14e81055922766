"""Tones laid into bars: the cells of each bar that changes, as near to what stands there as can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pychang.editor.edits.paper import Paper, PaperBar, Token
from pychang.editor.edits.plan import Plan, changed_times
from pychang.language.syntax import BreathElement, MarkElement, NoteElement, RestElement, TieElement
from pychang.score.tempo import TEMPO_MARKS

Kind = Literal["note", "tie", "rest", "sign"]  # sign: a mark or a breath, which lasts no time


@dataclass(frozen=True)
class Cell:
    """An element to be written, in the stead of `token` if there is one; `placed`: its number in the plan."""

    kind: Kind
    head: str
    length: Fraction = Fraction(0)
    token: Token | None = None
    placed: int | None = None
    options: str = ""


def laid(paper: Paper, plan: Plan) -> dict[int, list[Cell]]:
    """The cells of the bars that change, by their numbers in the plan; NoEdit for one in a damaged line."""
    return _Layer(paper, plan, _touched(paper, plan)).bars()


def _touched(paper: Paper, plan: Plan) -> list[int]:
    times = changed_times(paper, plan)
    found = [
        number
        for number, bar in enumerate(plan.bars)
        if bar.start < bar.end and any(bar.start <= end and start <= bar.end for start, end in times)
    ]
    for number in found:
        if number < len(paper.bars):
            paper.check(number)
    return found


class _Layer:
    """Lays the tones of a plan into its bars."""

    def __init__(self, paper: Paper, plan: Plan, numbers: Sequence[int]) -> None:
        self._paper = paper
        self._plan = plan
        self._numbers = numbers
        self._starts = [one.start for one in plan.placed]
        self._of_tone = {one.tone: i for i, one in enumerate(plan.placed) if one.tone is not None}
        tokens = [token for line in paper.lines for token in line.tokens]
        self._tokens: dict[int, list[Token]] = {}
        for token in tokens:
            self._tokens.setdefault(token.bar, []).append(token)
        self._rest_sign = next((t.head for t in tokens if isinstance(t.element, RestElement)), "r")
        self._travelling = dict(self._travellers())

    def bars(self) -> dict[int, list[Cell]]:
        return {number: self._bar(number, self._plan.bars[number]) for number in self._numbers}

    def _sounding(self, at: Fraction) -> int | None:
        """The number of what sounds at a time, and from then on for a while."""
        i = bisect_right(self._starts, at) - 1
        return i if i >= 0 and self._plan.placed[i].end > at else None

    # ── signs ────────────────────────────────────────────────────────────────────────────────────

    def _travellers(self) -> Iterator[tuple[Token, int]]:
        """The dynamic marks that go with the note right after them, which begins at another time now.

        One stays in its time where others would be sung at another level; marks of the tempo always do.
        """
        for number in self._numbers:
            tokens = self._tokens.get(number, [])
            for i, token in enumerate(tokens):
                note = next((one for one in tokens[i:] if one.lasts), None)
                if not isinstance(token.element, MarkElement) or token.element.name in TEMPO_MARKS:
                    continue
                if note is None or not isinstance(note.element, NoteElement):
                    continue
                placed = self._of_tone.get(note.tone)
                if placed is not None and self._may_travel(placed, note.tone):
                    yield token, placed

    def _may_travel(self, number: int, tone: int) -> bool:
        placed, was = self._plan.placed[number], self._paper.tones[tone].start
        if placed.start == was:
            return False
        if placed.start > was:
            low, high, over = was, placed.start, list(enumerate(self._paper.tones))
        else:
            low, high = placed.start, was
            over = [(one.tone, one) for one in self._plan.placed]
        return all(
            which == tone or self._moves_too(which)
            for which, one in over
            if one.start < high and one.end > low
        )

    def _moves_too(self, tone: int | None) -> bool:
        number = self._of_tone.get(tone) if tone is not None else None
        return number is not None and self._plan.placed[number].start != self._paper.tones[tone].start

    def _stays(self, token: Token) -> bool:
        """Whether a sign stands where it stood."""
        if isinstance(token.element, MarkElement):
            return token not in self._travelling
        if token.tone is None:  # a breath in a rest
            return not any(one.start < token.at <= one.end for one in self._plan.placed)
        number = self._of_tone.get(token.tone)
        if number is None or self._paper.tones[token.tone].end != self._plan.placed[number].end:
            return False
        return self._plan.placed[number].breathes

    def _signs(self, number: int) -> list[Token]:
        """The signs of a bar that stay."""
        return [one for one in self._tokens.get(number, ()) if not one.lasts and self._stays(one)]

    def _breath_after(self, number: int, bar: int) -> list[Cell]:
        """The breath of a tone whose end has moved."""
        placed = self._plan.placed[number]
        if not placed.breathes:
            return []
        if placed.tone is not None and self._paper.tones[placed.tone].breathes:
            olds = [t for ts in self._tokens.values() for t in ts if self._is_breath(t, placed.tone)]
            if any(self._stays(token) for token in olds):
                return []
            token = next((one for one in olds if one.bar == bar), None)
            return [Cell("sign", ",", token=token)]
        return [Cell("sign", ",")]

    def _is_breath(self, token: Token, tone: int) -> bool:
        return token.tone == tone and isinstance(token.element, BreathElement)

    # ── cells ────────────────────────────────────────────────────────────────────────────────────

    def _bar(self, number: int, bar: PaperBar) -> list[Cell]:
        signs = self._signs(number)
        cells: list[Cell] = []
        used: set[Token] = set()
        for start, end in self._segments(bar, signs):
            cells += self._signs_at(signs, start)
            which = self._sounding(start)
            if which is None:
                cells += self._rests(number, start, end, used)
                continue
            placed = self._plan.placed[which]
            if placed.start == start:
                cells += (
                    Cell("sign", one.raw, token=one if one.bar == number else None)
                    for one, goes_with in self._travelling.items()
                    if goes_with == which
                )
            cells += self._sound(number, which, start, end, used)
            if placed.end == end:
                cells += self._breath_after(which, number)
        return [*cells, *self._signs_at(signs, bar.end)]

    def _segments(self, bar: PaperBar, signs: Sequence[Token]) -> Iterator[tuple[Fraction, Fraction]]:
        cuts = {bar.start, bar.end, *(one.at for one in signs)}
        i = max(bisect_right(self._starts, bar.start) - 1, 0)
        for placed in self._plan.placed[i:]:
            if placed.start >= bar.end:
                break
            cuts |= {at for at in (placed.start, placed.end) if bar.start < at < bar.end}
        ordered = sorted(cuts)
        yield from pairwise(ordered)

    def _signs_at(self, signs: Sequence[Token], at: Fraction) -> Iterator[Cell]:
        yield from (Cell("sign", one.raw, token=one) for one in signs if one.at == at)

    def _sound(
        self, bar: int, which: int, start: Fraction, end: Fraction, used: set[Token]
    ) -> Iterator[Cell]:
        placed = self._plan.placed[which]
        first = placed.start == start
        own = [one for one in self._tokens.get(bar, ()) if self._is_of(one, placed.tone)]
        inside = [one for one in own if start <= one.at and one.at + one.lasts <= end]
        if _tiles(inside, start, end) and isinstance(inside[0].element, NoteElement) == first:
            for i, one in enumerate(inside):
                begins = first and not i
                head, options = (placed.head, placed.options) if begins else (one.head, "")
                yield Cell("note" if begins else "tie", head, one.lasts, one, which, options)
                used.add(one)
            return
        kind = NoteElement if first else TieElement
        token = next((one for one in own if isinstance(one.element, kind) and one not in used), None)
        if token is not None:
            used.add(token)
        head, options = (placed.head, placed.options) if first else ("~", "")
        yield Cell("note" if first else "tie", head, end - start, token, which, options)

    def _is_of(self, token: Token, tone: int | None) -> bool:
        return tone is not None and token.tone == tone and token.lasts > 0

    def _rests(self, bar: int, start: Fraction, end: Fraction, used: set[Token]) -> Iterator[Cell]:
        """The rests on the paper as far as they still are; time that is given back goes to those beside."""
        pieces: list[tuple[Token | None, Fraction, Fraction]] = []
        now = start
        for one in self._tokens.get(bar, ()):
            low, high = max(one.at, start), min(one.at + one.lasts, end)
            if not isinstance(one.element, RestElement) or low >= high:
                continue
            if low > now:
                before = pieces.pop() if pieces else (one, now, low)
                pieces.append((before[0] or one, before[1], high))
            else:
                pieces.append((one, low, high))
            now = high
        if now < end:
            before = pieces.pop() if pieces else (None, now, now)
            pieces.append((before[0], before[1], end))
        for token, low, high in pieces:
            kept = token if token not in used else None
            if kept is not None:
                used.add(kept)
            yield Cell("rest", kept.head if kept else self._rest_sign, high - low, kept)


def _tiles(tokens: Sequence[Token], start: Fraction, end: Fraction) -> bool:
    """Whether tokens, which follow one another, last just from one time to another."""
    return bool(tokens) and tokens[0].at == start and tokens[-1].at + tokens[-1].lasts == end
