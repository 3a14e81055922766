"""The words of a lyric line as they are sung, for hover, completion and inlay hints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pychang.korean.jamo import to_hangul
from pychang.korean.pronounce import Change, pronounce_with_changes
from pychang.language.syntax import (
    BreathElement,
    Hold,
    LyricLine,
    LyricSyllable,
    NoteElement,
    NoteLine,
    RestElement,
)
from pychang.score.model import Boundary, Syllable

Written = tuple[str, Boundary, str | None]  # text, boundary, spoken


@dataclass(frozen=True)
class SungWord:
    """A word with the items of its line, which it may hold over several notes, and how it sounds there."""

    items: tuple[LyricSyllable | Hold, ...]
    sung: str
    changes: tuple[Change, ...]

    @property
    def written(self) -> str:
        return "".join(one.text for one in self.syllables)

    @property
    def syllables(self) -> tuple[LyricSyllable, ...]:
        return tuple(one for one in self.items if isinstance(one, LyricSyllable))

    @property
    def is_given(self) -> bool:
        """Whether its pronunciation is written in brackets."""
        return any(one.spoken for one in self.syllables)


def words(notes: NoteLine, lyric: LyricLine) -> Iterator[SungWord]:
    """The words of a line, each as it sounds among the others, with the pauses that the notes make."""
    written = tuple((item.text, boundary, item.spoken) for item, boundary in _boundaries(notes, lyric))
    sung, changes = pronounced(written)
    place = 0
    for items in _items_of_words(lyric):
        count = sum(isinstance(one, LyricSyllable) for one in items)
        end = place + count
        first = (
            place if place == 0 or written[place][1] != "|" else place + 1
        )  # what ends a phrase is its own
        acted = tuple(one for one in changes if first <= one.place <= end)
        yield SungWord(items, "".join(sung[place:end]), acted)
        place = end


@lru_cache(maxsize=4096)
def pronounced(written: tuple[Written, ...]) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Each syllable as it is sung, and what the rules changed."""
    syllables = [Syllable(*one) for one in written]
    spoken, changes = pronounce_with_changes(syllables)
    return tuple(to_hangul(one) for one in spoken), changes


def _boundaries(notes: NoteLine, lyric: LyricLine) -> Iterator[tuple[LyricSyllable, Boundary]]:
    """What stands before each syllable, rests and breaths included."""
    pauses = _pauses(notes)
    paused = True
    for i, item in enumerate(lyric.items):
        paused |= i < len(pauses) and pauses[i]
        if isinstance(item, LyricSyllable):
            yield item, "|" if paused else item.before
            paused = False


def _pauses(notes: NoteLine) -> list[bool]:
    """For each note, whether there is a rest or a breath between it and the one before."""
    found: list[bool] = []
    paused = False
    for element in (one for bar in notes.bars for one in bar.elements):
        if isinstance(element, NoteElement):
            found.append(paused)
            paused = False
        paused |= isinstance(element, RestElement | BreathElement)
    return found


def _items_of_words(lyric: LyricLine) -> Iterator[tuple[LyricSyllable | Hold, ...]]:
    """The items of a line from one word boundary to the next; holds before the first word are no word's."""
    word: list[LyricSyllable | Hold] = []
    for item in lyric.items:
        if isinstance(item, LyricSyllable) and item.before and word:
            yield tuple(word)
            word = []
        if word or isinstance(item, LyricSyllable):
            word.append(item)
    if word:
        yield tuple(word)
