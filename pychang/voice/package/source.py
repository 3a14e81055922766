"""The files of a voice, wherever they lie: in a folder, or in a zip."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from pychang.diagnostic import Text
from pychang.voice.error import broken

CARD, MODEL, WEIGHTS, PAGE = "voice.toml", "model.tflite", "weights.npz", "card.html"
LARGEST = {
    CARD: 2**16,
    MODEL: 2**26,
    WEIGHTS: 2**27,
    "training.toml": 2**18,
    "losses.csv": 2**24,
    "picture.png": 2**25,
    PAGE: 2**26,
}
"""All that travels with a voice, in the order in which it is written, and the bytes that each may have."""


def is_zip(where: Path) -> bool:
    """Whether a voice's path is that of a zip."""
    return where.suffix.lower() == ".zip" and where.is_file()


def card_file(where: Path) -> Path:
    """The file that is written anew when what the card says changes."""
    return where if is_zip(where) else where / CARD


def read_files(where: Path, names: Iterable[str] = LARGEST) -> dict[str, bytes]:
    """Those of a voice's files that are there, by name; VoiceError if one cannot be read."""
    wanted = {name: LARGEST[name] for name in names}
    if is_zip(where):
        from pychang.voice.package.archive import read_members

        return read_members(where, wanted, CARD)
    found = {name: _read(where / name, limit) for name, limit in wanted.items()}
    return {name: data for name, data in found.items() if data is not None}


def read_file(where: Path, name: str) -> bytes:
    """One of a voice's files; VoiceError if it is not there, too large, or cannot be read."""
    data = read_files(where, [name]).get(name)
    if data is None:
        raise broken(where / name, Text("그런 파일이 없습니다", "there is no such file"))
    return data


def _read(path: Path, limit: int) -> bytes | None:
    """None if there is no such file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise broken(path, Text("보통 파일이 아닙니다", "this is no ordinary file"))
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        return None
    except OSError as why:
        raise broken(path, Text(str(why.strerror), str(why.strerror))) from why
    if len(data) > limit:
        raise broken(path, Text("너무 큽니다", "it is too large"))
    return data
