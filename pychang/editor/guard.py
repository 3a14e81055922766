"""What stands before every request: who may ask, how much may be sent, and what the browser is told.

A page of a stranger, open in the same browser, must not reach this server: neither by its own name made to
resolve here (the `Host` header), nor from its own origin, nor without the token; and what it would embed of
ours it cannot read.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from html import escape
from typing import Any
from urllib.parse import parse_qs

from pychang.diagnostic import Text
from pychang.editor.address import Address

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_IMPORT = 10_000_000  # bytes; an orchestral MusicXML file has a few million
LARGEST = 64 * 1024
MOST_DRAINED = 512 * 1024 * 1024  # read and thrown away, so that the browser comes to read why
IMPORT = "/import"
REFUSED, WRONG_HOST, NO_TOKEN, TOO_LARGE = 403, 421, 401, 413


class Guard:
    """`app`, guarded; paths that `is_open` need no token."""

    def __init__(self, app: App, address: Address, token: str, is_open: Callable[[str], bool]) -> None:
        self._app = app
        self._address = address
        self._token = token.encode()
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._why_not(scope, is_open=False) is not None:
            await receive()  # its "connect"
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _one(scope, b"host")
        send = _with_headers(send, _headers(host if self._address.is_ours(host) else ""))
        why_not = self._why_not(scope, self._is_open(scope["path"]))
        if why_not is not None:
            await refuse(scope, send, *why_not)
            return
        limit = LARGEST_IMPORT if scope["path"] == IMPORT else LARGEST
        body = await _body(receive, limit, _one(scope, b"content-length"))
        if body is None:
            await refuse(scope, send, TOO_LARGE, _TOO_LARGE)
            return
        await self._app(scope, _given(body, receive), send)

    def _why_not(self, scope: Scope, is_open: bool) -> tuple[int, Text] | None:
        host = _one(scope, b"host")
        if not self._address.is_ours(host):
            return WRONG_HOST, _WRONG_HOST
        origins = _all(scope, b"origin")
        if any(origin != f"http://{host}" for origin in origins):
            return REFUSED, _FOREIGN
        if not is_open and not self._knows_token(scope):
            return NO_TOKEN, _NO_TOKEN
        return None

    def _knows_token(self, scope: Scope) -> bool:
        query = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        given = [*_all(scope, b"x-pychang-token"), *query]
        return any(secrets.compare_digest(one.encode(), self._token) for one in given)


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def _one(scope: Scope, name: bytes) -> str:
    """The header's value; "" if it is not there, or there twice."""
    found = _all(scope, name)
    return found[0] if len(found) == 1 else ""


async def _body(receive: Receive, limit: int, announced: str) -> bytes | None:
    """What is sent, up to `limit` bytes; None if it is more, of which nothing is kept."""
    kept: list[bytes] = []
    size, is_more = 0, True
    too_large = len(announced) > len(str(limit)) or (announced.isdecimal() and int(announced) > limit)
    while is_more and size <= MOST_DRAINED:
        message = await receive()
        if message["type"] != "http.request":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        too_large = too_large or size > limit
        if too_large:
            kept.clear()
        else:
            kept.append(chunk)
        is_more = message.get("more_body", False)
    return None if too_large else b"".join(kept)


def _given(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives this body, and then what comes after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def language_of(scope: Scope) -> str:
    """What the page shows itself in, or else the browser."""
    asked = _one(scope, b"x-pychang-language") or _one(scope, b"accept-language")
    return "ko" if asked.lower().startswith("ko") else "en"


async def refuse(scope: Scope, send: Send, status: int, why: Text) -> None:
    """Answer with a reason: for the page to show, or as a page."""
    language = language_of(scope)
    is_page = scope["path"] == "/"
    kind = b"text/html; charset=utf-8" if is_page else b"application/json"
    body = one_sentence(why, language) if is_page else json.dumps({"why": why.say(language)})
    headers = [(b"content-type", kind), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def one_sentence(text: Text, language: str) -> str:
    """A page that says one thing."""
    return (
        f"<!doctype html><html lang={language}><meta charset=utf-8><title>PyChang</title>"
        "<meta name=viewport content='width=device-width'><style>:root{color-scheme:light dark}</style>"
        f"<p style='font:1.1rem/1.6 system-ui;margin:20vh auto;max-width:34rem'>{escape(text.say(language))}"
    )


def _headers(host: str) -> list[tuple[bytes, bytes]]:
    policy = "; ".join(POLICY).replace(" ws://HOST", f" ws://{host}" if host else "")
    return [(b"content-security-policy", policy.encode()), *HEADERS]


def _with_headers(send: Send, ours: Iterable[tuple[bytes, bytes]]) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", ()))
            names = {name.lower() for name, _ in given}
            message = {**message, "headers": [*given, *(one for one in ours if one[0] not in names)]}
        await send(message)

    return send_with


POLICY = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",  # the editor makes its style sheets itself
    "connect-src 'self' ws://HOST",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),  # the address holds the token
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),  # so that WebAssembly may have threads
    (b"cache-control", b"no-cache"),
)
_WRONG_HOST = Text(
    "이 서버의 주소가 아닙니다. 터미널에 나온 주소로 여세요.",
    "This is not the server's address. Open the one that the terminal shows.",
)
_FOREIGN = Text("다른 사이트에서 온 요청입니다.", "This request comes from another site.")
_NO_TOKEN = Text(
    "주소에 열쇠(token)가 없거나 다릅니다. 터미널에 나온 주소로 다시 여세요.",
    "The token in the address is missing or another one. Open the address that the terminal shows.",
)
_TOO_LARGE = Text(
    f"파일이 너무 큽니다. {LARGEST_IMPORT // 1_000_000} MB까지 가져올 수 있습니다.",
    f"The file is too large: up to {LARGEST_IMPORT // 1_000_000} MB can be brought in.",
)
