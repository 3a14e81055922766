"""Waiting until a file is saved.

An event of the system only wakes: what has changed is seen in the files themselves, so that a save by
renaming, a file that goes and comes back, and an event lost between two subscriptions are all the same.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

Stamp = tuple[int, int, int] | None
"""What changes when a file is written anew: inode, size, time; None: it is not there."""

DEBOUNCE_MS, STEP_MS = 50, 20  # an editor's save is several events
LOOK_MS = 1000  # where the system tells nothing (network disks), files are looked at this often
HOW: dict[str, Any] = {
    "watch_filter": None,
    "debounce": DEBOUNCE_MS,
    "step": STEP_MS,
    "rust_timeout": LOOK_MS,
    "yield_on_timeout": True,
    "recursive": False,
    "ignore_permission_denied": True,
}
"""How `watchfiles` is asked for events, here and in the editor."""


def stamp(path: Path) -> Stamp:
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: stamp(path) for path in paths}


Folder = tuple[Path, int]
"""A folder, and which it is: one that was removed and made again is another."""


def folders(paths: Iterable[Path]) -> frozenset[Folder]:
    """The folders in which these files, or what they link to, are or will be.

    Of a folder that is not there, the nearest above it that is.
    """
    found: set[Folder] = set()
    for path in paths:
        with suppress(OSError, ValueError):  # a name that no file can have
            for one in {Path(os.path.abspath(path)), Path(os.path.realpath(path))}:
                found |= set(islice(_folders_above(one), 1))
    return frozenset(found)


def _folders_above(path: Path) -> Iterator[Folder]:
    """Those that are there, the nearest first."""
    for folder in path.parents:
        with suppress(OSError, ValueError):
            state = os.stat(folder)
            if stat.S_ISDIR(state.st_mode):
                yield folder, state.st_ino


def woken(paths: Callable[[], Iterable[Path]]) -> Iterator[None]:
    """Whenever something may have happened to the files that `paths` names at that moment; for ever.

    Subscribes anew when their folders are others.
    """
    while True:
        here = folders(paths())
        for _ in _events(here):
            yield
            if folders(paths()) != here:
                break


def _events(here: frozenset[Folder]) -> Iterator[None]:
    from watchfiles import watch

    yield None  # what happened before the subscription began is looked for too
    try:
        for _ in watch(
            *(folder for folder, _ in here),
            **HOW,
        ):
            yield
    except (OSError, RuntimeError):  # a folder that has just gone, or no room for more subscriptions
        time.sleep(LOOK_MS / 1000)
        yield
