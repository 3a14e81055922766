"""Reading songs while they are typed: one at a time, in a thread of its own, never in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lsprotocol import types as lsp

from pychang.lsp.desk import Desk, uri_of
from pychang.lsp.document import Analysis

Result = TypeVar("Result")


@dataclass(frozen=True)
class Version:
    """A song's text at one moment."""

    path: Path
    text: str
    number: int

    @property
    def uri(self) -> str:
        return uri_of(self.path)


class Reader:
    """All songs that are open, as one desk: a song that includes another sees what is typed there."""

    def __init__(self) -> None:
        self._desk = Desk()
        self._thread = ThreadPoolExecutor(1, "reader")

    async def read(self, version: Version, then: Callable[[Analysis], Result]) -> Result:
        """What `then` makes of the reading, in the reader's thread."""
        return await self._run(lambda: then(self._analysis(version)))

    async def dependents(self, path: Path) -> list[str]:
        """The songs that include the one at `path`, which are to be read again."""
        return await self._run(lambda: self._forget_dependents(path))

    async def forget(self, path: Path) -> None:
        """A file that the song is made of has changed: read it again."""
        await self._run(lambda: self._desk.forget(uri_of(path)))

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, job: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def _analysis(self, version: Version) -> Analysis:
        uri = version.uri
        document = self._desk.documents.get(uri)
        if document is None:
            self._desk.open(uri, version.text, version.number)
        elif document.version != version.number or document.text != version.text:
            document.change([lsp.TextDocumentContentChangeWholeDocument(version.text)], version.number)
            self._desk.forget(uri)
        return self._desk.analysis(uri)

    def _forget_dependents(self, path: Path) -> list[str]:
        found = self._desk.dependents(path)
        for uri in found:
            self._desk.forget(uri)
        return found
