"""Notes that somebody or something played, and the one line of them that can be sung."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, NamedTuple, Protocol, TypeVar

CHORD = Fraction(1, 64)  # tones that begin as close as this sound together: the highest is the melody


@dataclass(frozen=True, slots=True)
class Played:
    """A pitch from `start` to `end`: whole notes, or ticks where a reader says so."""

    start: Fraction | int
    end: Fraction | int
    midi: int
    velocity: int = 0  # 1..127; 0: not known


class Sounding(Protocol):
    """A dataclass with these fields, as `Played` is one."""

    @property
    def start(self) -> Fraction | int: ...
    @property
    def end(self) -> Fraction | int: ...
    @property
    def midi(self) -> int: ...


Note = TypeVar("Note", bound=Sounding)


class Melody(NamedTuple, Generic[Note]):
    """Notes of which none sounds with another; `crowded`: those that began while another sounded."""

    notes: tuple[Note, ...]
    crowded: tuple[Note, ...]


def one_voice(notes: Iterable[Note], chord: Fraction | int = CHORD) -> Melody[Note]:
    """The melody: of a chord the highest note, and no note longer than to the next."""
    kept: list[Note] = []
    crowded: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.start, note.midi)):
        if note.end <= note.start:
            continue
        before = kept[-1] if kept else None
        if before is None or before.end <= note.start:
            kept.append(note)
            continue
        crowded.append(note)
        if note.start - before.start >= chord:
            kept[-1] = replace(before, end=note.start)
            kept.append(note)
        elif note.midi >= before.midi:
            kept[-1] = replace(note, start=before.start)
    return Melody(tuple(kept), tuple(crowded))
