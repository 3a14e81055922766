"""What all that reads and writes words needs of syllables: boundaries, vowels sung anew, verses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from pychang.korean.jamo import compose, decompose
from pychang.score.arrange import UNWRITTEN
from pychang.score.model import Boundary, Syllable

UNKNOWN = UNWRITTEN.text  # sung where no words are known, or they are not Korean
_WEAK_TO_STRONG: tuple[Boundary, ...] = ("", " ", "|")
Verse = TypeVar("Verse")


@dataclass(frozen=True)
class Foreign(Syllable):
    """What is sung where a text is not Korean; the `original` comes to stand beside the line."""

    original: str = ""


def syllable_of(block: str, boundary: Boundary, foreign: str = "") -> Syllable:
    """A block in its place; `foreign`: what of the text that begins with it could not be read as Korean."""
    return Foreign(block, boundary, original=foreign) if foreign else Syllable(block, boundary)


def strongest(*boundaries: Boundary) -> Boundary:
    """Of what stands between two syllables the one that parts them most; one at least."""
    return max(boundaries, key=_WEAK_TO_STRONG.index)


def vowel_of(syllable: Syllable | None, boundary: Boundary = "") -> Syllable:
    """What is sung where a syllable goes on behind a rest or in another section: its vowel and coda.

    `UNKNOWN` where nothing was sung before.
    """
    if syllable is None:
        return Syllable(UNKNOWN, boundary)
    _, nucleus, coda = decompose(syllable.text)
    return Syllable(compose("", nucleus, coda), boundary)


def anew(lyrics: Sequence[Syllable | None], sounding: Mapping[int, Syllable]) -> tuple[Syllable, ...]:
    """The lyrics of a tone, the vowel sung anew where a syllable is held; `sounding`: by verse, from 0."""
    return tuple(one or vowel_of(sounding.get(verse)) for verse, one in enumerate(lyrics))


def shares(start: Fraction, end: Fraction, count: int) -> Iterator[tuple[Fraction, Fraction]]:
    """A note shared out evenly among its syllables, from when to when each is sung; none: nothing."""
    borders = (start + (end - start) * i / count for i in range(count))
    return pairwise((*borders, end))


def as_few(verses: Sequence[Verse]) -> list[Verse]:
    """Verses without the last ones where they are the same again: the last there is goes for the rest."""
    kept = list(verses)
    while len(kept) > 1 and kept[-1] == kept[-2]:
        kept.pop()
    return kept
