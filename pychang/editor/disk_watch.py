"""Which files other programs have written, as soon as the system tells, or at the next look."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

from pychang.cli.watching import HOW, LOOK_MS, Folder, Stamp, folders, stamps


async def changes_on_disk(files: Callable[[], Iterable[Path]]) -> AsyncIterator[set[Path]]:
    """The files, among those that `files` names at that moment, that are others than at the last look.

    For ever. A file that is named for the first time counts as changed once: it may be since it was read.
    """
    known: dict[Path, Stamp] = {}
    async for _ in _woken(files):
        now = stamps(files())
        changed = {path for path, stamp in now.items() if path not in known or known[path] != stamp}
        known = now
        if changed:
            yield changed


async def _woken(files: Callable[[], Iterable[Path]]) -> AsyncIterator[None]:
    """Whenever something may have happened; subscribes anew when the folders are others."""
    while True:
        here = folders(files())
        async for _ in _events(here):
            yield
            if folders(files()) != here:
                break


async def _events(here: frozenset[Folder]) -> AsyncIterator[None]:
    from watchfiles import awatch

    yield None
    try:
        async for _ in awatch(
            *(folder for folder, _ in here),
            **HOW,
        ):
            yield None
    except (OSError, RuntimeError):  # a folder that has just gone, or no room for more subscriptions
        await asyncio.sleep(LOOK_MS / 1000)
        yield None
