"""The file of a song that is open: what it held when it was last loaded or saved, and what it holds now.

Whether it has changed is seen in its content, not in its time. All of this waits for the disk: for threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.editor.disk_text import NOTHING, DiskText, read_disk, write_disk
from pychang.language.wording import why_not


@dataclass(frozen=True)
class Base:
    """What the file held; `text` is None if there was no file, or if only its digest is known."""

    digest: str
    disk: DiskText | None

    @classmethod
    def of(cls, disk: DiskText | None) -> Base:
        return cls(disk.digest if disk else NOTHING, disk)

    @property
    def text(self) -> str | None:
        return self.disk.text if self.disk else None


@dataclass(frozen=True)
class Written:
    """The text is on the disk, and this is what it was written as."""

    base: Base


@dataclass(frozen=True)
class Conflict:
    """Another program has written the file meanwhile; nothing was written."""

    disk: DiskText


@dataclass(frozen=True)
class NotWritten:
    """The disk will not have it."""

    why: Text


def save(path: Path, text: str, base: Base, over: bool) -> Written | Conflict | NotWritten:
    """Write `text`, unless the file is another than `base`; a file that has gone is written again."""
    try:
        disk = read_disk(path)
        if disk is not None and disk.digest != base.digest and not over:
            return _conflict(disk, text, base)
        data = (base.disk or disk or DiskText(b"")).with_text(text)
        if disk is None or disk.data != data:
            write_disk(path, data)
        return Written(Base.of(DiskText(data)))
    except OSError as failure:
        return NotWritten(why_not(failure))


def _conflict(disk: DiskText, text: str, base: Base) -> Written | Conflict:
    """None at all if the other program has written the same text."""
    same = disk.is_song and (base.disk or disk).with_text(text) == disk.data
    return Written(Base.of(disk)) if same else Conflict(disk)


def load(path: Path) -> DiskText | None:
    """The song on the disk; None if there is none. Unusable if it is no song's text or cannot be read."""
    try:
        disk = read_disk(path)
    except OSError as failure:
        raise Unusable(why_not(failure)) from None
    if disk is not None and not disk.is_song:
        raise Unusable(_no_song(path, disk.data))
    return disk


def _no_song(path: Path, data: bytes) -> Text:
    """What the language has against these bytes."""
    from pychang.language import decode

    _, mistakes = decode(path.name, data)
    said = [text for one in mistakes for text in (one.message, *one.hints)]
    return Text(*(" ".join((f"{path.name}:", *sentences)) for sentences in zip(*said, strict=True)))
