"""A song that is open: its text, shared by its tabs, and all that is done with it.

What a tab asks for comes in through `hear`; whatever happens is told to every tab. All of it belongs to the
event loop; what waits for the disk or reads the song runs in threads.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pychang.diagnostic import Text, Unusable
from pychang.editor.changes import Misfit
from pychang.editor.disk_text import DiskText
from pychang.editor.journal import Journal
from pychang.editor.keeper import Keeper
from pychang.editor.log import told_bug
from pychang.editor.opening import Opening
from pychang.editor.performing import Performing, Stage
from pychang.editor.reader import Reader, Version
from pychang.editor.roll_edits import roll_edit
from pychang.editor.shared_text import SharedText, TooLong, Update, read_updates
from pychang.editor.song_file import Base, Conflict, NotWritten, load, save
from pychang.editor.tab import Tab, written
from pychang.language.wording import why_not


class Room:
    """One song and its tabs."""

    def __init__(
        self,
        opening: Opening,
        reader: Reader,
        journal: Journal,
        performing: Performing,
        on_read: Callable[[Path], Awaitable[None]],
    ) -> None:
        self.path, self.name = opening.path, opening.name
        self.tabs: set[Tab] = set()
        self.shared = SharedText(opening.text)
        self._base, self._quiet, self._recovered = opening.base, opening.quiet, opening.recovered
        self._on_disk = ("same", self._base.text)
        self._reader, self._performing, self._on_read = reader, performing, on_read
        self._keeper = Keeper(journal, self.trouble)
        self._file_lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: asyncio.Task[None] | None = None
        self._is_outdated = False
        performing.tell = self.tell_from_thread
        self._loop = asyncio.get_running_loop()
        self._seen(opening.disk)
        self.read_again()

    # ── tabs ─────────────────────────────────────────────────────────────────────────────────────

    def join(self, tab: Tab) -> None:
        """Welcome a tab, and show it all that there is."""
        self.tabs.add(tab)
        self._welcome(tab)
        if self._on_disk[0] != "same":
            tab.tell("disk", state=self._on_disk[0], saved=self._on_disk[1])
        self._performing.join(tab)

    def leave(self, tab: Tab) -> None:
        self.tabs.discard(tab)
        if not self.tabs:
            self._performing.rest()

    def _welcome(self, tab: Tab) -> None:
        """The text as it is, for a tab that does not have it, or has lost it."""
        tab.tell(
            "welcome",
            session=self.shared.session,
            version=self.shared.version,
            text=self.shared.text,
            name=self.name,
            uri=self.version.uri,
            saved=self._on_disk[1],
            recovered=self._recovered,
            voices=tab.voices,
            auto=self._performing.is_auto,
        )

    def tell_all(self, kind: str, **message: Any) -> None:
        self._tell_text(written({"type": kind, **message}))

    def tell_from_thread(self, message: Mapping[str, Any]) -> None:
        """A message to every tab, from any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._tell_text, written(message))

    def _tell_text(self, text: str) -> None:
        for tab in self.tabs:
            tab.send(text)

    def trouble(self, why: Text) -> None:
        for tab in self.tabs:
            tab.trouble(why)

    # ── what tabs ask for ────────────────────────────────────────────────────────────────────────

    def hear(self, tab: Tab, message: Mapping[str, Any]) -> None:
        """One message of a tab; what it does not know it does not heed."""
        match message.get("type"):
            case "push":
                self._push(tab, message)
            case "edit":
                self._start(self._edit(tab, message))
            case "save":
                self._start(self._save(tab, message))
            case "reload":
                self._start(self._reload(tab))
            case "auto":
                self._performing.auto(message.get("on") is True)

    def _push(self, tab: Tab, message: Mapping[str, Any]) -> None:
        try:
            updates = read_updates(message.get("updates"))
            accepted = self.shared.take(message.get("version", -1), updates)
        except Misfit as why:
            tab.tell("pushed", accepted=False, why=_refusal(why).say(tab.language))
            if not isinstance(why, TooLong):
                self._welcome(tab)
            return
        tab.tell("pushed", accepted=accepted)
        if accepted and updates:
            self._changed(updates)

    async def _edit(self, tab: Tab, message: Mapping[str, Any]) -> None:
        number, version = message.get("id"), self.version
        if message.get("version") != version.number:
            tab.tell("refused", id=number, why=_JUST_CHANGED.say(tab.language))
            return
        try:
            found = await self._reader.read(version, lambda one: roll_edit(one, message.get("edit")))
        except Exception as bug:
            tab.tell("refused", id=number, why=told_bug(bug).say(tab.language))
            return
        if isinstance(found, Text):
            tab.tell("refused", id=number, why=found.say(tab.language))
        else:
            tab.tell("edits", id=number, version=version.number, **found)

    # ── the text ─────────────────────────────────────────────────────────────────────────────────

    @property
    def version(self) -> Version:
        return Version(self.path, self.shared.text, self.shared.version)

    @property
    def stage(self) -> Stage:
        return self._performing.stage

    @property
    def others(self) -> frozenset[Path]:
        """The files that the song is made of beside its own."""
        return self._performing.others

    @property
    def is_saved(self) -> bool:
        return self.shared.text == self._quiet and self._on_disk[0] == "same"

    def _changed(self, updates: list[Update]) -> None:
        self.tell_all("updates", version=self.shared.version, updates=[one.json() for one in updates])
        self._keep()
        self.read_again()

    def read_again(self) -> None:
        """Read the newest text, once what is being read is done."""
        self._is_outdated = True
        if self._reading is None or self._reading.done():
            self._reading = self._start(self._read())

    async def _read(self) -> None:
        while self._is_outdated:
            self._is_outdated = False
            await self._performing.perform(self.version, lambda: self._is_outdated)
            await self._on_read(self.path)

    # ── the file ─────────────────────────────────────────────────────────────────────────────────

    async def look(self) -> None:
        """See whether the file is still what it was."""
        async with self._file_lock:
            try:
                disk = await asyncio.to_thread(load, self.path)
            except Unusable as why:
                if self._on_disk[0] != "changed":
                    self.trouble(why.text)
                    self._set_disk("changed", self._on_disk[1])
                return
            self._seen(disk)

    def _seen(self, disk: DiskText | None) -> None:
        """What has become of the file: the same, gone, new text to take in, or a conflict."""
        now = Base.of(disk)
        if now.digest == self._base.digest:
            self._set_disk("same", self._base.text)
        elif disk is None:
            self._set_disk("gone", None)
        elif self.shared.text in (self._quiet, disk.text):
            self._take_in(disk)
        else:
            self._set_disk("changed", disk.text)

    def _take_in(self, disk: DiskText) -> None:
        """The file's text becomes the room's."""
        self._based_on(Base.of(disk))
        updates = self.shared.replace(disk.text)
        if updates:
            self._changed(updates)
        self._set_disk("same", disk.text)

    def _based_on(self, base: Base) -> None:
        self._base = base
        self._quiet = base.text
        self._recovered = False
        self._keep()

    def _set_disk(self, state: str, saved: str | None) -> None:
        if (state, saved) != self._on_disk:
            self._on_disk = (state, saved)
            self.tell_all("disk", state=state, saved=saved)
        self._keep()

    async def _save(self, tab: Tab, message: Mapping[str, Any]) -> None:
        number, over = message.get("id"), message.get("over") is True
        async with self._file_lock:
            text, version = self.shared.text, self.shared.version
            done = await asyncio.to_thread(save, self.path, text, self._base, over)
            if isinstance(done, NotWritten):
                tab.tell("saved", id=number, ok=False, version=version, why=done.why.say(tab.language))
            elif isinstance(done, Conflict):
                self._set_disk("changed", done.disk.text)
                conflict = {"text": done.disk.text}
                tab.tell("saved", id=number, ok=False, version=version, conflict=conflict)
            else:
                self._based_on(done.base)
                self._set_disk("same", text)
                tab.tell("saved", id=number, ok=True, version=version)

    async def _reload(self, tab: Tab) -> None:
        async with self._file_lock:
            try:
                disk = await asyncio.to_thread(load, self.path)
            except Unusable as why:
                tab.trouble(why.text)
                return
            if disk is None:
                tab.trouble(why_not(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.name)))
            else:
                self._take_in(disk)

    def _keep(self) -> None:
        """What would be lost if this process were killed now."""
        self._keeper.keep(None if self.is_saved else self.shared.text, self._base.digest)

    # ── its tasks ────────────────────────────────────────────────────────────────────────────────

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self.trouble(told_bug(bug))

    async def close(self) -> None:
        """Keep what is not saved, and stop."""
        for task in list(self._tasks):
            task.cancel()
        self._performing.close()
        await self._keeper.close()


def _refusal(why: Misfit) -> Text:
    return _TOO_LONG if isinstance(why, TooLong) else _MISFIT


_JUST_CHANGED = Text("글이 방금 바뀌었습니다. 다시 해 보세요.", "The text has just changed; do it once more.")
_TOO_LONG = Text("글이 너무 깁니다.", "The text is too long.")
_MISFIT = Text(
    "편집기의 글이 서버의 글과 어긋나서 다시 맞추었습니다.",
    "The page's text did not fit the server's, so it was taken anew.",
)
