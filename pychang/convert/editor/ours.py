"""What our own files tell beside the notes: words with spaces and line ends, and where sections begin.

It stands in the comment of a voice part, as a person would write it down:

    [1절] 1
    새야 새야 파랑새야
    값이[갑씨] 없다
    [후렴] 9
    …
    숨: 8 16

A heading has the section's name and the number of its first bar; the last line, after which notes to breathe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from pychang.convert.sheet import Bar, Stretch, Tone
from pychang.score.model import Boundary, Syllable

MADE_BY = "PyChang"  # how the comment of a whole project of ours begins
_HEADING = re.compile(r"\[([^\[\]\s]+)\] (\d{1,6})")
_BREATHS = re.compile(r"숨:((?: \d{1,6})+)")
_WORD = re.compile(r"([가-힣]+)(?:\[([가-힣]+)\])?|[^\s가-힣]+")


def words_of(comment: str) -> tuple[Syllable, ...]:
    """The syllables of the words in a comment."""
    found: list[Syllable] = []
    for line in comment.splitlines():
        if not any(one.fullmatch(line.strip()) for one in (_HEADING, _BREATHS)):
            found += _line(line)
    return tuple(found)


def _line(line: str) -> Iterable[Syllable]:
    boundary: Boundary = "|"
    for word in _WORD.finditer(line):
        if word[1] is None:  # a mark
            boundary = "|"
            continue
        spoken: Sequence[str | None] = word[2] or ""
        spoken = spoken if len(spoken) == len(word[1]) else [None] * len(word[1])
        for block, said in zip(word[1], spoken, strict=True):
            yield Syllable(block, boundary, said)
            boundary = ""
        boundary = " "


def headings_of(comment: str) -> tuple[tuple[str, int], ...]:
    """The names of sections, and the bars, from 1, where they begin."""
    found = (_HEADING.fullmatch(line.strip()) for line in comment.splitlines())
    return tuple((one[1], int(one[2])) for one in found if one)


def breaths_of(comment: str) -> frozenset[int]:
    """The numbers of notes, from 1, after which a breath is taken."""
    found = (_BREATHS.fullmatch(line.strip()) for line in comment.splitlines())
    return frozenset(int(number) for one in found if one for number in one[1].split())


def comment_of(tones: Sequence[Tone], sections: Sequence[Stretch], bars: Sequence[Bar]) -> str:
    """The words of a part, a line up to each pause, under their sections' names where there are several."""
    numbers = {bar.start: number for number, bar in enumerate(bars, 1)}
    lines: list[str] = []
    for section in sections:
        if len(sections) > 1:
            lines.append(f"[{section.name}] {numbers[section.start]}")
        inside = (tone for tone in tones if section.start <= tone.start < section.end)
        syllables = [tone.lyrics[0] for tone in inside if tone.lyrics and tone.lyrics[0]]
        lines += _lines(syllables)
    if breaths := [str(number) for number, tone in enumerate(tones, 1) if tone.breath_after]:
        lines.append(f"숨: {' '.join(breaths)}")
    return "\n".join(lines)


def _lines(syllables: Sequence[Syllable]) -> Iterable[str]:
    for line in _split(syllables, "|"):
        yield " ".join(_word(word) for word in _split(line, " "))


def _split(syllables: Sequence[Syllable], boundary: Boundary) -> list[list[Syllable]]:
    """The syllables in stretches, each but the first beginning with such a boundary."""
    number = 0
    numbered: list[tuple[int, Syllable]] = []
    for i, one in enumerate(syllables):
        number += i > 0 and one.boundary == boundary
        numbered.append((number, one))
    return [[one for _, one in group] for _, group in groupby(numbered, key=lambda pair: pair[0])]


def _word(syllables: Sequence[Syllable]) -> str:
    text = "".join(one.text for one in syllables)
    if not any(one.spoken for one in syllables):
        return text
    return f"{text}[{''.join(one.spoken or one.text for one in syllables)}]"
