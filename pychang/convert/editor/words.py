"""The texts of a row of notes as syllables: holds, further syllables, silence, codas on their own notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pychang.convert.sung_text import Scheme, SungText, is_hold, is_rest, sung_text
from pychang.convert.syllables import UNKNOWN, shares, strongest, syllable_of, vowel_of
from pychang.korean.jamo import compose, decompose
from pychang.score.model import Boundary, Syllable

Span = tuple[Fraction, Fraction]
DEFAULT_TEXTS = frozenset(("a", "あ", ""))  # what editors write where nobody has written words
NEXT_SYLLABLE = "+"


@dataclass(frozen=True)
class Sung:
    """What is sung on a note from `start` to `end`: note number `note`, a syllable, or None: held."""

    note: int
    start: Fraction
    end: Fraction
    syllable: Syllable | None


def have_words(texts: Sequence[str], beside: str = "") -> bool:
    """Whether somebody has written words under notes. Nothing but 아 is what we write where there are none;
    there are if they stand `beside` the notes too."""
    known = {text.strip() for text in texts if not is_rest(text) and not is_hold(text)}
    return not known <= DEFAULT_TEXTS and (known != {UNKNOWN} or UNKNOWN in beside)


def sung(texts: Sequence[str], spans: Sequence[Span], scheme: Scheme | None) -> list[Sung]:
    """What is sung, in order; several syllables on one note share it out."""
    row = _Row(texts, spans, scheme)
    for number in range(len(texts)):
        row.take(number)
    return row.found


class _Row:
    """The notes so far."""

    def __init__(self, texts: Sequence[str], spans: Sequence[Span], scheme: Scheme | None) -> None:
        self.texts, self.spans, self.scheme = texts, spans, scheme
        self.found: list[Sung] = []
        self.left: list[str] = []  # further syllables of the text before
        self.after: Boundary = "|"

    def take(self, number: int) -> None:
        text = self.texts[number]
        if is_rest(text, self.scheme):
            self.after = "|"
            return
        read = SungText(()) if is_hold(text) else sung_text(text, self.scheme)
        if read.coda or not read.blocks:
            self.hold(number, read)
        else:
            self.sing(number, read)

    def hold(self, number: int, read: SungText) -> None:
        start, end = self.spans[number]
        is_next = self.left and self.texts[number].strip() == NEXT_SYLLABLE
        if is_next:
            syllable = Syllable(self.left.pop(0), "")
        elif not self.found or self.found[-1].end < start:  # nothing goes on over a rest
            syllable = vowel_of(self.sounding(), "|")
        else:
            syllable = None
            self.close(number, read.coda)
        self.found.append(Sung(number, start, end, syllable))
        self.after = read.after

    def sing(self, number: int, read: SungText) -> None:
        start, end = self.spans[number]
        paused = not self.found or self.found[-1].end < start
        boundary: Boundary = "|" if paused else strongest(self.after, read.before)
        further = self.further(number, len(read.blocks) - 1)
        here = read.blocks[: len(read.blocks) - further]
        self.left = list(read.blocks[len(here) :])
        for i, (block, span) in enumerate(zip(here, shares(start, end, len(here)), strict=True)):
            syllable = syllable_of(block, boundary, read.foreign) if i == 0 else Syllable(block, "")
            self.found.append(Sung(number, *span, syllable))
        self.after = read.after

    def further(self, number: int, most: int) -> int:
        """How many of the notes that follow ask for a further syllable, at most."""
        following = self.texts[number + 1 : number + 1 + most]
        asking = [text.strip() == NEXT_SYLLABLE for text in following]
        return asking.index(False) if False in asking else len(asking)

    def blocks(self, text: str) -> tuple[str, ...]:
        return sung_text(text, self.scheme).blocks

    def sounding(self) -> Syllable | None:
        return next((one.syllable for one in reversed(self.found) if one.syllable), None)

    def close(self, number: int, coda: str) -> None:
        """Give the syllable that sounds its coda, unless that only leads over to the next note's onset."""
        place = next((i for i in range(len(self.found) - 1, -1, -1) if self.found[i].syllable), None)
        if not coda or place is None:
            return
        syllable = self.found[place].syllable
        onset, nucleus, there = decompose(syllable.text)
        following = [block for text in self.texts[number + 1 : number + 2] for block in self.blocks(text)]
        leads_over = bool(following) and decompose(following[0])[0] == coda
        if not there and not leads_over:
            closed = replace(syllable, text=compose(onset, nucleus, coda))
            self.found[place] = replace(self.found[place], syllable=closed)


def with_boundaries(found: list[Sung], words: Sequence[Syllable]) -> list[Sung] | None:
    """The same with the words' own boundaries and brackets, if they are the same syllables; else None."""
    syllables = [one.syllable for one in found if one.syllable]
    if len(syllables) != len(words):
        return None
    pairs = zip(syllables, words, strict=True)
    if any(one.text not in (word.text, word.spoken) for one, word in pairs):
        return None
    following: Iterator[Syllable] = iter(words)
    return [replace(one, syllable=next(following)) if one.syllable else one for one in found]
