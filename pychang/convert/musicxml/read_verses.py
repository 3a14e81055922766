"""The words of the lines: which verse a text belongs to, and where a verse has words at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, takewhile

from pychang.convert.musicxml.read_lines import Line
from pychang.convert.musicxml.read_records import WrittenLyric, WrittenNote
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.sung_text import sung_text
from pychang.convert.syllables import strongest
from pychang.score.model import Boundary

_HANGUL = re.compile(r"[가-힣\u1100-\u11ff]")
_GAP = 4  # syllables of another verse under which a verse has none: then it has no words there
_HYPHENS = ("-", "‐", "‑")
_FEW = 8  # syllables from which something can be said of how words are divided
_MOST_VERSES = 20

_CHORUS = "chorus"

Place = tuple[int, int]  # a measure, and which of its notes


@dataclass(frozen=True)
class SungLyric:
    """The blocks under one note, each with what stands before it within the text; `before`, `after`: what
    stands around them; `continues`: they go on with the word before, None if nothing is said of it."""

    blocks: tuple[tuple[str, Boundary], ...]
    before: Boundary = ""
    after: Boundary = ""
    continues: bool | None = None
    goes_on: bool = False
    extends: bool = False  # a line says that the last block is held
    foreign: str = ""  # what of the text could not be read as Korean


@dataclass(frozen=True)
class Verses:
    """The words of one line. `texts`: by note and verse; `cover`: for each note the verses that have words
    there, begun or held; `graces`: the words of the grace notes before a note, where they have some."""

    texts: dict[Place, dict[int, SungLyric]]
    cover: dict[Place, tuple[int, ...]]
    graces: dict[Place, list[dict[int, SungLyric]]]


def verses_of(
    lines: Sequence[Line],
    lengths: Sequence[Fraction],
    fresh: Collection[int],
    remarks: Remarks,
    tell_words: bool,
) -> list[Verses]:
    """The words of each line; what is odd about them is told, if `tell_words`.

    `fresh`: the measures that are not only come to from the one before.
    """
    lyrics = [lyric for line in lines for _, _, note in _notes(line) for lyric in note.lyrics if lyric.text]
    numbers = _numbers(lyrics, remarks)
    by_spaces = _divided_by_spaces(lyrics, remarks if tell_words else Remarks())
    out = []
    for line in lines:
        texts: dict[Place, dict[int, SungLyric]] = {}
        held: dict[Place, set[int]] = {}
        graces: dict[Place, list[dict[int, SungLyric]]] = {}
        for place, number, note in _notes(line):
            texts[place], held[place] = _texts(note, numbers, by_spaces)
            if tell_words and not line.lender:
                _tell_foreign(note, numbers, line, number, remarks)
            if any(one.lyrics for one in note.graces):
                graces[place] = [_texts(one, numbers, by_spaces)[0] for one in note.graces]
                held[place] |= {verse for one in graces[place] for verse in one}
        out.append(Verses(texts, _cover(line, lengths, fresh, texts, held), graces))
    return out


def _notes(line: Line) -> Iterator[tuple[Place, str, WrittenNote]]:
    for bar, notes in enumerate(line.bars):
        for i, note in enumerate(notes):
            yield (bar, i), line.voice.part.bars[bar].number, note


# ── which verse ──────────────────────────────────────────────────────────────────────────────────


def _numbers(lyrics: Iterable[WrittenLyric], remarks: Remarks) -> dict[str, tuple[int, ...]]:
    """The verses that each line of lyrics belongs to: translations to none, a chorus to all."""
    texts: Counter[str] = Counter()
    korean: Counter[str] = Counter()
    for lyric in lyrics:
        texts[lyric.line] += 1
        korean[lyric.line] += bool(_HANGUL.search(lyric.text))
    names = sorted(texts, key=_in_order)
    foreign = {name for name in names if not korean[name] and texts[name] >= 4 and _CHORUS not in name}
    if not any(korean.values()):
        foreign = set()
    for name in sorted(foreign, key=_in_order):
        remarks.add("translation", name=name)
    verses = [name for name in names if name not in foreign and _CHORUS not in name]
    numbers = _from_one({name: _digits(name) or i + 1 for i, name in enumerate(verses)}, bool(foreign))
    choruses = [name for name in names if _CHORUS in name]
    everywhere = tuple(sorted({1, *numbers.values()}))
    return {
        **{name: (number,) for name, number in numbers.items()},
        **{name: everywhere if len(choruses) == 1 else (_digits(name) or 1,) for name in choruses},
    }


def _from_one(numbers: dict[str, int], without_gaps: bool) -> dict[str, int]:
    """The numbers of verses as they are if they begin at 1."""
    order = sorted(set(numbers.values()))
    if without_gaps:
        return {name: order.index(number) + 1 for name, number in numbers.items()}
    return {name: number - order[0] + 1 for name, number in numbers.items()}


def _in_order(name: str) -> tuple[int, bool, str]:
    return _digits(name) or 99, _CHORUS in name, name


def _digits(name: str) -> int:
    found = re.search(r"\d+$", name)
    return min(int(found[0]), _MOST_VERSES) if found else 0


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def _texts(
    note: WrittenNote, numbers: dict[str, tuple[int, ...]], by_spaces: bool
) -> tuple[dict[int, SungLyric], set[int]]:
    """What is sung under a note in each verse, and the verses in which a syllable is held there."""
    texts: dict[int, SungLyric] = {}
    held: set[int] = set()
    for lyric in note.lyrics:
        verses = numbers.get(lyric.line, ())
        if not lyric.text.strip():
            held.update(verses)
            continue
        sung = sung_lyric(lyric, by_spaces)
        if not sung.blocks:
            continue
        if len(verses) == 1 and verses[0] in texts:  # all have the same number
            texts[max(texts) + 1] = sung
        for verse in verses:
            texts.setdefault(verse, sung)
    return texts, held


@lru_cache(maxsize=5000)
def sung_lyric(lyric: WrittenLyric, by_spaces: bool = False) -> SungLyric:
    """The blocks of a text, and where words end in it and around it; one for a text of foreign words."""
    pieces = lyric.text.split() if _HANGUL.search(lyric.text) else [lyric.text.strip()]
    blocks: list[tuple[str, Boundary]] = []
    foreign: list[str] = []
    between: Boundary = " " if lyric.text[:1].isspace() else ""
    for piece in pieces:
        one = sung_text(piece)
        between = strongest(between, one.before)
        for i, block in enumerate(one.blocks):
            blocks.append((block, "" if i else between))
        foreign += [one.foreign] if one.foreign else []
        between = strongest(one.after if one.blocks else strongest(between, one.after), " ")
    if not blocks:
        return SungLyric(())
    last = sung_text(pieces[-1])
    return SungLyric(
        ((blocks[0][0], ""), *blocks[1:]),
        before=blocks[0][1],
        after=strongest(
            last.after if last.blocks else between,
            " " if lyric.text[-1:].isspace() else "",
            "|" if lyric.pause else "",
        ),
        continues=_continues(lyric, by_spaces),
        goes_on=lyric.text.rstrip()[-1] in _HYPHENS,
        extends=lyric.extends,
        foreign=" ".join(foreign),
    )


def _continues(lyric: WrittenLyric, by_spaces: bool) -> bool | None:
    if by_spaces or lyric.text[:1] in _HYPHENS:
        return True
    return lyric.syllabic in ("middle", "end") if lyric.syllabic else None


def _divided_by_spaces(lyrics: Sequence[WrittenLyric], remarks: Remarks) -> bool:
    """Whether words are told apart by spaces in the texts alone: some programs write `single` under each."""
    korean = [one for one in lyrics if _HANGUL.search(one.text)]
    if len(korean) < _FEW or any(one.syllabic in ("begin", "middle", "end") for one in korean):
        return False
    if any(one.text[:1] in _HYPHENS or one.text.rstrip()[-1] in _HYPHENS for one in korean):
        return False
    if any(one.text != one.text.strip() for one in korean):
        return True
    if all(len(_HANGUL.findall(one.text)) == 1 for one in korean):
        remarks.add("no-spaces")
    return False


def _tell_foreign(
    note: WrittenNote, numbers: dict[str, tuple[int, ...]], line: Line, number: str, remarks: Remarks
) -> None:
    for lyric in note.lyrics:
        if lyric.line in numbers:
            for foreign in foreign_in(lyric.text):
                remarks.add("foreign", number, line.name, foreign.strip(".,!?;:")[:20])


@lru_cache(maxsize=5000)
def foreign_in(text: str) -> tuple[str, ...]:
    """What of a text cannot be read as Korean."""
    return tuple(found for piece in text.split() if (found := sung_text(piece).foreign))


# ── where a verse has words ──────────────────────────────────────────────────────────────────────


def _cover(
    line: Line,
    lengths: Sequence[Fraction],
    fresh: Collection[int],
    texts: dict[Place, dict[int, SungLyric]],
    held: dict[Place, set[int]],
) -> dict[Place, tuple[int, ...]]:
    """The verses that have words under each note.

    Between two of its syllables a verse holds the first, unless another verse has so many there that its own
    words must be left out for being the same, and no line says that it holds; from rest to rest without any
    syllable it has none. Where the order goes different ways, what has no words of any verse is held over.
    """
    verses = sorted({verse for one in texts.values() for verse in one})
    cover: dict[Place, set[int]] = {place: set() for place in texts}
    for phrase, after_rest in _phrases(line, lengths, fresh):
        for verse in verses:
            for place in _covered(phrase, verse, texts, held):
                cover[place].add(verse)
        if not after_rest:
            for place in takewhile(lambda place: not texts[place], phrase):
                cover[place].update(verses)
    return {place: tuple(sorted(one)) for place, one in cover.items()}


def _phrases(
    line: Line, lengths: Sequence[Fraction], fresh: Collection[int]
) -> Iterator[tuple[list[Place], bool]]:
    """Notes between rests, and between measures at which the order goes on elsewhere; and whether there is a
    rest before them."""
    phrase: list[Place] = []
    after_rest = True
    end: Fraction | None = None
    for bar, notes in enumerate(line.bars):
        for i, note in enumerate(notes):
            rested = end is not None and note.start > end
            if phrase and (rested or (not i and bar in fresh)):
                yield phrase, after_rest
                phrase, after_rest = [], rested
            phrase.append((bar, i))
            end = note.end
        end = None if end is None else end - lengths[bar]
    if phrase:
        yield phrase, after_rest


def _covered(
    phrase: Sequence[Place], verse: int, texts: dict[Place, dict[int, SungLyric]], held: dict[Place, set[int]]
) -> Iterator[Place]:
    starts = [i for i, place in enumerate(phrase) if verse in texts[place] or verse in held[place]]
    for here, following in pairwise((*starts, len(phrase))):
        others = [i for i in range(here + 1, following) if texts[phrase[i]]]
        said = texts[phrase[here]].get(verse)
        is_held = len(others) < _GAP or (said is not None and said.extends)
        until = following if is_held else others[0]
        yield from phrase[here:until]


def verse_at(stanza: int, cover: Sequence[int]) -> int | None:
    """The verse whose words a stanza has: its own, the last before it, or the first that there is."""
    if not cover:
        return None
    before = [verse for verse in cover if verse <= stanza]
    return before[-1] if before else cover[0]


def rounds_of(verses: Sequence[Verses], stanzas: Sequence[tuple[int, int]], remarks: Remarks) -> int:
    """How often the whole is sung, so that all verses are: for songs whose verses stand under music that is
    played once. `stanzas`: measures with how many stanzas the order has for them.

    More than a third of the words must need it: now and then an upbeat has words for two verses.
    """
    given = dict(stanzas)
    needs: Counter[int] = Counter()
    per_bar: dict[int, set[int]] = {}  # verses with words that are not those of the first
    sizes: Counter[int] = Counter()
    for one in verses:
        for (bar, _), texts in one.texts.items():
            first = min(texts, default=1)
            others = {verse for verse, text in texts.items() if verse == first or text != texts[first]}
            per_bar.setdefault(bar, set()).update(others)
            sizes[bar] += len(others)
    for bar, found in per_bar.items():
        if found and given.get(bar):
            needs[-(-len(found) // given[bar])] += sizes[bar]
    total = sum(needs.values())
    for rounds in sorted(needs, reverse=True):
        if 3 * sum(size for need, size in needs.items() if need >= rounds) > total:
            if rounds > 1:
                remarks.add("stanzas", name=str(max(max(found, default=0) for found in per_bar.values())))
            return rounds
    return 1
