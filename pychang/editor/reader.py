"""Reading songs while they are typed: one at a time, in a thread of its own, never in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pychang.lsp.desk import Desk
    from pychang.lsp.document import Analysis

Result = TypeVar("Result")


@dataclass(frozen=True)
class Version:
    """A song's text at one moment."""

    path: Path
    text: str
    number: int

    @cached_property
    def uri(self) -> str:
        from pychang.lsp.desk import uri_of

        return uri_of(self.path)


class Reader:
    """All songs that are open, as one desk: a song that includes another sees what is typed there.

    What reading needs is imported in the thread too, so that the page is served before that is done.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "reader")

    def warm_up(self) -> None:
        """Begin to load what the first song needs, before it is asked for."""
        self._thread.submit(_read_a_bar)

    @cached_property
    def _desk(self) -> Desk:
        from pychang.lsp.desk import Desk

        return Desk()

    async def read(self, version: Version, then: Callable[[Analysis], Result]) -> Result:
        """What `then` makes of the reading, in the reader's thread."""
        return await self._run(lambda: then(self._analysis(version)))

    async def dependents(self, path: Path) -> list[str]:
        """The songs that include the one at `path`, which are to be read again."""
        return await self._run(lambda: self._forget_dependents(path))

    async def forget(self, path: Path) -> None:
        """A file that the song is made of has changed: read it again."""
        await self._run(lambda: self._desk.forget(Version(path, "", 0).uri))

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, job: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def _analysis(self, version: Version) -> Analysis:
        from lsprotocol.types import TextDocumentContentChangeWholeDocument

        uri = version.uri
        document = self._desk.documents.get(uri)
        if document is None:
            self._desk.open(uri, version.text, version.number)
        elif document.version != version.number or document.text != version.text:
            document.change([TextDocumentContentChangeWholeDocument(version.text)], version.number)
            self._desk.forget(uri)
        return self._desk.analysis(uri)

    def _forget_dependents(self, path: Path) -> list[str]:
        found = self._desk.dependents(path)
        for uri in found:
            self._desk.forget(uri)
        return found


def _read_a_bar() -> None:
    from pychang.editor.roll import roll_of
    from pychang.lsp.desk import Desk

    desk = Desk()
    desk.open("untitled:", "| C4:1 |\n> 꽃\n")
    roll_of(desk.analysis("untitled:"))
