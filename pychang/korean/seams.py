"""Which article the dictionary asks for at each place where two syllables meet.

The letters alone do not say that 문고리 is a compound and 안기다 a passive; the words of `lexicon` and the
stems and endings of `endings` do. Each place gets the mark of the longest word that speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pychang.korean.compounds import compound_marks
from pychang.korean.endings import adnominal_marks, stem_marks
from pychang.korean.jamo import compose, decompose
from pychang.korean.lexicon import LEXICON

Entry = tuple[tuple[int, str], ...]  # places inside the word, each with its article


@cache
def entries() -> tuple[dict[str, Entry], frozenset[str], dict[str, tuple[int, ...]]]:
    """The lexicon by written form, those that hold inside a longer word, and the lengths by first block."""
    found: dict[str, Entry] = {}
    inside: set[str] = set()
    for article, words in LEXICON.items():
        for word in words.split():
            pieces = word.removeprefix("*").replace("_", " ").split("-")
            places = tuple((len("".join(pieces[:i])), article) for i in range(1, len(pieces)))
            long = word.startswith("*") or len("".join(pieces).replace(" ", "")) > 2
            for written in written_forms("".join(pieces)):
                found[written] = found.get(written, ()) + places
                inside |= {written} if long else set()
    lengths: dict[str, set[int]] = {}
    for form in found:
        lengths.setdefault(form[0], set()).add(len(form))
    return found, frozenset(inside), {first: tuple(sorted(of)) for first, of in lengths.items()}


def written_forms(word: str) -> Iterator[str]:
    """The word, and in three syllables or more with a particle in its last one: 빗소리, 빗소린, 빗소릴."""
    yield word
    if len(word) > 2 and " " not in word and not decompose(word[-1])[2]:
        onset, nucleus, _ = decompose(word[-1])
        yield from (word[:-1] + compose(onset, nucleus, coda) for coda in "ㄴㄹ")


def find_marks(text: str) -> list[str]:
    """For each character of a phrase, the article that acts between it and the syllable before, or "".

    `text` is a phrase as written, words apart by single spaces; one without Hangul is no error.
    """
    padded = text + " "
    marks = [""] * (len(padded) + 1)
    for place, article in (*adnominal_marks(padded), *compound_marks(padded), *stem_marks(padded)):
        marks[place] = article
    for place, article in lexicon_marks(padded):
        marks[place] = article
    return marks[: len(text)]


def lexicon_marks(padded: str) -> list[tuple[int, str]]:
    """Places and articles by the lexicon, those of shorter words first."""
    words, inside, lengths = entries()
    found: list[tuple[int, int, str]] = []
    for start in range(len(padded)):
        at_word = start == 0 or padded[start - 1] == " "
        for length in lengths.get(padded[start], ()):
            written = padded[start : start + length]
            if written in words and (at_word or written in inside):
                found += [(length, start + place, article) for place, article in words[written]]
    return [(place, article) for _, place, article in sorted(found)]
