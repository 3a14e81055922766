"""Rooms without sockets, and a stage that is quick: what the tests of the server share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pychang.editor.room import Room
from pychang.editor.rooms import Rooms
from pychang.editor.song_names import SongNames
from pychang.editor.tab import Tab
from pychang.world import World

SONG = "title: 봄\n| C4:4 D4 E4:2 |\n> 꽃잎-\n"
PATIENCE_S = 20.0  # on a machine that is busy


@dataclass(frozen=True)
class Sound:
    lead: int = 7
    rate: int = 22_050

    def tobytes(self) -> bytes:
        return b"\0\0\x80?" * 3


@dataclass
class QuickStage:
    """A stage of two phrases, by their keys: `sung` has a sound, and `slow` never gets one."""

    tell: Callable[[Mapping[str, Any]], None]
    language: str = "en"
    is_auto: bool = True
    is_closed: bool = False
    taken: list[Any] = field(default_factory=list)
    asked: list[Future[Sound]] = field(default_factory=list)

    def take(self, analysis: Any) -> tuple[()]:
        self.taken.append(analysis)
        return ()

    def ask(self, key: str) -> Future[Sound]:
        from pychang.editor.singer import NoSuchPhrase

        if key not in ("sung", "slow"):
            raise NoSuchPhrase(key)
        future: Future[Sound] = Future()
        self.asked.append(future)
        if key == "sung":
            future.set_result(Sound())
        return future

    def states(self) -> dict[str, Any]:
        return {"sung": "fresh"}

    def curves(self) -> dict[str, Any]:
        return {}

    def sung(self, key: str) -> dict[str, Any]:
        return {"voice": "sora", "seed": len(key)}

    def card(self, name: str) -> dict[str, Any]:
        return {"sora": {"name": "sora"}}[name]

    def model(self, name: str) -> bytes:
        return name.encode()

    def backing(self) -> None:
        return None

    def auto(self, on: bool) -> None:
        self.is_auto = on

    def close(self) -> None:
        self.is_closed = True


def rooms_of(song: Path, state: Path, ends: Callable[[], None] | None = None) -> Rooms:
    return Rooms(SongNames(song), state, World(), QuickStage, str, ends)


@asynccontextmanager
async def open_rooms(song: Path, state: Path) -> AsyncIterator[Rooms]:
    rooms = rooms_of(song, state)
    try:
        yield rooms
    finally:
        await rooms.close()


class Page:
    """One tab as its page sees it."""

    def __init__(self, room: Room, tab: Tab) -> None:
        self.room, self.tab = room, tab
        self._messages = tab.messages()

    @classmethod
    async def of(cls, rooms: Rooms, name: str | None = None, language: str = "en") -> Page:
        room = await rooms.open(name or rooms.names.opened.name)
        page = cls(room, Tab(language))
        await rooms.join(room, page.tab)
        return page

    async def told(self, kind: str) -> dict[str, Any]:
        """The next message of that kind; others before it are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = json.loads(await anext(self._messages))
                if message["type"] == kind:
                    return message

    def says(self, kind: str, **message: Any) -> None:
        self.room.hear(self.tab, {"type": kind, **message})

    def types(self, at: int, text: str, deleted: int = 0, version: int | None = None) -> None:
        """`text` in place of `deleted` units, all of them in the Basic Multilingual Plane."""
        whole = len(self.room.shared.text)
        parts = [at, [deleted, *text.split("\n")], whole - at - deleted]
        update = {"clientID": "page", "changes": [part for part in parts if part != 0]}
        version = self.room.shared.version if version is None else version
        self.says("push", version=version, updates=[update])

    async def saves(self, over: bool = False) -> dict[str, Any]:
        self.says("save", id=1, over=over)
        return await self.told("saved")
