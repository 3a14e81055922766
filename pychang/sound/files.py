"""Sound files, written block by block, there whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import soundfile

from pychang import __version__
from pychang.diagnostic import Text, Unusable
from pychang.seal import SHOWN, TAGS_BYTES, Seal, sound_digest
from pychang.sound.level import Block, pcm16
from pychang.whole import whole_or_nothing

# by the file's ending: format and encoding in libsndfile's words
FORMATS = {".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
_LEAST_FREE = 1 << 20  # bytes; a disk with fewer left is full
_MOST_AT_ONCE = 1 << 16  # samples


class UnknownFormat(Unusable):
    """The path ends in nothing that we can write."""

    def __init__(self, path: Path) -> None:
        endings = ", ".join(FORMATS)
        super().__init__(
            Text(
                f"{path}: 쓸 수 없는 소리 파일 형식입니다. 이름이 {endings} 가운데 하나로 끝나야 합니다.",
                f"{path}: no known kind of sound file; its name must end in one of {endings}.",
            )
        )


@dataclass(frozen=True)
class Tags:
    """What a player shows. Empty ones are left out."""

    title: str = ""
    artist: str = ""
    software: str = f"PyChang {__version__}"
    seal: Seal | None = None


def sound_format(path: Path) -> tuple[str, str]:
    """Format and encoding by the ending of `path`, in any case; UnknownFormat if there is none."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise UnknownFormat(path) from None


def write_sound(path: Path, blocks: Iterable[Block], sample_rate: int, tags: Tags | None = None) -> int:
    """Write `blocks`, float32 (samples,) or (samples, channels) within ±1; the samples written.

    The file takes its name only when it is complete: if the song stops in the middle, for
    whatever reason, an older file of that name is still there and nothing else is. UnknownFormat
    before anything is asked of `blocks`; OSError as the system gives it. A seal gets the hash of the samples,
    where the encoding keeps them.
    """
    kind, encoding = sound_format(path)
    stream = iter(blocks)
    with whole_or_nothing(path) as unfinished:
        first = next(stream, np.zeros(0, np.float32))
        channels = 1 if first.ndim == 1 else first.shape[1]
        digest = sound_digest(sample_rate, channels)
        written = 0
        with (
            _as_os_error(path),
            soundfile.SoundFile(unfinished, "w", sample_rate, channels, encoding, format=kind) as file,
        ):
            _put_tags(file, tags or Tags())
            for block in _short(chain([first], stream)):
                samples = pcm16(block) if encoding == "PCM_16" else block
                file.write(samples)
                digest.update(samples.astype("<i2", copy=False).tobytes() if encoding == "PCM_16" else b"")
                written += len(block)
        if tags and tags.seal and encoding == "PCM_16":
            _put_sound_hash(unfinished, tags.seal, digest.hexdigest()[:SHOWN])
        return written


def _short(blocks: Iterable[Block]) -> Iterator[Block]:
    """libsndfile's Vorbis encoder overruns its stack on blocks of a minute."""
    for block in blocks:
        for begin in range(0, len(block), _MOST_AT_ONCE):
            yield block[begin : begin + _MOST_AT_ONCE]


def _put_tags(file: soundfile.SoundFile, tags: Tags) -> None:
    """Before the sound, for a WAV's tags to stand in its head. libsndfile adds its own name to `software`."""
    for name in ("title", "artist", "software"):
        if value := getattr(tags, name):
            setattr(file, name, value)
    if tags.seal:
        file.comment = str(tags.seal)


def _put_sound_hash(path: Path, seal: Seal, sound: str) -> None:
    """Into the tag, which stands before the sound and so was written before there was a hash of it."""
    with open(path, "r+b") as file:
        place = file.read(TAGS_BYTES).find(str(seal).encode())
        if place >= 0:
            file.seek(place)
            file.write(str(replace(seal, sound=sound)).encode())


@contextmanager
def _as_os_error(path: Path) -> Iterator[None]:
    """libsndfile says `System error` where a disk is full: that, as what it is."""
    try:
        yield
    except soundfile.LibsndfileError as failure:
        is_full = shutil.disk_usage(path.resolve().parent).free < _LEAST_FREE
        raise OSError(errno.ENOSPC if is_full else errno.EIO, failure.error_string, str(path)) from failure
