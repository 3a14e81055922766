"""A song that is open: its text, shared by its tabs, and all that is done with it.

What a tab asks for comes in through `hear`; whatever happens is told to every tab. All of it belongs to the
event loop; what waits for the disk or reads the song runs in threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pychang.diagnostic import Text
from pychang.editor.changes import Misfit
from pychang.editor.journal import Journal, Keeper
from pychang.editor.log import told_bug
from pychang.editor.opening import Opening
from pychang.editor.performing import Performing
from pychang.editor.reader import Reader, Version
from pychang.editor.roll_edits import roll_edit
from pychang.editor.saving import Saving
from pychang.editor.shared_text import SharedText, TooLong, Update, read_updates
from pychang.editor.tab import Tab, written

if TYPE_CHECKING:
    from pychang.editor.stage import Stage


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
        self.saving = Saving(self, opening, Keeper(journal, self.trouble))
        self._reader, self._performing, self._on_read = reader, performing, on_read
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: asyncio.Task[None] | None = None
        self._is_outdated = False
        performing.tell = self.tell_from_thread
        self._loop = asyncio.get_running_loop()
        self.saving.seen(opening.disk)
        self.read_again()

    # ── tabs ─────────────────────────────────────────────────────────────────────────────────────

    def join(self, tab: Tab) -> None:
        """Welcome a tab, and show it all that there is."""
        self.tabs.add(tab)
        self._welcome(tab)
        self.saving.join(tab)
        self._performing.join(tab)
        self._sing_ahead()

    def leave(self, tab: Tab) -> None:
        self.tabs.discard(tab)
        self._sing_ahead()

    def _sing_ahead(self) -> None:
        """Sing unasked as long as there is a tab that would have it."""
        self.stage.auto(any(tab.auto for tab in self.tabs))

    def _welcome(self, tab: Tab) -> None:
        """The text as it is, for a tab that does not have it, or has lost it."""
        tab.tell(
            "welcome",
            session=self.shared.session,
            version=self.shared.version,
            text=self.shared.text,
            name=self.name,
            uri=self.version.uri,
            saved=self.saving.on_disk,
            recovered=self.saving.is_recovered,
            voices=tab.voices,
        )

    def tell_all(self, kind: str, **message: Any) -> None:
        self._tell_text(written({"type": kind, **message}))

    def tell_from_thread(self, text: str) -> None:
        """A message in JSON to every tab, from any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._tell_text, text)

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
                self._start(self.saving.save(tab, message))
            case "reload":
                self._start(self.saving.reload(tab))
            case "auto":
                tab.auto = message.get("on") is True
                self._sing_ahead()
            case "hello":
                tab.greet(message)
                self._sing_ahead()

    def _push(self, tab: Tab, message: Mapping[str, Any]) -> None:
        try:
            updates = read_updates(message.get("updates"))
            accepted = self.shared.take(message.get("version", -1), updates)
        except Misfit as why:
            tab.tell("pushed", accepted=False, why=_refusal(why).say(tab.language))
            if not isinstance(why, TooLong):
                self._welcome(tab)
            return
        if accepted and updates:
            self.saving.keep()
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

    def replace(self, text: str) -> None:
        """Another text, that of the file, as an update like any other."""
        updates = self.shared.replace(text)
        if updates:
            self.saving.keep()
            self._changed(updates)

    def _changed(self, updates: list[Update]) -> None:
        self.tell_all("updates", version=self.shared.version, updates=[one.json() for one in updates])
        self.read_again()

    def read_again(self) -> None:
        """Read the newest text, once what is being read is done."""
        self._is_outdated = True
        if self._reading is None or self._reading.done():
            self._reading = self._start(self._read())

    async def _read(self) -> None:
        while self._is_outdated:
            self._is_outdated = False
            shown = await self._performing.perform(self.version, lambda: self._is_outdated)
            if shown is not None:
                self._tell_text(shown)
            await self._on_read(self.path)

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
        await self.saving.close()
        for task in list(self._tasks):
            task.cancel()
        self._performing.close()


def _refusal(why: Misfit) -> Text:
    return _TOO_LONG if isinstance(why, TooLong) else _MISFIT


_JUST_CHANGED = Text("글이 방금 바뀌었습니다. 다시 해 보세요.", "The text has just changed; do it once more.")
_TOO_LONG = Text("글이 너무 깁니다.", "The text is too long.")
_MISFIT = Text(
    "편집기의 글이 서버의 글과 어긋나서 다시 맞추었습니다.",
    "The page's text did not fit the server's, so it was taken anew.",
)
