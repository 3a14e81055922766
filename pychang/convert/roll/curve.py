"""The pitch that is sung, over written time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Tone
from pychang.korean.model import VOICED
from pychang.performance.clock import clock_of
from pychang.score.model import Part

KNOT = Fraction(1, 16)  # between knots time goes evenly; a ramp does so nearly


@dataclass(frozen=True)
class Curve:
    """`midi`: MIDI numbers with fractions every `hop_s` seconds, nan where the voice is still.

    `positions` in whole notes and `seconds`, of the same length, say when what is written sounds.
    """

    positions: np.ndarray
    seconds: np.ndarray
    midi: np.ndarray
    hop_s: float

    def between(self, start: Fraction, end: Fraction, step: float) -> Iterator[np.ndarray]:
        """Unbroken stretches of the curve, each (n, 2): positions every `step` whole notes, and MIDI
        numbers."""
        at = np.arange(float(start), float(end), step)
        hops = np.interp(at, self.positions, self.seconds) / self.hop_s
        midi = self.midi[np.clip(np.round(hops).astype(int), 0, len(self.midi) - 1)]
        borders = np.flatnonzero(np.diff(np.isnan(midi))) + 1
        for one in np.split(np.column_stack([at, midi]), borders):
            if len(one) > 1 and not np.isnan(one[0, 1]):
                yield one


def curve_of(song: Outgoing, part: Part, tones: Sequence[Tone], end: Fraction) -> Curve:
    """What a part sings."""
    sung = song.performance(part)
    midi = 69 + 12 * np.log2(sung.f0_hz / 440.0)
    still = np.ones(len(midi), bool)
    for phone in sung.phones:
        if phone.symbol in VOICED:
            still[round(phone.start_s / sung.hop_s) : round(phone.end_s / sung.hop_s)] = False
    midi[still] = np.nan
    clock = clock_of(song.score)
    knots = _knots(tones, end)
    return Curve(
        np.array([float(one) for one in knots]), np.array([clock.at(one) for one in knots]), midi, sung.hop_s
    )


def _knots(tones: Sequence[Tone], end: Fraction) -> list[Fraction]:
    """Even ones, and where tones begin and end; none within a fermata, so that all of it has room."""
    knots = {i * KNOT for i in range(int(end / KNOT) + 1)} | {end}
    for tone in tones:
        knots |= {tone.start, tone.end}
        if tone.expression.fermata:
            knots -= {one for one in knots if tone.start < one < tone.end}
    return sorted(knots)
