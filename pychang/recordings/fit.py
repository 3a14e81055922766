"""How well an alignment fits on the whole, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pychang.performance import Phone
from pychang.recordings.model import Alignment
from pychang.score.model import Part

LOW = 0.4  # a syllable that agrees less was hardly sung so
POOR = 0.5  # a recording that agrees less is of something else, or of very little of its score


@dataclass(frozen=True)
class Place:
    """A stretch of syllables in a row that fit badly; `words` as written, `agreement` their mean."""

    start_s: float
    end_s: float
    words: str
    agreement: float


def mean_agreement(alignment: Alignment) -> float:
    """Of what is sung; 0 if nothing is."""
    sung = [g for p, g in zip(alignment.phones, alignment.agreement, strict=True) if p.note >= 0]
    return sum(sung) / len(sung) if sung else 0.0


def worst_places(alignment: Alignment, part: Part, most: int) -> tuple[Place, ...]:
    """The longest stretches of words that fit badly, at most so many, in the order of the song."""
    syllables = list(_syllables(alignment, part))
    places = sorted(_runs(syllables, part), key=lambda place: -len(place.words))[:most]
    return tuple(sorted(places, key=lambda place: place.start_s))


def _syllables(alignment: Alignment, part: Part) -> Iterator[tuple[int, list[Phone], float]]:
    """Index, phones and mean agreement of each syllable."""
    phones: list[Phone] = []
    marks: list[float] = []
    number: int | None = None
    for phone, agreement in zip(alignment.phones, alignment.agreement, strict=True):
        if phone.note < 0:
            continue
        of = part.notes[phone.note].syllable
        if phones and of != number:
            yield number, phones, sum(marks) / len(marks)
            phones, marks = [], []
        number = of
        phones.append(phone)
        marks.append(agreement)
    if phones:
        yield number, phones, sum(marks) / len(marks)


def _runs(syllables: Sequence[tuple[int, list[Phone], float]], part: Part) -> Iterator[Place]:
    low = [i for i, (_, _, agreement) in enumerate(syllables) if agreement < LOW]
    breaks = [0, *(k + 1 for k, (a, b) in enumerate(pairwise(low)) if b != a + 1), len(low)]
    for first, last in pairwise(breaks):
        run = [syllables[i] for i in low[first:last]]
        if run:
            words = "".join(_written(part, number) for number, _, _ in run).strip()
            agreement = sum(one[2] for one in run) / len(run)
            yield Place(run[0][1][0].start_s, run[-1][1][-1].end_s, words, agreement)


def _written(part: Part, number: int) -> str:
    syllable = part.syllables[number]
    return (" " if syllable.boundary else "") + syllable.text
