"""What the page asks for over HTTP; see the end of protocol.ts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import anyio.to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from pychang.diagnostic import Text, Unusable
from pychang.editor.guard import language_of
from pychang.editor.log import told_bug
from pychang.editor.room import Room
from pychang.editor.rooms import Rooms
from pychang.editor.song_names import NoSong
from pychang.language.wording import why_not

MOST_AT_ONCE = 4  # jobs that wait for the disk or compute
FOR_EVER = "private, max-age=31536000, immutable"  # a key names all that a sound depends on
OK, NOT_FOUND, CONFLICT, UNPROCESSABLE, GONE_AWAY, OUR_BUG = 200, 404, 409, 422, 499, 500
SOUND = "application/octet-stream"
Result = TypeVar("Result")


class Routes:
    """The endpoints; `limit` is how much is done at once."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._limit = anyio.CapacityLimiter(MOST_AT_ONCE)

    async def sound(self, request: Request) -> Response:
        room = await self._room(request)
        asked: Future[Any] = await self._in_thread(room.stage.ask, request.path_params["key"])
        heard = await asyncio.wrap_future(asked)
        headers = {"X-Lead": str(heard.lead), "X-Rate": str(heard.rate), "Cache-Control": FOR_EVER}
        return Response(await self._in_thread(heard.tobytes), media_type=SOUND, headers=headers)

    async def phrase(self, request: Request) -> Response:
        room = await self._room(request)
        return _data(await self._in_thread(room.stage.sung, request.path_params["key"]))

    async def voice(self, request: Request) -> Response:
        room = await self._room(request)
        return _data(await self._in_thread(room.stage.card, request.path_params["name"]))

    async def model(self, request: Request) -> Response:
        room = await self._room(request)
        data = await self._in_thread(room.stage.model, request.path_params["name"])
        return Response(data, media_type=SOUND)

    async def backing(self, request: Request) -> Response:
        """All of it, in pieces; nothing at all if the song has none."""
        room = await self._room(request)
        pieces = await self._in_thread(room.stage.backing)
        if pieces is None:
            return Response(b"", media_type=SOUND)
        first = await self._in_thread(next, pieces, b"")  # what is wrong with the file is seen here

        async def whole() -> Any:
            piece = first
            while piece:
                yield piece
                piece = await self._in_thread(next, pieces, b"")

        return StreamingResponse(whole(), media_type=SOUND)

    async def imported(self, request: Request) -> Response:
        from pychang.editor.imports import imported

        name, data = request.query_params.get("name", ""), await request.body()
        found = await self._in_thread(imported, name, data, _language(request))
        return _data(found, UNPROCESSABLE if "why" in found else OK)

    async def exported(self, request: Request) -> Response:
        """The text as it is now, as a file to keep."""
        from pychang.editor.exports import exported

        room, name = await self._room(request), request.path_params["name"]
        reading = await self._rooms.reader.read(room.version, lambda analysis: analysis.reading)
        made = await self._in_thread(exported, reading, name, self._rooms.world)
        done = BackgroundTask(made.path.unlink, missing_ok=True)
        return FileResponse(made.path, media_type=made.media_type, filename=name, background=done)

    async def _room(self, request: Request) -> Room:
        name = request.query_params.get("song") or self._rooms.names.opened.name
        return await self._rooms.open(name)

    async def _in_thread(self, job: Callable[..., Result], *arguments: Any) -> Result:
        return await anyio.to_thread.run_sync(job, *arguments, abandon_on_cancel=True, limiter=self._limit)


Endpoint = Callable[[Request], Awaitable[Response]]


def answering(endpoint: Endpoint) -> Endpoint:
    """The endpoint, given up when the page does not wait any more, with its failures as answers."""

    async def answer(request: Request) -> Response:
        await request.body()  # so that what comes next is that the page has gone
        working = asyncio.ensure_future(endpoint(request))
        leaving = asyncio.ensure_future(request.receive())
        try:
            await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                return Response(status_code=GONE_AWAY)
            return working.result()
        except Exception as failure:
            return _failed(failure, _language(request))
        finally:
            working.cancel()
            leaving.cancel()

    return answer


def _failed(failure: Exception, language: str) -> Response:
    from pychang.editor.singer import NoSuchPhrase

    match failure:
        case NoSuchPhrase():
            status, why = CONFLICT, _NO_PHRASE
        case NoSong() | KeyError():
            status, why = NOT_FOUND, _NO_SUCH
        case Unusable():
            status, why = UNPROCESSABLE, failure.text
        case OSError():
            status, why = UNPROCESSABLE, why_not(failure)
        case _:
            status, why = OUR_BUG, told_bug(failure)
    return JSONResponse({"why": why.say(language)}, status)


def _language(request: Request) -> str:
    return request.query_params.get("language") or language_of(request.scope)


def _data(found: Any, status: int = OK) -> Response:
    return JSONResponse(found, status, headers={"Cache-Control": "no-store"})


_NO_PHRASE = Text("그사이 노래가 바뀌었습니다.", "The song has changed meanwhile.")
_NO_SUCH = Text("그런 것은 없습니다.", "There is no such thing.")
