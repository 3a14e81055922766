"""A song as it is in the editor now, saved or not, as a file of any kind that `build` and `export` make."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.reading import Reading
from pychang.world import World

SOUNDS = {".wav": "audio/wav", ".flac": "audio/flac", ".ogg": "audio/ogg"}
_MEDIA_TYPES = {
    **SOUNDS,
    ".mid": "audio/midi",
    ".midi": "audio/midi",
    ".musicxml": "application/vnd.recordare.musicxml+xml",
    ".xml": "application/xml",
    ".mxl": "application/vnd.recordare.musicxml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    **dict.fromkeys((".lab", ".textgrid", ".lrc", ".srt"), "text/plain; charset=utf-8"),
}


@dataclass(frozen=True)
class Exported:
    """A temporary file, to be deleted by whoever asked for it, and what a browser calls its kind."""

    path: Path
    media_type: str


class NotSingable(Unusable):
    """The song has errors."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "악보에 오류가 있어 내보낼 수 없습니다. 빨간 줄이 그어진 곳을 먼저 고치세요.",
                "The song has errors and cannot be exported. Mend what is underlined in red first.",
            )
        )


def exported(reading: Reading, name: str, world: World) -> Exported:
    """The file called `name`, whose ending says what it is; sound comes from the cache where it can.

    NotSingable, UnknownEnding, VoiceError or another Unusable, with what to do; OSError.
    """
    ending = Path(name).suffix.lower()
    if not reading.can_be_sung:
        raise NotSingable
    write = _sound_writer(world) if ending in SOUNDS else _writer(name)
    handle, made = tempfile.mkstemp(ending, "pychang-")
    os.close(handle)
    path = Path(made)
    try:
        write(reading, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Exported(path, _MEDIA_TYPES.get(ending, "application/octet-stream"))


def _sound_writer(world: World) -> Callable[[Reading, Path], None]:
    """With the seal of `build`, which then finds that its sound is there already."""
    from pychang.compile import write_song
    from pychang.seal import seal_of

    return lambda reading, path: write_song(reading, path, seal_of(reading.score, reading.cast), world)


def _writer(name: str) -> Callable[[Reading, Path], None]:
    from pychang.convert.formats import writer_for
    from pychang.convert.outgoing import Outgoing

    write = writer_for(Path(name))
    return lambda reading, path: path.write_bytes(write(Outgoing(reading), path.suffix))
