"""Labelled phones set against what a part sings: which note each is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pychang.diagnostic import Text
from pychang.korean.model import BREATH, GLIDES, SILENCE
from pychang.performance.model import Phone
from pychang.recordings.spoken import SpokenSyllable, spoken_in
from pychang.recordings.wrong import Wrong
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
    for number, syllable in enumerate(spoken_in(part), 1):
        walk.take(syllable, number, part)
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

    def take(self, syllable: SpokenSyllable, number: int, part: Part) -> None:
        first, last = syllable.notes[0], syllable.notes[-1]
        for symbol in (*syllable.phones.onset, *syllable.phones.glide):
            self._take_one(symbol, first, syllable, number)
        self._take_vowel(syllable, number, part)
        for symbol in syllable.phones.coda:
            self._take_one(symbol, last, syllable, number)

    def finish(self) -> None:
        if self.place < len(self.sung):
            phone = self.phones[self.sung[self.place]]
            text = Text(
                f"{phone.start_s:.2f}초의 ‘{phone.symbol}’부터는 악보에 없습니다.",
                f"from `{phone.symbol}` at {phone.start_s:.2f} s on, nothing is in the score.",
            )
            raise Wrong("labels-differ", self.path, text, _SAME_SONG, phone.start_s)

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

    def _take_vowel(self, syllable: SpokenSyllable, number: int, part: Part) -> None:
        """One label for each note, or fewer, of which the last is parted over the notes left."""
        notes = list(syllable.notes)
        taken: list[int] = []
        while len(taken) < len(notes) and self._next_is(syllable.phones.vowel):
            taken.append(self.sung[self.place])
            self.place += 1
        if not taken:
            raise self._differs(syllable.phones.vowel, syllable, number)
        for at, note in zip(taken[:-1], notes, strict=False):
            self.done[at] = (replace(self.phones[at], note=note),)
        rest = notes[len(taken) - 1 :]
        self.done[taken[-1]] = _parted(self.phones[taken[-1]], rest, part)

    def _differs(self, symbol: str, syllable: SpokenSyllable, number: int) -> Wrong:
        here = self.phones[self.sung[self.place]] if self.place < len(self.sung) else None
        found, at_s = (here.symbol, here.start_s) if here else ("", self.phones[-1].end_s)
        text = Text(
            f"{at_s:.2f}초: 악보의 {number}번째 글자 ‘{syllable.text}’에는 [{symbol}]가 오는데, "
            + (f"라벨은 [{found}]입니다." if here else "라벨이 끝났습니다."),
            f"at {at_s:.2f} s: syllable {number} of the score, `{syllable.text}`, has [{symbol}], "
            + (f"the label is [{found}]." if here else "the labels are over."),
        )
        return Wrong("labels-differ", self.path, text, _SAME_SONG, at_s)


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


_SAME_SONG = Text(
    "라벨이나 악보의 그 자리를 고치세요. 라벨 파일을 치우면 경계를 새로 찾습니다.",
    "Correct the labels or the score there; without the label file the boundaries are found anew.",
)
