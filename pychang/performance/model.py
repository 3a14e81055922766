"""The performance: what is sung, in seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HOP_S = 0.005


@dataclass(frozen=True)
class Phone:
    """One phone from `start_s` to `end_s`; `note` is its index in `Part.notes` (-1: none)."""

    symbol: str
    start_s: float
    end_s: float
    note: int


@dataclass(frozen=True)
class Performance:
    """Phones that follow one another without gap from 0 to `duration_s`, and the curves.

    Curves are sampled every `hop_s` seconds, shape (ceil(duration_s / hop_s) + 1,):
    `f0_hz` > 0 everywhere (voicing is the phones' business), `level_db` with mf at 0,
    `breathiness` 0..1.
    """

    phones: tuple[Phone, ...]
    hop_s: float
    f0_hz: np.ndarray
    level_db: np.ndarray
    breathiness: np.ndarray
    duration_s: float


@dataclass(frozen=True)
class Phrase:
    """A performance of what is sung between two silences, in its own time; `start_s` is its zero in the song.

    `gains`: from when on, in its own time, which gain in dB; one entry a note. Phrases overlap by the silence
    around them.
    """

    start_s: float
    performance: Performance
    gains: tuple[tuple[float, float], ...]
