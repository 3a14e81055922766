"""Velocities as dynamics, where a notation program wrote them: few of them, each for a stretch of notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pychang.convert.midi.notation import Written
from pychang.convert.midi.velocities import VELOCITIES
from pychang.convert.sheet import Dynamic
from pychang.score.dynamics import BEGINNING

MOST = 10  # velocities, if they are written
SHORTEST = 3  # notes to a level, on the average
ACCENTED = 0.2  # of the notes at most; more are how a program plays the beats


@dataclass(frozen=True)
class Loudness:
    """The dynamics of a line, and the notes, by index, that are accented."""

    dynamics: tuple[Dynamic, ...] = ()
    accents: frozenset[int] = frozenset()


def loudness_of(notes: Sequence[Written]) -> Loudness:
    """What velocities say; nothing if the line was played, or is always as loud."""
    velocities = [note.played.velocity for note in notes]
    if len(set(velocities)) > MOST:
        return Loudness()
    accents = frozenset(_accents(velocities))
    plain = [note for i, note in enumerate(notes) if i not in accents]
    levels = [mark for mark, _ in groupby(_mark(note) for note in plain)]
    if len(accents) > ACCENTED * len(notes) or len(levels) * SHORTEST > len(notes):
        return Loudness()
    return Loudness(tuple(_changes(plain)) if len(levels) > 1 else (), accents)


def _mark(note: Written) -> str:
    return min(VELOCITIES, key=lambda mark: abs(VELOCITIES[mark] - note.played.velocity))


def _accents(velocities: Sequence[int]) -> Iterator[int]:
    """Notes that alone are louder than those on both sides of them."""
    for i in range(1, len(velocities) - 1):
        if velocities[i - 1] == velocities[i + 1] < velocities[i]:
            yield i


def _changes(notes: Sequence[Written]) -> Iterator[Dynamic]:
    before = BEGINNING
    for note in notes:
        mark = _mark(note)
        if mark != before:
            yield Dynamic(note.start, mark)
        before = mark
