"""Waiting until a file is saved.

An event of the system only wakes: what has changed is seen in the files themselves, so that a save by
renaming, a file that goes and comes back, and an event lost between two subscriptions are all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Stamp = tuple[int, int, int] | None
"""What changes when a file is written anew: inode, size, time; None: it is not there."""

DEBOUNCE_MS, STEP_MS = 50, 20  # an editor's save is several events
LOOK_MS = 1000  # where the system tells nothing (network disks), files are looked at this often


def stamp(path: Path) -> Stamp:
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: stamp(path) for path in paths}


def folders(paths: Iterable[Path]) -> frozenset[tuple[Path, Stamp]]:
    """The folders in which these files, or what links to them, are or will be; and which folders those are.

    Of a folder that is not there, the nearest above it that is.
    """
    found: set[tuple[Path, Stamp]] = set()
    for path in paths:
        for one in {Path(os.path.abspath(path)), Path(os.path.realpath(path))}:
            folder = next((above for above in one.parents if above.is_dir()), None)
            if folder is not None:
                found.add((folder, (os.stat(folder).st_ino, 0, 0)))
    return frozenset(found)


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


def _events(here: frozenset[tuple[Path, Stamp]]) -> Iterator[None]:
    import time

    from watchfiles import watch

    yield None  # what happened before the subscription began is looked for too
    try:
        for _ in watch(
            *(folder for folder, _ in here),
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            recursive=False,
            ignore_permission_denied=True,
        ):
            yield
    except OSError:  # a folder that has just gone, or a system without room for more subscriptions
        time.sleep(LOOK_MS / 1000)
        yield
