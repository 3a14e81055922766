"""A world whose voices stop in the middle of a phrase when it is not wanted any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pychang.world import World

if TYPE_CHECKING:
    import numpy as np

    from pychang.voice import Voice, VoiceCard
    from pychang.voice.sing import Take


class Interrupted(Exception):
    """What was being sung is not wanted any more."""


class InterruptibleWorld(World):
    """Another world, as far as singing needs it. `is_unwanted` is asked some times a second."""

    def __init__(self, world: World, is_unwanted: Callable[[], bool]) -> None:
        super().__init__(world.cache)
        self._world, self._is_unwanted = world, is_unwanted

    def voice(self, card: VoiceCard) -> Any:
        return InterruptibleVoice(self._world.voice(card), self._is_unwanted)


class InterruptibleVoice:
    """A voice that raises Interrupted between two of its pictures, each of some two seconds."""

    def __init__(self, voice: Voice, is_unwanted: Callable[[], bool]) -> None:
        self._voice, self._is_unwanted = voice, is_unwanted

    def sing(self, takes: Iterable[Take]) -> Iterator[tuple[int, np.ndarray]]:
        for painted in self._voice.sing(takes):
            if self._is_unwanted():
                raise Interrupted
            yield painted
