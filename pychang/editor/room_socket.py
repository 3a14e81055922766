"""`/room`: one WebSocket a tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from pychang.diagnostic import Text, Unusable
from pychang.editor.log import told_bug
from pychang.editor.room import Room
from pychang.editor.rooms import Rooms
from pychang.editor.song_names import NoSong
from pychang.editor.tab import Tab

NO_SONG, LONGEST_MESSAGE = 4404, 16 * 1024 * 1024


async def serve_tab(socket: WebSocket, rooms: Rooms) -> None:
    """One tab, from its `hello` until it is gone."""
    await socket.accept()
    incoming = _messages(socket)
    tab = Tab()
    sending = asyncio.create_task(_send(socket, tab))
    try:
        async for message in incoming:
            if message.get("type") == "hello":
                tab.greet(message)
                await _stay(socket, rooms, tab, incoming)
                break
    finally:
        tab.close(tab.closes or 1000)
        await asyncio.wait([sending], timeout=1)
        sending.cancel()


async def _stay(socket: WebSocket, rooms: Rooms, tab: Tab, incoming: AsyncIterator[dict[str, Any]]) -> None:
    room = await _room(socket, rooms, tab)
    if room is None:
        return
    try:
        await rooms.join(room, tab)
        async for message in incoming:
            room.hear(tab, message)
    finally:
        rooms.leave(room, tab)


async def _room(socket: WebSocket, rooms: Rooms, tab: Tab) -> Room | None:
    """The room that the tab asks for; None, and it is told why, if there is none."""
    try:
        return await rooms.open(socket.query_params.get("song") or rooms.names.opened.name)
    except NoSong as none:
        tab.trouble(_no_song(str(none)))
    except Unusable as why:
        tab.trouble(why.text)
    except Exception as bug:
        tab.trouble(told_bug(bug))
    tab.close(NO_SONG)
    return None


async def _messages(socket: WebSocket) -> AsyncIterator[dict[str, Any]]:
    """What the tab says, as far as it is JSON objects."""
    while (message := await socket.receive())["type"] == "websocket.receive":
        try:
            found = json.loads(message.get("text") or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found


async def _send(socket: WebSocket, tab: Tab) -> None:
    """What the tab is told, until it is gone; one that is sent away hears why first."""
    try:
        async for text in tab.messages():
            await socket.send_text(text)
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(tab.closes or 1000)
    except (WebSocketDisconnect, RuntimeError, OSError):
        tab.closes = tab.closes or 1006


def _no_song(name: str) -> Text:
    shown = "".join(ch if ch.isprintable() else "\ufffd" for ch in name)[:80]
    return Text(
        f"‘{shown}’: 연 악보의 폴더 안에 있는 .chang만 열 수 있습니다.",
        f"“{shown}”: only a .chang in the folder of the opened song can be opened.",
    )
