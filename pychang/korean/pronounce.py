"""Syllables as written to syllables as sung, by the rules of the Standard Pronunciation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pychang.korean.jamo import compose, decompose
from pychang.korean.junction import Junction, representative
from pychang.korean.model import Spoken
from pychang.korean.rules import RULES, Rule
from pychang.korean.seams import find_marks

if TYPE_CHECKING:
    from pychang.score.model import Syllable


@dataclass(frozen=True)
class Change:
    """What one rule did at one place: the two syllables (one, at a phrase's edge) before and after it."""

    rule: Rule
    place: int  # index of the syllable after the junction; the number of syllables at the end
    before: str
    after: str


@dataclass
class Sounding:
    """One syllable while the rules act on it; a fixed one is sung as its brackets say."""

    written: str
    onset: str
    nucleus: str
    coda: str
    fixed: bool
    rules: list[str] = field(default_factory=list)

    @property
    def block(self) -> str:
        return compose(self.onset, self.nucleus, self.coda)


def pronounce(syllables: Sequence[Syllable]) -> tuple[Spoken, ...]:
    """One `Spoken` for each syllable, by 표준 발음법, articles 5 and 8–30.

    Sounds change inside words and across words (`boundary` " "), never across a pause ("|"). A syllable with
    `spoken` is sung as it stands: its neighbours hear it, but no rule changes it.
    """
    return pronounce_with_changes(syllables)[0]


def pronounce_with_changes(syllables: Sequence[Syllable]) -> tuple[tuple[Spoken, ...], tuple[Change, ...]]:
    """As `pronounce`, with what each rule changed, in the order of the syllables."""
    spoken: list[Spoken] = []
    changes: list[Change] = []
    for phrase in phrases(syllables):
        sounding = [start(syllable) for syllable in phrase]
        first = len(spoken)
        changes += (replace(change, place=first + change.place) for change in join(phrase, sounding))
        spoken += (Spoken(s.onset, s.nucleus, s.coda, tuple(s.rules)) for s in sounding)
    return tuple(spoken), tuple(changes)


def phrases(syllables: Sequence[Syllable]) -> Iterator[Sequence[Syllable]]:
    """The syllables between pauses."""
    starts = [i for i, syllable in enumerate(syllables) if i == 0 or syllable.boundary == "|"]
    for begin, end in pairwise([*starts, len(syllables)]):
        yield syllables[begin:end]


def start(syllable: Syllable) -> Sounding:
    onset, nucleus, coda = decompose(syllable.spoken or syllable.text)
    fixed = syllable.spoken is not None
    return Sounding(syllable.text, onset, nucleus, representative(coda) if fixed else coda, fixed)


def join(phrase: Sequence[Syllable], sounding: list[Sounding]) -> Iterator[Change]:
    """Let the rules act at each junction of one phrase, its two edges included."""
    marks = marks_of(phrase)
    for place in range(len(phrase) + 1):
        left = sounding[place - 1] if place else None
        right = sounding[place] if place < len(phrase) else None
        gap = " " if left and right and phrase[place].boundary == " " else ""
        at = Junction(
            left=left.written if left else "",
            coda=left.coda if left else "",
            gap=gap,
            right=right.written if right else "",
            onset=right.onset if right else "",
            nucleus=right.nucleus if right else "",
            mark=marks[place] if left and right else "",
        )
        yield from act(at, left, right, place)


def marks_of(phrase: Sequence[Syllable]) -> list[str]:
    """The dictionary's mark before each syllable; a syllable in brackets is no part of a word."""
    text = ""
    places = []
    for syllable in phrase:
        text += " " if syllable.boundary == " " and text else ""
        places.append(len(text))
        text += "\0" if syllable.spoken else syllable.text
    marks = find_marks(text)
    return [marks[place] for place in places]


def act(at: Junction, left: Sounding | None, right: Sounding | None, place: int) -> Iterator[Change]:
    """Every rule in its order; one that would change a fixed syllable does not act."""
    for rule in RULES:
        after = rule.apply(at)
        if after is at or after == at or touches_fixed(at, after, left, right):
            continue
        before = written(at, left, right)
        for syllable in (
            left if after.coda != at.coda else None,
            right if heard(after) != heard(at) else None,
        ):
            if syllable is not None:
                syllable.rules.append(rule.key)
        at = after
        if left is not None:
            left.coda = at.coda
        if right is not None:
            right.onset, right.nucleus = at.onset, at.nucleus
        yield Change(rule, place, before, written(at, left, right))


def heard(at: Junction) -> tuple[str, str]:
    return at.onset, at.nucleus


def touches_fixed(at: Junction, after: Junction, left: Sounding | None, right: Sounding | None) -> bool:
    left_fixed = left is not None and left.fixed and after.coda != at.coda
    return left_fixed or (right is not None and right.fixed and heard(after) != heard(at))


def written(at: Junction, left: Sounding | None, right: Sounding | None) -> str:
    """The syllables at the junction as they sound by now, in Hangul."""
    return at.gap.join(side.block for side in (left, right) if side is not None)
