"""One open tab: what it is told, in order, by whoever has something to tell."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from pychang.diagnostic import Text

MOST_WAITING = 64_000_000  # characters; a tab that sleeps and is told more comes back later, and reads anew
LAGS = 4408
_LONE = re.compile("[\ud800-\udfff]")


def written(message: Mapping[str, Any]) -> str:
    """A message as JSON that can be sent."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(message) if _LONE.search(text) else text


class Tab:
    """All of it belongs to the event loop; `closes` is why the server ends the connection, if it does."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.auto = True  # whether it would have stale phrases sung unasked
        self.voices: list[dict[str, Any]] = []  # those there were when it came
        self.closes: int | None = None
        self._waiting: asyncio.Queue[str | None] = asyncio.Queue()
        self._size = 0

    def greet(self, hello: Mapping[str, Any]) -> None:
        """Speak the tab's language, and do as it would have it."""
        self.language = "ko" if hello.get("language") == "ko" else "en"
        self.auto = hello.get("auto", True) is True

    def tell(self, kind: str, **message: Any) -> None:
        self.send(written({"type": kind, **message}))

    def trouble(self, why: Text) -> None:
        self.tell("trouble", why=why.say(self.language))

    def send(self, text: str) -> None:
        """A message that is JSON already."""
        if self.closes is not None:
            return
        self._size += len(text)
        if self._size > MOST_WAITING:
            self.close(LAGS)
        else:
            self._waiting.put_nowait(text)

    def close(self, code: int) -> None:
        """End the connection, when it has been told what waits."""
        self.closes = code
        self._waiting.put_nowait(None)

    async def messages(self) -> AsyncIterator[str]:
        while (text := await self._waiting.get()) is not None:
            self._size -= len(text)
            yield text
