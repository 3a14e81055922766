"""Runs the server until somebody stops it, or, if asked, until the last tab has gone."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from pychang.editor.address import Address
from pychang.editor.app import make_app
from pychang.editor.own_state import own_token, state_folder
from pychang.editor.room_socket import LONGEST_MESSAGE
from pychang.editor.rooms import Rooms
from pychang.editor.song_names import SongNames
from pychang.world import World

if TYPE_CHECKING:
    from pychang.editor.stage import Stage

PATIENCE_S = 120  # with a tab whose machine is busy, or slept
GRACE_S = 2  # for what is being answered when the server is stopped


class Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._has_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._has_started()


def serve(
    song: Path, listening: socket.socket, address: Address, once: bool, started: Callable[[str], None]
) -> Mapping[str, bool]:
    """Serve a song's folder at a socket that listens; `started` is told the page's address.

    Returns, after Ctrl-C or the last tab's end, what `Rooms.unsaved` says. InUse if another server has the
    song.
    """
    state = state_folder()
    token = own_token(state)

    def end() -> None:
        server.should_exit = True

    names, world = SongNames(song), _world()
    url_of = partial(address.url, token=token)
    rooms = Rooms(names, state, world, partial(make_stage, world), url_of, end if once else None)
    rooms.journal(names.opened.name)
    config = uvicorn.Config(
        make_app(rooms, address, token),
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=LONGEST_MESSAGE,
        ws_ping_timeout=PATIENCE_S,
        ws_per_message_deflate=False,  # it does not leave this machine
        timeout_graceful_shutdown=GRACE_S,
        lifespan="on",
    )
    server = Server(config, lambda: started(url_of(names.opened.name)))
    with suppress(KeyboardInterrupt):  # Ctrl-C, after everything has been put away
        server.run(sockets=[listening])
    return rooms.unsaved


def make_stage(world: World, tell: Callable[[Mapping[str, object]], None]) -> Stage:
    from pychang.editor.stage import Stage

    return Stage(world, tell)


def _world() -> World:
    from pychang.cache import SoundCache

    return World(SoundCache())
