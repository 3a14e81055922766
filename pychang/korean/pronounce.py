"""Syllables as written to syllables as sung, by the rules of the Standard Pronunciation.

A phrase (what stands between two pauses) sounds the same wherever it stands, so each is worked out once and
kept: while a song is edited, only the phrase that changes costs anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pychang.korean.jamo import compose, decompose
from pychang.korean.junction import Junction, representative
from pychang.korean.model import Spoken
from pychang.korean.rules import RULES, Rule
from pychang.korean.seams import find_marks

if TYPE_CHECKING:
    from pychang.score.model import Syllable

PHRASES_KEPT = 4096  # more than a song of 1,000 lines has
JUNCTIONS_KEPT = 16384

Written = tuple[
    str, str, str | None
]  # text, boundary and spoken of a syllable; the first of a phrase has "|"


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
    return tuple(sound for phrase in phrases(syllables) for sound in pronounce_phrase(phrase)[0])


def pronounce_with_changes(syllables: Sequence[Syllable]) -> tuple[tuple[Spoken, ...], tuple[Change, ...]]:
    """As `pronounce`, with what each rule changed, in the order of the syllables."""
    spoken: list[Spoken] = []
    changes: list[Change] = []
    for phrase in phrases(syllables):
        sounds, changed = pronounce_phrase(phrase)
        first = len(spoken)
        changes += (Change(c.rule, first + c.place, c.before, c.after) for c in changed)
        spoken += sounds
    return tuple(spoken), tuple(changes)


def phrases(syllables: Sequence[Syllable]) -> Iterator[tuple[Written, ...]]:
    """The syllables between pauses."""
    phrase: list[Written] = []
    for syllable in syllables:
        if syllable.boundary == "|" and phrase:
            yield tuple(phrase)
            phrase = []
        phrase.append((syllable.text, syllable.boundary if phrase else "|", syllable.spoken))
    if phrase:
        yield tuple(phrase)


@lru_cache(maxsize=PHRASES_KEPT)
def pronounce_phrase(phrase: tuple[Written, ...]) -> tuple[tuple[Spoken, ...], tuple[Change, ...]]:
    """One phrase, with the changes in it."""
    sounding = [start(text, spoken) for text, _, spoken in phrase]
    changes = tuple(join(phrase, sounding))
    return tuple(Spoken(s.onset, s.nucleus, s.coda, tuple(s.rules)) for s in sounding), changes


def start(text: str, spoken: str | None) -> Sounding:
    onset, nucleus, coda = decompose(spoken or text)
    fixed = spoken is not None
    return Sounding(text, onset, nucleus, representative(coda) if fixed else coda, fixed)


def join(phrase: Sequence[Written], sounding: list[Sounding]) -> Iterator[Change]:
    """Let the rules act at each junction of one phrase, its two edges included."""
    marks = marks_of(phrase)
    for place in range(len(phrase) + 1):
        left = sounding[place - 1] if place else None
        right = sounding[place] if place < len(phrase) else None
        at = Junction(
            left=left.written if left else "",
            coda=left.coda if left else "",
            gap=" " if left and right and phrase[place][1] == " " else "",
            right=right.written if right else "",
            onset=right.onset if right else "",
            nucleus=right.nucleus if right else "",
            mark=marks[place] if left and right else "",
        )
        yield from act(at, left, right, place)


def marks_of(phrase: Sequence[Written]) -> list[str]:
    """The dictionary's mark before each syllable; a syllable in brackets is no part of a word."""
    pieces: list[str] = []
    places: list[int] = []
    length = 0
    for text, boundary, spoken in phrase:
        piece = "\0" if spoken else text
        piece = " " + piece if boundary == " " else piece
        length += len(piece)
        places.append(length - 1)
        pieces.append(piece)
    marks = find_marks("".join(pieces))
    return [marks[place] for place in places]


def act(at: Junction, left: Sounding | None, right: Sounding | None, place: int) -> Iterator[Change]:
    """Every rule that acts here, heard by the syllables on both sides."""
    left_fixed, right_fixed = bool(left and left.fixed), bool(right and right.fixed)
    for rule, after in effects(at, left_fixed, right_fixed):
        before = written(at, left, right)
        if left is not None and after.coda != at.coda:
            left.rules.append(rule.key)
            left.coda = after.coda
        if right is not None and heard(after) != heard(at):
            right.rules.append(rule.key)
            right.onset, right.nucleus = heard(after)
        at = after
        yield Change(rule, place, before, written(at, left, right))


@lru_cache(maxsize=JUNCTIONS_KEPT)
def effects(at: Junction, left_fixed: bool, right_fixed: bool) -> tuple[tuple[Rule, Junction], ...]:
    """Each rule that acts, in order, with what it makes; one that would change a fixed side does not act."""
    found: list[tuple[Rule, Junction]] = []
    for rule in RULES:
        after = rule.apply(at)
        if after is at or after == at:
            continue
        if (left_fixed and after.coda != at.coda) or (right_fixed and heard(after) != heard(at)):
            continue
        found.append((rule, after))
        at = after
    return tuple(found)


def heard(at: Junction) -> tuple[str, str]:
    return at.onset, at.nucleus


def written(at: Junction, left: Sounding | None, right: Sounding | None) -> str:
    """The syllables at the junction as they sound by now, in Hangul."""
    return at.gap.join(side.block for side in (left, right) if side is not None)
