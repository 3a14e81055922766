"""The server as one ASGI application: a guard before the page, the sockets and the data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from pychang.editor.address import Address
from pychang.editor.guard import IMPORT, Guard, language_of
from pychang.editor.language_socket import Languages
from pychang.editor.page_files import assets, is_asset, start_page
from pychang.editor.room_socket import serve_tab
from pychang.editor.rooms import Rooms
from pychang.editor.routes import Routes, answering

WARM_UP_S = 0.05  # after the server begins to listen: the page comes first


def make_app(rooms: Rooms, address: Address, token: str) -> Guard:
    """The application of the songs in `rooms`, for requests to `address`."""
    languages = Languages()
    rooms.on_other_file = languages.changed_on_disk

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().call_later(WARM_UP_S, rooms.reader.warm_up)
        yield
        await rooms.close()
        languages.close()

    async def room(socket: WebSocket) -> None:
        await serve_tab(socket, rooms)

    async def page(request: Request) -> Response:
        return start_page(language_of(request.scope))

    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/", page),
            WebSocketRoute("/room", room),
            WebSocketRoute("/lsp", languages.serve),
            *_data_routes(Routes(rooms)),
            Mount("/", assets()),
        ],
    )
    return Guard(app, address, token, is_open=is_asset)


def _data_routes(routes: Routes) -> list[Route]:
    return [
        Route("/sound/{key}", answering(routes.sound)),
        Route("/phrase/{key}", answering(routes.phrase)),
        Route("/voice/{name}", answering(routes.voice)),
        Route("/voice/{name}/model", answering(routes.model)),
        Route("/backing", answering(routes.backing)),
        Route("/export/{name}", answering(routes.exported)),
        Route(IMPORT, answering(routes.imported), methods=["POST"]),
    ]
