"""Sounds of phrases on their way to whoever waits for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pychang.cache import PhraseSound
from pychang.compile import at_rate

if TYPE_CHECKING:
    from pychang.singing import Cue


class NoSuchPhrase(Exception):
    """The song has no such phrase, or no more."""


@dataclass(frozen=True)
class Heard:
    """A phrase's sound at the song's rate: float32 (samples,), the first `lead` after the phrase's zero."""

    lead: int
    rate: int
    samples: np.ndarray

    @classmethod
    def of(cls, sound: PhraseSound, cue: Cue, rate: int) -> Heard:
        own = at_rate(sound, cue.card.geometry.sample_rate, rate)
        return cls(own.lead, rate, own.samples)

    def tobytes(self) -> bytes:
        """Little-endian float32."""
        return self.samples.astype("<f4", copy=False).tobytes()


class Held:
    """The sounds that were sung last, up to so many bytes, by the keys of their phrases."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._sounds: OrderedDict[str, PhraseSound] = OrderedDict()

    def get(self, key: str) -> PhraseSound | None:
        if key in self._sounds:
            self._sounds.move_to_end(key)
        return self._sounds.get(key)

    def put(self, key: str, sound: PhraseSound) -> None:
        if (old := self._sounds.pop(key, None)) is not None:
            self._size -= old.samples.nbytes
        self._sounds[key] = sound
        self._size += sound.samples.nbytes
        while self._size > self._limit and len(self._sounds) > 1:
            self._size -= self._sounds.popitem(last=False)[1].samples.nbytes


def give(waiting: Iterable[Future[Heard]], heard: Heard | None) -> None:
    for one in waiting:
        if one.set_running_or_notify_cancel():
            one.set_result(heard)


def refuse(waiting: Iterable[Future[Heard]], why: Exception) -> None:
    for one in waiting:
        if one.set_running_or_notify_cancel():
            one.set_exception(why)
