"""The sound of phrases, kept from one build to the next.

A file a phrase, named by what it sings (`singing.key_of`). A file is there whole or not at all, carries a
checksum of what it holds, and is dropped when that is not right; so builds may run side by side, be killed,
or share a disk that fails, and none sings a stale or damaged sound. When the cache is full, what was not
used for longest goes.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.whole import UNFINISHED, write_whole

if TYPE_CHECKING:
    import numpy as np

FOLDER_VARIABLE, SIZE_VARIABLE = "PYCHANG_CACHE_DIR", "PYCHANG_CACHE_MB"
DEFAULT_MB = 1024
_MAGIC = b"pychang1"
_HEAD = struct.Struct("<8s32sq")
_OLD_S = 3600  # an unfinished file of another build that is older than this is a killed one's


@dataclass(frozen=True)
class PhraseSound:
    """samples: float32 (samples,); the first stands `lead` samples after the phrase's zero."""

    lead: int
    samples: np.ndarray


def cache_folder() -> Path:
    """The user's cache folder for PyChang, or the one that `PYCHANG_CACHE_DIR` names."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("pychang", appauthor=False)


def cache_limit() -> int:
    """In bytes: `PYCHANG_CACHE_MB`, or 1 GB."""
    try:
        return max(int(os.environ[SIZE_VARIABLE]), 0) * 2**20
    except (KeyError, ValueError):
        return DEFAULT_MB * 2**20


class SoundCache:
    """The phrases in a folder. A disk that cannot be read or written makes singing slower, never wrong."""

    def __init__(self, folder: Path | None = None, limit: int | None = None) -> None:
        self.folder = (folder or cache_folder()) / "phrases"
        self.limit = cache_limit() if limit is None else limit

    def has(self, key: str) -> bool:
        """Whether there is a sound of that key; `get` may still find that it is damaged."""
        try:
            return self._path(key).is_file()
        except OSError:
            return False

    def get(self, key: str) -> PhraseSound | None:
        """The sound that was kept under `key`; a damaged one is dropped."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        sound = _unpacked(data)
        with suppress(OSError):
            if sound is None:
                path.unlink()
            else:
                os.utime(path)  # used just now
        return sound

    def put(self, key: str, sound: PhraseSound) -> None:
        """Keep a sound, if the disk will have it."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _packed(sound))

    def trim(self) -> None:
        """Drop what was not used for longest, down to the limit, and what a killed build left over."""
        kept: list[tuple[float, int, Path]] = []
        for path in self._files():
            with suppress(OSError):
                state = path.stat()
                if path.suffix != UNFINISHED:
                    kept.append((state.st_mtime, state.st_size, path))
                elif time.time() - state.st_mtime > _OLD_S:
                    path.unlink()
        size = sum(bytes_ for _, bytes_, _ in kept)
        for _, bytes_, path in sorted(kept):
            if size <= self.limit:
                break
            with suppress(OSError):
                path.unlink()
            size -= bytes_

    def clear(self) -> None:
        """Drop everything; OSError if the disk will not."""
        for path in self._files():
            path.unlink(missing_ok=True)

    def usage(self) -> tuple[int, int]:
        """How many phrases there are, and how many bytes they take."""
        sizes: list[int] = []
        for path in self._files():
            with suppress(FileNotFoundError):  # another build has just dropped it
                sizes.append(path.stat().st_size)
        return len(sizes), sum(sizes)

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*/*") if path.is_file())

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _packed(sound: PhraseSound) -> bytes:
    samples = sound.samples.astype("<f4", copy=False).tobytes()
    return _HEAD.pack(_MAGIC, _checksum(sound.lead, samples), sound.lead) + samples


def _unpacked(data: bytes) -> PhraseSound | None:
    """None for anything but a whole, undamaged file of ours."""
    import numpy as np

    if len(data) < _HEAD.size or (len(data) - _HEAD.size) % 4:
        return None
    magic, checksum, lead = _HEAD.unpack_from(data)
    samples = memoryview(data)[_HEAD.size :]
    if magic != _MAGIC or checksum != _checksum(lead, samples):
        return None
    return PhraseSound(lead, np.frombuffer(samples, "<f4"))


def _checksum(lead: int, samples: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(struct.pack("<q", lead))
    digest.update(samples)
    return digest.digest()
