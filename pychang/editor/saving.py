"""A room and its file: saving, what other programs write meanwhile, and keeping what is not saved.

`same`: the file is as it was loaded or saved; `changed`: another program has written something else, and the
room has text of its own; `gone`: there is no such file any more.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pychang.diagnostic import Unusable
from pychang.editor.disk_text import DiskText
from pychang.editor.journal import Keeper
from pychang.editor.log import told_bug
from pychang.editor.opening import Opening
from pychang.editor.song_file import Base, Conflict, NotWritten, Written, load, save
from pychang.editor.tab import Tab
from pychang.language.wording import why_not

if TYPE_CHECKING:
    from pychang.editor.room import Room

GONE_S, SETTLING_S = 0.3, 0.05  # between two looks at a file that has gone, or changed
MOST_LOOKS = 10


class Saving:
    """One room's. One thing at a time is done with the file."""

    def __init__(self, room: Room, opening: Opening, keeper: Keeper) -> None:
        self._room, self._keeper = room, keeper
        self._base, self._quiet = opening.base, opening.quiet
        self._recovered = opening.recovered
        self._state, self.on_disk = "same", opening.base.text
        self._seen = self._base.digest  # of the file at the last look
        self._lock = asyncio.Lock()

    @property
    def is_saved(self) -> bool:
        """Whether nothing would be lost without this server."""
        return self._room.shared.text == self._quiet and self._state == "same"

    @property
    def is_kept(self) -> bool:
        """Whether the text is there again in the next server's life."""
        return self.is_saved or not self._keeper.has_failed

    @property
    def is_recovered(self) -> bool:
        """Whether the room began with text that an earlier server had kept, and it is not saved yet."""
        return self._recovered and not self.is_saved

    def join(self, tab: Tab) -> None:
        """Tell a tab what it does not expect of the file."""
        if self._state != "same":
            tab.tell("disk", state=self._state, saved=self.on_disk)

    def keep(self) -> None:
        """What would be lost if this process were killed now."""
        self._keeper.keep(None if self.is_saved else self._room.shared.text, self._base.digest)

    async def close(self) -> None:
        """Finish what is being saved, and keep the rest."""
        async with self._lock:
            await self._keeper.close()

    # ── what tabs ask for ────────────────────────────────────────────────────────────────────────

    async def save(self, tab: Tab, message: Mapping[str, Any]) -> None:
        """Answered by `saved`."""
        over = message.get("over") is True
        async with self._lock:
            version, text = self._room.shared.version, self._room.shared.text
            done = await self._written(text, over)
            answer = {"id": message.get("id"), "ok": isinstance(done, Written), "version": version}
            if isinstance(done, Written):
                self._based_on(done.base)
                self._is_now("same", text)
            elif isinstance(done, Conflict):
                self._is_now("changed", done.disk.text)
                answer["conflict"] = {"text": done.disk.text}
            else:
                answer["why"] = done.why.say(tab.language)
            tab.tell("saved", **answer)

    async def _written(self, text: str, over: bool) -> Written | Conflict | NotWritten:
        try:
            return await asyncio.to_thread(save, self._room.path, text, self._base, over)
        except Exception as bug:
            return NotWritten(told_bug(bug))

    async def reload(self, tab: Tab) -> None:
        """The file's text in place of the room's."""
        async with self._lock:
            try:
                disk = await asyncio.to_thread(load, self._room.path)
            except Unusable as why:
                tab.trouble(why.text)
                return
            if disk is None:
                gone = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._room.name)
                tab.trouble(why_not(gone))
            else:
                self._take_in(disk)

    # ── what other programs do ───────────────────────────────────────────────────────────────────

    async def look(self) -> None:
        """See whether the file is still what it was."""
        async with self._lock:
            try:
                disk = await self._settled()
            except Unusable as why:
                if self._state != "changed":
                    self._room.trouble(why.text)
                    self._is_now("changed", self.on_disk)
            else:
                self.seen(disk)

    async def _settled(self) -> DiskText | None:
        """The file when nobody is writing it any more: some programs do so by way of an empty one or none."""
        disk = await asyncio.to_thread(load, self._room.path)
        for _ in range(MOST_LOOKS):
            if Base.of(disk).digest in (self._base.digest, self._seen):
                break
            before = disk
            await asyncio.sleep(GONE_S if disk is None else SETTLING_S)
            disk = await asyncio.to_thread(load, self._room.path)
            if Base.of(disk) == Base.of(before):
                break
        return disk

    def seen(self, disk: DiskText | None) -> None:
        """What has become of the file: the same, gone, new text to take in, or a conflict."""
        self._seen = Base.of(disk).digest
        if self._seen == self._base.digest:
            self._is_now("same", self._base.text)
        elif disk is None:
            self._is_now("gone", None)
        elif self._room.shared.text in (self._quiet, disk.text):
            self._take_in(disk)
        else:
            self._is_now("changed", disk.text)

    def _take_in(self, disk: DiskText) -> None:
        self._based_on(Base.of(disk))
        self._room.replace(disk.text)
        self._is_now("same", disk.text)

    def _based_on(self, base: Base) -> None:
        self._base, self._quiet = base, base.text
        self._recovered = False
        self.keep()

    def _is_now(self, state: str, saved: str | None) -> None:
        if (state, saved) != (self._state, self.on_disk):
            self._state, self.on_disk = state, saved
            self._room.tell_all("disk", state=state, saved=saved)
        self.keep()
