"""All songs that are open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pychang.editor.disk_watch import changes_on_disk
from pychang.editor.journal import Journal
from pychang.editor.log import told_bug
from pychang.editor.opening import open_song
from pychang.editor.performing import MakeStage, Performing
from pychang.editor.reader import Reader
from pychang.editor.room import Room
from pychang.editor.song_names import SongNames
from pychang.editor.tab import Tab
from pychang.editor.voices import voice_infos
from pychang.world import World

ONCE_S = 4.0  # after the last tab has gone; a page that is loaded anew is back by then


class Rooms:
    """Rooms by song; no other server opens any of them meanwhile.

    `url_of`: where the song of a name is edited. `ends`: called when the last tab has gone and does not come
    back; None: nothing ends.
    """

    def __init__(
        self,
        names: SongNames,
        state: Path,
        world: World,
        make_stage: MakeStage,
        url_of: Callable[[str], str],
        ends: Callable[[], None] | None = None,
    ) -> None:
        self.names, self.world = names, world
        self.url_of = url_of
        self.reader = Reader()
        self._state, self._make_stage = state, make_stage
        self._ends = ends
        self._ending: asyncio.TimerHandle | None = None
        self._rooms: dict[Path, Room] = {}
        self._journals: dict[Path, Journal] = {}
        self._lock = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self.on_other_file: Callable[[Path], None] = lambda path: None

    def journal(self, name: str) -> Journal:
        """That of a song, which is ours alone from now on; InUse, NoSong."""
        path = self.names.path(name)
        if path not in self._journals:
            journal = Journal(self._state, path)
            journal.lock.take(name, self.url_of(name))
            self._journals[path] = journal
        return self._journals[path]

    async def open(self, name: str) -> Room:
        """The room of a song; NoSong, or Unusable if its file cannot be opened or another server has it."""
        path = self.names.path(name)
        async with self._lock:
            if path not in self._rooms:
                self._rooms[path] = await self._opened(path, name)
            if self._watch is None:
                self._watch = asyncio.create_task(self._look())
            return self._rooms[path]

    async def _opened(self, path: Path, name: str) -> Room:
        journal = await asyncio.to_thread(self.journal, name)
        opening = await asyncio.to_thread(open_song, path, name, journal, path == self.names.opened)
        performing = await asyncio.to_thread(Performing, self.reader, self._make_stage)
        return Room(opening, self.reader, journal, performing, self._read)

    async def _read(self, path: Path) -> None:
        """A song was read: those that include it are read again."""
        uris = await self.reader.dependents(path)
        for room in list(self._rooms.values()):
            if room.version.uri in uris:
                room.read_again()

    async def join(self, room: Room, tab: Tab) -> None:
        """A tab comes in; `leave` must follow."""
        if self._ending is not None:
            self._ending.cancel()
        tab.voices = await asyncio.to_thread(voice_infos, room.path.parent)
        room.join(tab)

    def leave(self, room: Room, tab: Tab) -> None:
        room.leave(tab)
        if self._ends is not None and not any(one.tabs for one in self._rooms.values()):
            self._ending = asyncio.get_running_loop().call_later(ONCE_S, self._ends)

    @property
    def unsaved(self) -> dict[str, bool]:
        """The names of songs with text that is not saved, and whether it is kept for the next time."""
        return {room.name: room.saving.is_kept for room in self._rooms.values() if not room.saving.is_saved}

    # ── the disk ─────────────────────────────────────────────────────────────────────────────────

    async def _look(self) -> None:
        """For ever: heed what other programs write."""
        async for changed in changes_on_disk(self._files):
            for room in list(self._rooms.values()):
                try:
                    await self._heed(room, changed)
                except Exception as bug:
                    room.trouble(told_bug(bug))

    def _files(self) -> set[Path]:
        return {path for room in self._rooms.values() for path in (room.path, *room.others)}

    async def _heed(self, room: Room, changed: set[Path]) -> None:
        if room.path in changed:
            await room.saving.look()
        others = changed & room.others
        if others:
            for path in others:
                self.on_other_file(path)
            await self.reader.forget(room.path)
            room.read_again()

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        for room in self._rooms.values():
            await room.close()
        for journal in self._journals.values():
            journal.lock.release()
        self.reader.close()
