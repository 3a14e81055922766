"""What is sung in a recording: syllable by syllable, with its notes and its phones."""

from __future__ import annotations

from dataclasses import dataclass

from pychang.compile import pronounce_part
from pychang.korean import SyllablePhones
from pychang.recordings.model import Recording
from pychang.score.model import Part


@dataclass(frozen=True)
class SpokenSyllable:
    """One syllable as written, the notes that it is sung on (indices in `Part.notes`), and its phones.

    Its onset, glide and first vowel are of the first note; the vowel goes on over the others; the coda is of
    the last.
    """

    text: str
    notes: tuple[int, ...]
    phones: SyllablePhones


def spoken_of(recording: Recording) -> tuple[SpokenSyllable, ...]:
    """The syllables of a recording in the order in which they are sung; () if it has labels alone."""
    return spoken_in(recording.score.parts[0]) if recording.score else ()


def spoken_in(part: Part) -> tuple[SpokenSyllable, ...]:
    """The syllables of a part in the order in which they are sung."""
    notes: dict[int, list[int]] = {}
    for i, note in enumerate(part.notes):
        if note.syllable is not None:
            notes.setdefault(note.syllable, []).append(i)
    phones = pronounce_part(part)
    return tuple(SpokenSyllable(part.syllables[k].text, tuple(on), phones[k]) for k, on in notes.items())
