"""Phones between their neighbours, and tracks as broken lines: what all parameter tracks are laid by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pychang.korean.model import SILENCE
from pychang.performance.model import Phone
from pychang.voice.formant import timbre as tables
from pychang.voice.formant.manner import Manner

RELEASE_SHARE = 0.75  # of a consonant that can come after its closure


class Knots:
    """A track as a broken line, built from left to right."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.values: list[float] = []

    def add(self, time_s: float, value: float) -> None:
        self.times.append(max(time_s, self.times[-1] if self.times else time_s))
        self.values.append(value)

    def at(self, times: np.ndarray) -> np.ndarray:
        return np.interp(times, self.times, self.values)


@dataclass(frozen=True)
class Context:
    """A phone between its neighbours (silence at the ends)."""

    phone: Phone
    before: str
    after: str
    vowel: str  # the vowel that the phone leans on: after an onset, before a coda

    @property
    def length(self) -> float:
        return self.phone.end_s - self.phone.start_s

    def release_s(self, manner: Manner) -> float:
        """When the closure opens, at most RELEASE_SHARE before the end; the start, if nothing is closed."""
        if manner.release_s is None:
            return self.phone.start_s
        return self.phone.end_s - min(manner.release_s, RELEASE_SHARE * self.length)


def contexts(phones: Sequence[Phone]) -> list[Context]:
    symbols = [p.symbol for p in phones]
    out = []
    for i, phone in enumerate(phones):
        before = symbols[i - 1] if i else SILENCE
        after = symbols[i + 1] if i + 1 < len(symbols) else SILENCE
        out.append(Context(phone, before, after, _leaning(symbols, i)))
    return out


def _leaning(symbols: Sequence[str], i: int) -> str:
    """The nearest vowel or glide after the phone (an onset), else the one before it (a coda)."""
    for j in (i + 1, i - 1):
        if 0 <= j < len(symbols) and symbols[j] in tables.VOWEL_HZ | tables.GLIDE_HZ:
            return symbols[j]
    return "ɯ"
