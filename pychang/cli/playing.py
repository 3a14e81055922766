"""A sound heard while it is still being made, and stopped at any moment."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pychang.cli.players import Player, Playing

if TYPE_CHECKING:
    from pychang.sound.level import Block

_BLOCKS_AHEAD = 32  # some two minutes of phrases
_PIECE_S = 0.25  # of sound that is handed over at once, so that stopping is quick
_SOON_S = 0.1
_PATIENCE_S = 0.5


class Playback:
    """A sound that is played in a thread of its own, from its first block on.

    blocks: float32 (samples,) or (samples, 2), within ±1; they are made in another thread, some minutes ahead
    of what is heard.
    """

    def __init__(self, player: Player, blocks: Iterable[Block], rate: int) -> None:
        self._player, self._rate = player, rate
        self._stopped = threading.Event()
        self._over = threading.Event()  # a thread whose `join` is interrupted looks as if it were over
        self._playing: Playing | None = None
        self._failure: BaseException | None = None
        threading.Thread(target=self._run, args=(blocks,), daemon=True).start()

    @property
    def failure(self) -> BaseException | None:
        """What making or playing the sound raised, once it has."""
        return self._failure if self._over.is_set() and not self._stopped.is_set() else None

    def wait(self) -> None:
        """Until all was heard; raises what making or playing it raised."""
        while not self._over.wait(_SOON_S):
            pass
        if self.failure is not None:
            raise self.failure

    def stop(self) -> None:
        """Be still; done when it is."""
        self._stopped.set()
        while not self._over.is_set():
            if self._playing is not None:
                self._playing.stop()
            self._over.wait(_SOON_S)

    def _run(self, blocks: Iterable[Block]) -> None:
        try:
            self._play(made_ahead(blocks, self._stopped))
        except BaseException as why:
            self._failure = why
        finally:
            try:
                if self._playing is not None:
                    self._playing.close()
            finally:
                self._over.set()

    def _play(self, blocks: Iterator[Block]) -> None:
        from pychang.sound.level import pcm16

        step = int(_PIECE_S * self._rate)
        for block in blocks:
            if self._playing is None:
                self._playing = self._player.start(self._rate, 1 if block.ndim == 1 else block.shape[1])
            for start in range(0, len(block), step):
                if self._stopped.is_set():
                    return
                self._playing.write(pcm16(block[start : start + step]).astype("<i2", copy=False).tobytes())
        if self._playing is not None and not self._stopped.is_set():
            self._playing.finish()


def made_ahead(blocks: Iterable[Block], stopped: threading.Event) -> Iterator[Block]:
    """The same blocks, each made in another thread; what making them raises is raised here."""
    made: queue.Queue[Any] = queue.Queue(_BLOCKS_AHEAD)
    unwanted = threading.Event()

    def hand_over(item: object) -> None:
        while not (stopped.is_set() or unwanted.is_set()):
            with suppress(queue.Full):
                return made.put(item, timeout=_SOON_S)

    def make() -> None:
        try:
            for block in blocks:
                hand_over(block)
                if stopped.is_set() or unwanted.is_set():
                    return
            hand_over(None)
        except BaseException as why:
            hand_over(why)

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while not stopped.is_set():
            try:
                block = made.get(timeout=_SOON_S)
            except queue.Empty:
                continue
            if block is None:
                return
            if isinstance(block, BaseException):
                raise block
            yield block
    finally:
        unwanted.set()
        maker.join(_PATIENCE_S)  # so that a file that is played is closed when it is to be written anew
