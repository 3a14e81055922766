"""The words of a stretch of bars, verse by verse: which are others now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pychang.compare import wording
from pychang.compare.bars import MeasuredBar, SungWord
from pychang.compare.model import Difference, Kind, Place
from pychang.diagnostic import Text

Sung = tuple[int, SungWord]  # the number of the bar in which a word begins


def lyric_differences(
    old: Sequence[MeasuredBar], new: Sequence[MeasuredBar], place: Place
) -> Iterator[Difference]:
    """What is different between the lyrics of some bars and of what became of each."""
    numbers = [bar.number for bar in new]
    verses = max((len(bar.words) for bar in (*old, *new)), default=0)
    for verse in range(verses):
        here = replace(place, verse=verse + 1 if verses > 1 else None)
        yield from _verse_differences(_verse(old, numbers, verse), _verse(new, numbers, verse), here)


def _verse(bars: Sequence[MeasuredBar], numbers: Sequence[int], verse: int) -> list[Sung]:
    """The words of a verse; `numbers`: those of the bars in the new song."""
    numbered = zip(numbers, bars, strict=True)
    return [(number, word) for number, bar in numbered for word in (*bar.words[verse : verse + 1], ())[0]]


def _verse_differences(old: list[Sung], new: list[Sung], place: Place) -> Iterator[Difference]:
    keys = [[(word.text, word.spoken) for _, word in words] for words in (old, new)]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = old[from_old:to_old], new[from_new:to_new]
        if tag == "equal":
            yield from _pause_differences(gone, come, place)
            continue
        yield _words_difference(gone, come, replace(place, bar=(come or gone)[0][0]))


def _words_difference(gone: list[Sung], come: list[Sung], place: Place) -> Difference:
    texts = [" ".join(str(word) for _, word in words) or None for words in (gone, come)]
    shown = [wording.shortened([word for _, word in words]) or None for words in (gone, come)]
    spoken = bool(gone) and [word.text for _, word in gone] == [word.text for _, word in come]
    spans = (words[0][1].span if words else None for words in (gone, come))
    kind = Kind.PRONUNCIATION if spoken else Kind.LYRICS
    return Difference(kind, place, _quoted(*shown), *texts, *spans)


def _quoted(old: str | None, new: str | None) -> Text:
    """In quotes, where a word stands alone."""
    if old and new:
        return wording.from_to(old, new)
    return wording.from_to(old and f"‘{old}’", new and f"‘{new}’")


def _pause_differences(old: list[Sung], new: list[Sung], place: Place) -> Iterator[Difference]:
    """A pause that is written counts only where none is sung in any case."""
    for (_, a), (bar, b) in zip(old, new, strict=True):
        if a.marked != b.marked and a.paused != b.paused:
            message = wording.pause(b.text, added=b.marked)
            yield Difference(Kind.LYRICS, replace(place, bar=bar), message, str(a), str(b), a.span, b.span)
