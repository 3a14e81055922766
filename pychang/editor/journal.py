"""Text that is not saved yet, kept where a server that is killed and started again finds it.

It is kept before anyone is told of it: pages take the text of a server that lives again for what there is, so
that what was told them and not kept would vanish before their writers' eyes.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text
from pychang.editor.song_lock import SongLock
from pychang.language.wording import why_not
from pychang.whole import write_whole

AT_ONCE = 2**18  # characters: writing them takes a millisecond or so
SOON_S = 0.1  # after a change of a longer text; what is typed meanwhile is kept with it


@dataclass(frozen=True)
class Kept:
    """A text, and the digest of the file that it was made from (see `DiskText.digest`)."""

    text: str
    base: str


class Journal:
    """The unsaved text of one song: a file of its own, there whole or not at all."""

    def __init__(self, folder: Path, song: Path) -> None:
        self._song = os.path.realpath(song)
        name = hashlib.sha256(os.path.normcase(self._song).encode("utf-8", "surrogatepass")).hexdigest()
        self.path = folder / "unsaved" / f"{name[:32]}.json"
        self.lock = SongLock(self.path.with_suffix(".lock"))

    def read(self) -> Kept | None:
        """What was kept; None if nothing was, or if it is damaged."""
        try:
            found = json.loads(self.path.read_bytes())
            kept = Kept(found["text"], found["base"])
            return kept if isinstance(kept.text, str) and found["song"] == self._song else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, kept: Kept) -> None:
        """OSError if the disk will not have it."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = {"song": self._song, "base": kept.base, "text": kept.text}
        write_whole(self.path, json.dumps(found).encode())

    def drop(self) -> None:
        """OSError if the disk will not."""
        with suppress(FileNotFoundError, NotADirectoryError):
            self.path.unlink()


class Keeper:
    """One room's; `trouble` is told once when the disk does not keep the text."""

    def __init__(self, journal: Journal, trouble: Callable[[Text], None]) -> None:
        self._journal = journal
        self._trouble = trouble
        self._wanted: Kept | None = None
        self._done: object = self  # what is in the journal; nothing is known yet
        self._work: asyncio.Task[None] | None = None  # on a long text
        self.has_failed = False
        self._lock = threading.Lock()  # of the journal's file

    def keep(self, text: str | None, base: str) -> None:
        """Keep `text`, made from the file of digest `base`; None: there is nothing to keep."""
        self._wanted = None if text is None else Kept(text, base)
        if self._wanted == self._done:
            return
        if text is None or len(text) <= AT_ONCE:
            self._heed(self._now())
        elif self._work is None or self._work.done():
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
        told, self.has_failed = self.has_failed, failure is not None
        if failure is not None and not told:
            why = why_not(failure)
            self._trouble(
                Text(
                    f"저장하지 않은 글을 따로 보관하지 못했습니다. 지금 저장해 두세요. {why.ko}",
                    f"Text that is not saved could not be kept beside it; save it now: {why.en}",
                )
            )
