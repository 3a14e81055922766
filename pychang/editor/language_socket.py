"""`/lsp`: the language server that editors on the desktop have, one a tab, over a WebSocket.

They all live in a thread with an event loop of its own, since they read songs in their event loop: a long one
would hold up the keys of all tabs. Messages are bare JSON, one a frame.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

if TYPE_CHECKING:
    from pychang.lsp.server import Server

INVALID_PARAMS = -32602
MOST_WAITING = 1_000  # messages to a tab that does not take them


class Writer:
    """What a language server writes to: a function, until it is closed."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write: Callable[[bytes], None] | None = write

    def write(self, data: bytes) -> None:
        if self._write is not None:
            self._write(data)

    def close(self) -> None:
        self._write = None


class Languages:
    """All language servers of the tabs, in their thread."""

    def __init__(self) -> None:
        logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what a page says wrongly is answered there
        self._loop = asyncio.new_event_loop()
        self._servers: dict[object, Server] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, name="languages", daemon=True)
        self._thread.start()

    async def serve(self, socket: WebSocket) -> None:
        """One tab's, until it is gone or says `exit`."""
        await socket.accept()
        loop = asyncio.get_running_loop()
        outgoing: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)

        def put(data: bytes) -> None:
            with suppress(asyncio.QueueFull):
                outgoing.put_nowait(data.decode())

        def write(data: bytes) -> None:
            with suppress(RuntimeError):  # the tab's loop has ended
                loop.call_soon_threadsafe(put, data)

        tab = object()
        self._do(self._begin, tab, write)
        sending = asyncio.create_task(_send(socket, outgoing))
        try:
            await self._hear(socket, tab)
        finally:
            sending.cancel()
            self._do(self._end, tab)

    async def _hear(self, socket: WebSocket, tab: object) -> None:
        while (frame := await socket.receive())["type"] == "websocket.receive":
            try:
                message = json.loads(frame.get("text") or "")
            except (ValueError, RecursionError):
                continue
            if isinstance(message, dict) and message.get("method") == "exit":
                await socket.close()  # pygls would end the process
                return
            if isinstance(message, dict):
                self._do(self._handle, tab, message)

    def changed_on_disk(self, path: Path) -> None:
        """A file that songs are made of has changed."""
        self._do(self._changed_on_disk, path)

    def close(self) -> None:
        self._do(self._loop.stop)
        self._thread.join(2)

    # ── in the thread ────────────────────────────────────────────────────────────────────────────

    def _do(self, job: Callable[..., Any], *arguments: Any) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(job, *arguments)

    def _begin(self, tab: object, write: Callable[[bytes], None]) -> None:
        from pychang.lsp.server import make_server

        server = make_server()
        server.protocol.set_writer(Writer(write), include_headers=False)
        self._servers[tab] = server

    def _handle(self, tab: object, message: dict[str, Any]) -> None:
        server = self._servers.get(tab)
        if server is None:
            return
        protocol = server.protocol
        try:
            protocol.handle_message(protocol.structure_message(message))
        except Exception:  # a message that is none of the protocol's
            if "id" in message and "method" in message:
                error = {"code": INVALID_PARAMS, "message": "Invalid Params"}
                answer = {"jsonrpc": "2.0", "id": message["id"], "error": error}
                protocol.writer.write(json.dumps(answer).encode())

    def _end(self, tab: object) -> None:
        server = self._servers.pop(tab, None)
        if server is not None:
            server.protocol.writer.close()
            for uri in list(server.desk.documents):
                server.desk.close(uri)
            server.shutdown()

    def _changed_on_disk(self, path: Path) -> None:
        for server in self._servers.values():
            server.changed_on_disk([path])


async def _send(socket: WebSocket, outgoing: asyncio.Queue[str | None]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError, OSError):
        while True:
            await socket.send_text(await outgoing.get())
