"""Text that is not saved yet, kept where a server that is killed and started again finds it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from pychang.whole import write_whole


@dataclass(frozen=True)
class Kept:
    """A text, and the digest of the file that it was made from (see `DiskText.digest`)."""

    text: str
    base: str


class Journal:
    """The unsaved text of one song: a file of its own, there whole or not at all."""

    def __init__(self, folder: Path, song: Path) -> None:
        self._song = os.path.realpath(song)
        name = hashlib.sha256(os.path.normcase(self._song).encode("utf-8", "surrogatepass")).hexdigest()
        self.path = folder / "unsaved" / f"{name[:32]}.json"

    def read(self) -> Kept | None:
        """What was kept; None if nothing was, or if it is damaged."""
        try:
            found = json.loads(self.path.read_bytes())
            kept = Kept(found["text"], found["base"])
            return kept if isinstance(kept.text, str) and found["song"] == self._song else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, kept: Kept) -> None:
        """OSError if the disk will not have it."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = {"song": self._song, "base": kept.base, "text": kept.text}
        write_whole(self.path, json.dumps(found).encode())

    def drop(self) -> None:
        """OSError if the disk will not."""
        self.path.unlink(missing_ok=True)
