"""Keeps a room's unsaved text in its journal: soon after each change, and never under the keys."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from pychang.diagnostic import Text
from pychang.editor.journal import Journal, Kept
from pychang.language.wording import why_not

SOON_S = 0.4  # after a change; what is typed meanwhile is kept with it


class Keeper:
    """One room's; `trouble` is told once when the disk does not keep the text."""

    def __init__(self, journal: Journal, trouble: Callable[[Text], None]) -> None:
        self._journal = journal
        self._trouble = trouble
        self._wanted: Kept | None = None
        self._done: object = self  # what is in the journal; nothing is known yet
        self._work: asyncio.Task[None] | None = None
        self._has_failed = False
        self._lock = threading.Lock()  # of the journal's file

    def keep(self, text: str | None, base: str) -> None:
        """Keep `text`, made from the file of digest `base`; None: there is nothing to keep."""
        self._wanted = None if text is None else Kept(text, base)
        if self._wanted != self._done and (self._work is None or self._work.done()):
            self._work = asyncio.create_task(self._later())

    async def _later(self) -> None:
        while self._wanted != self._done:
            await asyncio.sleep(SOON_S)
            self._heed(await asyncio.to_thread(self._now))

    async def close(self) -> None:
        """Keep at once what is still to be kept."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work])
        if self._wanted != self._done:
            self._heed(await asyncio.to_thread(self._now))

    def _now(self) -> OSError | None:
        with self._lock:
            self._done = wanted = self._wanted
            try:
                if wanted is None:
                    self._journal.drop()
                else:
                    self._journal.write(wanted)
            except OSError as failure:
                return failure
        return None

    def _heed(self, failure: OSError | None) -> None:
        told, self._has_failed = self._has_failed, failure is not None
        if failure is not None and not told:
            why = why_not(failure)
            self._trouble(
                Text(
                    f"저장하지 않은 글을 따로 보관하지 못했습니다. 지금 저장해 두세요. {why.ko}",
                    f"Text that is not saved could not be kept beside it; save it now. {why.en}",
                )
            )
