"""Which files of a folder belong together: a sound, its score, its labels, all of one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOUNDS = (".wav", ".flac", ".ogg")
UNREAD_SOUNDS = (".mp3", ".m4a", ".aac", ".mp4", ".wma", ".opus", ".aif", ".aiff", ".caf", ".amr", ".3gp")
KINDS = {
    **dict.fromkeys(SOUNDS, "sounds"),
    **dict.fromkeys(UNREAD_SOUNDS, "unread_sounds"),
    **{".chang": "songs", ".mid": "midi", ".midi": "midi", ".txt": "lyrics", ".csv": "note_tables"},
    **{".lab": "labs", ".textgrid": "text_grids"},
}
DATA_SET_FOLDERS = {
    "wav": ("sounds",),
    "mid": ("midi",),
    "lyric": ("lyrics",),
    "csv": ("note_tables",),
    "lab": ("labs",),
    "textgrid": ("text_grids",),
}
"""The folders of the Children's Song Dataset; its `txt` has phonemes, which the tables have too."""


@dataclass(frozen=True)
class Files:
    """The files of one name, of each kind in order; the name is composed (NFC)."""

    name: str
    sounds: tuple[Path, ...] = ()
    unread_sounds: tuple[Path, ...] = ()
    songs: tuple[Path, ...] = ()
    midi: tuple[Path, ...] = ()
    lyrics: tuple[Path, ...] = ()
    note_tables: tuple[Path, ...] = ()
    labs: tuple[Path, ...] = ()
    text_grids: tuple[Path, ...] = ()

    @property
    def scores(self) -> tuple[Path, ...]:
        """What can say the notes, the one to be taken first; a text alone says none."""
        return self.note_tables + self.songs + self.midi

    @property
    def labels(self) -> tuple[Path, ...]:
        return self.text_grids + self.labs


def lay_out(folder: Path) -> tuple[Files, ...]:
    """What a folder has, by name. Files in a data set's folders count as if they stood together. OSError."""
    found: dict[str, dict[str, tuple[Path, ...]]] = {}
    for path, kind in _files(_root(folder)):
        kinds = found.setdefault(unicodedata.normalize("NFC", path.stem), {})
        kinds[kind] = (*kinds.get(kind, ()), path)
    return tuple(Files(name, **found[name]) for name in sorted(found))


def _root(folder: Path) -> Path:
    """Where the recordings are: of the data set as it is unpacked, the Korean half."""
    korean = folder / "korean"
    return korean if (korean / "wav").is_dir() and not (folder / "wav").is_dir() else folder


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(root.iterdir(), key=_by_name):
        kinds = DATA_SET_FOLDERS.get(path.name.lower(), ())
        if kinds and path.is_dir():
            inside = sorted(path.iterdir(), key=_by_name)
            yield from ((one, kind) for one in inside if (kind := _kind(one)) in kinds)
        elif kind := _kind(path):
            yield path, kind


def _kind(path: Path) -> str:
    """What a file is for, by its ending; "" for others, for folders, and for hidden files (`._X.wav`)."""
    return "" if path.name.startswith(".") or path.is_dir() else KINDS.get(path.suffix.lower(), "")


def _by_name(path: Path) -> tuple[str, str]:
    return unicodedata.normalize("NFC", path.name), path.name
