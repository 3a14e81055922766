"""The notes of a score as they were sung: where each is in the recording, how high, and how to name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pychang.diagnostic import Text
from pychang.korean.model import VOWELS
from pychang.language.wording import josa
from pychang.recordings.f0 import to_midi
from pychang.recordings.heard import Heard
from pychang.recordings.model import Alignment
from pychang.score.model import Note, Part

EDGE_S = 0.04  # pitch is not judged this near to a note's ends
LEAST_FRAMES = 6  # voiced ones, or the pitch is not judged


@dataclass(frozen=True)
class SungNote:
    """A note of the score, from its vowel's beginning to its end in the recording.

    `midi` is the pitch as sung, nan where it cannot be told.
    """

    index: int  # in `Part.notes`
    note: Note
    start_s: float
    end_s: float
    midi: float
    agreement: float  # of its phones, 0..1

    @property
    def off(self) -> float:
        """Semitones above what is written."""
        return self.midi - self.note.midi

    @property
    def is_plain(self) -> bool:
        """Whether the note is to be sung at its own pitch from its beginning to its end."""
        how = self.note.expression
        return not (how.scoop or how.fall or how.bend_cents or how.slide_s)


@dataclass(frozen=True)
class SungPart:
    """All notes of a part that are in the recording, in order."""

    part: Part
    notes: tuple[SungNote, ...]

    @cached_property
    def judged(self) -> tuple[SungNote, ...]:
        """Those whose pitch can be told."""
        return tuple(one for one in self.notes if one.is_plain and not np.isnan(one.midi))

    @cached_property
    def syllables(self) -> tuple[tuple[SungNote, ...], ...]:
        """The notes of each syllable."""
        groups: dict[int, list[SungNote]] = {}
        for one in self.notes:
            groups.setdefault(one.note.syllable, []).append(one)
        return tuple(tuple(group) for group in groups.values())


def sung_part(heard: Heard, part: Part, alignment: Alignment) -> SungPart:
    """Where the notes of a part are, and how they were sung."""
    of_note: dict[int, list[int]] = {}
    for place, phone in enumerate(alignment.phones):
        if phone.note >= 0:
            of_note.setdefault(phone.note, []).append(place)
    notes = (_sung(heard, part.notes[i], i, places, alignment) for i, places in sorted(of_note.items()))
    return SungPart(part, tuple(notes))


def _sung(heard: Heard, note: Note, index: int, places: Sequence[int], alignment: Alignment) -> SungNote:
    phones = [alignment.phones[place] for place in places]
    vowels = [phone for phone in phones if phone.symbol in VOWELS] or phones
    start_s, end_s = vowels[0].start_s, vowels[-1].end_s
    agreement = float(np.mean([alignment.agreement[place] for place in places]))
    return SungNote(index, note, start_s, end_s, _pitch(heard, start_s, end_s), agreement)


def _pitch(heard: Heard, start_s: float, end_s: float) -> float:
    """The median of what is voiced, in MIDI numbers; nan if that is too little."""
    edge_s = min(EDGE_S, (end_s - start_s) / 4)
    f0 = heard.f0_hz[heard.frames(start_s + edge_s, end_s - edge_s)]
    f0 = f0[f0 > 0]
    return float(to_midi(np.median(f0))) if len(f0) >= LEAST_FRAMES else float("nan")


def named(part: Part, one: SungNote) -> Text:
    """The syllable in its word, and its line: `‘치’ of ‘까치가’ (line 9)`."""
    syllable = part.syllables[one.note.syllable]
    span = syllable.span or one.note.span
    number = one.index + 1
    place = (
        Text(f"{span.line}번째 줄", f"line {span.line}")
        if span
        else Text(f"{number}번째 음", f"note {number}")
    )
    word = word_of(part, one.note.syllable)
    if len(word) == 1:
        return Text(f"{place.ko}의 ‘{word}’", f"`{word}` ({place.en})")
    return Text(f"{place.ko} ‘{word}’의 ‘{syllable.text}’", f"`{syllable.text}` of `{word}` ({place.en})")


def word_of(part: Part, syllable: int) -> str:
    """The word that a syllable is in."""
    first = syllable
    while first > 0 and not part.syllables[first].boundary:
        first -= 1
    last = syllable + 1
    while last < len(part.syllables) and not part.syllables[last].boundary:
        last += 1
    return "".join(one.text for one in part.syllables[first:last])


def stretch(part: Part, group: Sequence[Sequence[SungNote]]) -> Text:
    """Syllables in a row, as they are written, with their line."""
    first, last = group[0][0], group[-1][0]
    text = "".join(
        (" " if one.boundary and i else "") + one.text
        for i, one in enumerate(part.syllables[first.note.syllable : last.note.syllable + 1])
    )
    shown = text if len(text) <= 16 else f"{text[:8]} … {text[-6:]}"
    span = part.syllables[first.note.syllable].span or first.note.span
    if span is None:
        return Text(f"‘{shown}’", f"`{shown}`")
    return Text(f"{span.line}번째 줄 ‘{shown}’", f"`{shown}` (line {span.line})")


def as_if(name: str) -> str:
    """The particle of what a note was sung as: G4로, E5로."""
    return josa(name, "으로", "로")
