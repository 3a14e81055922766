"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".part"  # how a file is named that is not whole yet


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; it becomes `path` at the end, or goes if there is an error.

    A link stays a link, and a file that was there keeps its permissions. OSError as the system gives it, with
    the name that the user knows.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    unfinished = target.with_name(f".{target.stem[:40]}.{os.getpid()}-{secrets.token_hex(4)}{UNFINISHED}")
    try:
        open(str(unfinished), "xb").close()
        yield unfinished
        if target.exists():
            unfinished.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(unfinished, target)
    except OSError as failure:
        if failure.filename == str(unfinished):
            failure.filename = str(path)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` into a file. OSError."""
    with whole_or_nothing(path) as unfinished:
        unfinished.write_bytes(data)
