"""One server a song: two would keep their unsaved text in the same place, and save over one another."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

from pychang.diagnostic import Text, Unusable

LONGEST_URL = 10_000
_BEHIND = 1 << 20  # the byte that is locked on Windows, where what is locked cannot be read
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class InUse(Unusable):
    """Another server has the song open, at `url`."""

    def __init__(self, name: str, url: str) -> None:
        self.url = url
        where = f": {url}" if url else "."
        super().__init__(
            Text(
                f"{name}은(는) 이미 열려 있습니다{where}",
                f"{name} is being edited already{where}",
            )
        )


class SongLock:
    """Held as long as its process lives, however that ends; where the disk knows no locks, by everyone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def take(self, name: str, url: str) -> None:
        """Take it, to be found at `url`; InUse if another process has it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except OSError:
            return
        try:
            _lock(file)
            file.truncate()
            file.write(url.encode())
            file.flush()
        except OSError as failure:
            if failure.errno in _HELD:
                with file:
                    raise InUse(name, file.read(LONGEST_URL).decode("utf-8", "replace")) from None
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: BinaryIO) -> None:
    """OSError if another has it."""
    if os.name == "nt":
        import msvcrt

        file.seek(_BEHIND)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
