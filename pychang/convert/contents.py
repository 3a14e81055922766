"""The bytes of somebody's file, not more of them than a song can have."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong

MOST_BYTES = 64 * 1024 * 1024


def contents(path: Path) -> bytes:
    """All of a file. Wrong if it is empty, or far larger than any song; OSError."""
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if not data:
        raise Wrong("score", path, _EMPTY, _EXPORT)
    if len(data) > MOST_BYTES:
        raise Wrong("score", path, _TOO_LARGE, _EXPORT)
    return data


_EMPTY = Text("빈 파일입니다.", "the file is empty.")
_TOO_LARGE = Text(
    f"{MOST_BYTES >> 20} MB보다 큽니다. 노래 한 곡의 악보가 아닌 듯합니다.",
    f"larger than {MOST_BYTES >> 20} MB: this is not likely to be the score of one song.",
)
_EXPORT = Text("악보 프로그램에서 다시 내보내세요.", "Export it once more from the score editor.")
