"""Notes that somebody or something played, and the one line of them that can be sung."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

CHORD = Fraction(1, 64)  # tones that begin as close as this sound together: the highest is the melody


@dataclass(frozen=True, slots=True)
class Played:
    """A pitch from `start` to `end`: whole notes, or ticks where a reader says so."""

    start: Fraction | int
    end: Fraction | int
    midi: int
    velocity: int = 0  # 1..127; 0: not known


def one_voice(tones: Iterable[Played], chord: Fraction | int = CHORD) -> tuple[Played, ...]:
    """The melody: of a chord the highest tone, and no tone longer than to the next."""
    kept: list[Played] = []
    for tone in sorted(tones, key=lambda tone: (tone.start, tone.midi)):
        if tone.end <= tone.start:
            continue
        before = kept[-1] if kept else None
        if before is None or before.end <= tone.start:
            kept.append(tone)
        elif tone.start - before.start >= chord:
            kept[-1] = replace(before, end=tone.start)
            kept.append(tone)
        elif tone.midi >= before.midi:
            kept[-1] = replace(tone, start=before.start)
    return tuple(kept)
