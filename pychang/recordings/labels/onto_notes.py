"""Labelled phones set against what a part sings: which note each is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from pathlib import Path

from pychang.finding import Wrong
from pychang.korean.model import BREATH, GLIDES, SILENCE
from pychang.performance.model import Phone
from pychang.recordings.labels.label_mistakes import differs, left_over
from pychang.recordings.spoken import SpokenSyllable, spoken_in
from pychang.score.model import Part

_FAMILIES = ("p b p͈ pʰ", "t d t͈ tʰ", "k ɡ k͈ kʰ", "tɕ dʑ tɕ͈ tɕʰ", "s s͈ ɕ ɕ͈", "h ɦ", "ɾ l", "p̚ t̚ k̚")
ALIKE = {phone: family for family in _FAMILIES for phone in family.split()}
"""Sounds that one singer may have for another: a label that has its own is believed."""

MAY_BE_SILENT = (*GLIDES, "h", "ɦ")


def onto_notes(phones: Sequence[Phone], part: Part, path: Path) -> tuple[Phone, ...]:
    """The same phones with the notes that they are sung on; a vowel over several notes is parted.

    Wrong, with the place, if the labels are of something else than the part.
    """
    sung = [i for i, phone in enumerate(phones) if phone.symbol not in (SILENCE, BREATH)]
    walk = _Walk(list(phones), sung, path)
    spoken = spoken_in(part)
    for number, (syllable, claimed) in enumerate(zip(spoken, _claims(spoken), strict=True), 1):
        walk.take(syllable, number, claimed, part)
    walk.finish()
    return tuple(one for phone in walk.done for one in phone)


@dataclass
class _Walk:
    """How far the labels have been read; `done` has, for each phone, what becomes of it."""

    phones: list[Phone]
    sung: list[int]
    path: Path
    place: int = 0

    def __post_init__(self) -> None:
        self.done = [(phone,) for phone in self.phones]

    def take(self, syllable: SpokenSyllable, number: int, claimed: int, part: Part) -> None:
        first, last = syllable.notes[0], syllable.notes[-1]
        for symbol in (*syllable.phones.onset, *syllable.phones.glide):
            self._take_one(symbol, first, syllable, number)
        self._take_vowel(syllable, number, claimed, part)
        for symbol in syllable.phones.coda:
            self._take_one(symbol, last, syllable, number)

    def finish(self) -> None:
        if self.place < len(self.sung):
            raise left_over(self.phones[self.sung[self.place]], self.path)

    def _next_is(self, symbol: str) -> bool:
        if self.place == len(self.sung):
            return False
        labelled = self.phones[self.sung[self.place]].symbol
        return labelled == symbol or (labelled in ALIKE and ALIKE[labelled] == ALIKE.get(symbol))

    def _take_one(self, symbol: str, note: int, syllable: SpokenSyllable, number: int) -> None:
        if self._next_is(symbol):
            at = self.sung[self.place]
            self.done[at] = (replace(self.phones[at], note=note),)
            self.place += 1
        elif symbol not in MAY_BE_SILENT:
            raise self._differs(symbol, syllable, number)

    def _take_vowel(self, syllable: SpokenSyllable, number: int, claimed: int, part: Part) -> None:
        """One label for each note, or fewer, of which the last is parted over the notes left."""
        vowel, notes = syllable.phones.vowel, syllable.notes
        there = takewhile(lambda at: self.phones[at].symbol == vowel, self.sung[self.place :])
        run = list(islice(there, len(notes) + claimed))
        taken = run[: max(1, min(len(notes), len(run) - claimed))]
        if not taken:
            raise self._differs(vowel, syllable, number)
        self.place += len(taken)
        for at, note in zip(taken[:-1], notes, strict=False):
            self.done[at] = (replace(self.phones[at], note=note),)
        rest = notes[len(taken) - 1 :]
        self.done[taken[-1]] = _parted(self.phones[taken[-1]], rest, part)

    def _differs(self, symbol: str, syllable: SpokenSyllable, number: int) -> Wrong:
        here = self.phones[self.sung[self.place]] if self.place < len(self.sung) else None
        return differs(symbol, syllable.text, number, here, self.phones[-1].end_s, self.path)


def _claims(spoken: Sequence[SpokenSyllable]) -> list[int]:
    """How many syllables after each go straight on with its vowel, and need a label of it too."""
    claims = [0] * len(spoken)
    for i in reversed(range(len(spoken) - 1)):
        one, other = spoken[i].phones, spoken[i + 1].phones
        if one.vowel == other.vowel and not (one.coda or other.onset or other.glide):
            claims[i] = claims[i + 1] + 1
    return claims


def _parted(vowel: Phone, notes: Sequence[int], part: Part) -> tuple[Phone, ...]:
    """A vowel over several notes, each with its share of the time on paper."""
    whole = sum(part.notes[note].duration for note in notes)
    length_s, so_far = vowel.end_s - vowel.start_s, 0
    parts: list[Phone] = []
    for note in notes:
        start_s = vowel.start_s + length_s * float(so_far / whole)
        so_far += part.notes[note].duration
        end_s = vowel.end_s if note == notes[-1] else vowel.start_s + length_s * float(so_far / whole)
        parts.append(Phone(vowel.symbol, start_s, end_s, note))
    return tuple(parts)
