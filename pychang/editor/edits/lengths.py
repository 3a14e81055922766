"""Lengths as a line writes them: one carries over to what follows, and is written only where it changes.

A writer who writes it all the same keeps to that: so does what is put into such a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pychang.convert.spelled import MOST_TYPED, length_text
from pychang.editor.edits.lay import Cell
from pychang.editor.edits.paper import PaperLine, Token
from pychang.editor.edits.refusal import UNTYPED_LENGTH, NoEdit


@dataclass(frozen=True)
class Manner:
    """Whether lengths are written that need not be: on what begins a bar, and on all else."""

    at_bar: bool = False
    within: bool = False


def manner_of(line: PaperLine | None, others: Sequence[PaperLine]) -> Manner:
    """The manner of a line; what it does not show is taken from `others`."""
    own = [*_needless(line)] if line else []
    theirs = [found for one in others for found in _needless(one)]
    within = _mostly(own, False) or _mostly(theirs, False)
    at_bar = _mostly(own, True) or _mostly(theirs, True) or within
    return Manner(at_bar > 0, within > 0)


def _mostly(found: Sequence[tuple[Token, bool]], at_bar: bool) -> int:
    """How many more needless lengths are written than not."""
    return sum(1 if token.element.length else -1 for token, begins in found if begins is at_bar)


def _needless(line: PaperLine) -> Iterator[tuple[Token, bool]]:
    """The tokens of a line that last as long as what stands before them, and whether each begins a bar."""
    before: Token | None = None
    for token in line.tokens:
        if token.lasts:
            if before and token.lasts == before.lasts:
                yield token, token.bar != before.bar
            before = token


class Speller:
    """Writes the cells of a line in order.

    What needs no length has one only if it has been there without need, or where all such have one.
    """

    def __init__(self, line: PaperLine | None, manner: Manner) -> None:
        self._manner = manner
        self._were_needless = {id(token) for token, _ in _needless(line)} if line else set()
        self._carried: Fraction | None = None
        self._at_bar = True

    def bar_line(self) -> None:
        self._at_bar = True

    def spelled(self, cell: Cell) -> str:
        """NoEdit for a length that cannot be typed."""
        if cell.kind == "sign":
            return cell.head
        token = cell.token if cell.token and cell.token.lasts else None
        length = self._length(token, cell.length)
        if token is None:
            return f"{cell.head}{length}{cell.options}"
        keeps = cell.options == token.options
        return token.spelled(cell.head, length, keeps) + ("" if keeps else cell.options)

    def as_it_stands(self, token: Token) -> str:
        """A token that stays, with the length that it needs now."""
        if not token.lasts:
            return token.raw
        return token.spelled(token.head, self._length(token, token.lasts), keeps_options=True)

    def _length(self, token: Token | None, length: Fraction) -> str | None:
        """A length with its colon in a token's stead; "" for none, None for what the token has."""
        is_needless, self._carried = length == self._carried, length
        repeats, self._at_bar = self._manner.at_bar if self._at_bar else self._manner.within, False
        written = token.element.length if token else None
        if token and (is_needless if not written else written.value == length and not is_needless):
            return None
        if written and written.value == length and (repeats or id(token) in self._were_needless):
            return None
        return "" if is_needless and not repeats else _typed(length)


def _typed(length: Fraction) -> str:
    if max(length.numerator if length.denominator > 1 else 1, length.denominator) > MOST_TYPED:
        raise NoEdit(UNTYPED_LENGTH)
    return f":{length_text(length)}"
