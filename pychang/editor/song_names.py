"""Which songs a page may name: those in the folder of the song that was opened, and below it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

SUFFIX = ".chang"
LONGEST = 400


class NoSong(Exception):
    """A name that means no song that may be opened."""


class SongNames:
    """The folder of `opened`, and the songs in it by name; `opened` itself may be a link to anywhere."""

    def __init__(self, opened: Path) -> None:
        self.folder = opened.absolute().parent
        self.opened = self.folder / opened.name

    def path(self, name: str) -> Path:
        """The song's path; NoSong for what is none, or lies elsewhere, by whatever way."""
        if name == self.opened.name:
            return self.opened
        if not _is_plain(name):
            raise NoSong(name)
        path = self.folder.joinpath(*PurePosixPath(name).parts)
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, ValueError, RuntimeError) as why:
            raise NoSong(name) from why
        if not inside:
            raise NoSong(name)
        return path


def _is_plain(name: str) -> bool:
    """Whether it is a relative path of printable names on every system, to a song, and nowhere upwards."""
    parts = name.split("/")
    return (
        len(name) <= LONGEST
        and name.lower().endswith(SUFFIX)
        and name.isprintable()
        and "\\" not in name
        and not PureWindowsPath(name).drive
        and ":" not in name
        and not PureWindowsPath(name).is_reserved()
        and all(part.strip(". ") and part == part.rstrip(". ") for part in parts)
    )
