"""A sound file to mix under the voices, in any format, rate and number of channels that libsndfile reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from pychang.diagnostic import Text, Unusable
from pychang.sound.level import Block, amplitude
from pychang.sound.mix import Piece

_BLOCK = 1 << 16  # frames


class BackingError(Unusable):
    """A backing file that cannot be used."""


def backing_rate(path: Path) -> int:
    """Samples a second; BackingError if the file is no sound."""
    try:
        return soundfile.info(str(path)).samplerate
    except (soundfile.LibsndfileError, OSError, RuntimeError) as why:
        raise _unusable(path, why) from why


def backing_pieces(path: Path, start: int, gain_db: float, sample_rate: int) -> Iterator[Piece]:
    """The file at `sample_rate` in stereo pieces from sample `start` on; what lies before 0 is left out."""
    place = start
    for block in resampled(_stereo(path), backing_rate(path), sample_rate):
        cut = min(max(-place, 0), len(block))
        if cut < len(block):
            yield Piece(place + cut, place + cut, block[cut:], amplitude(gain_db))
        place += len(block)


def resampled(blocks: Iterator[Block], from_rate: int, to_rate: int) -> Iterator[Block]:
    """The same sound at another rate, block by block: (frames, 2) each."""
    if from_rate == to_rate:
        yield from blocks
        return
    import soxr

    stream = soxr.ResampleStream(from_rate, to_rate, 2, dtype="float32")
    for block in blocks:
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True)


def _stereo(path: Path) -> Iterator[Block]:
    """Left and right: the first two channels, or the only one on both sides.

    A sample that is no number, which files in floats may have, is none: it would silence what follows it.
    """
    try:
        with soundfile.SoundFile(str(path)) as file:
            for block in file.blocks(_BLOCK, dtype="float32", always_2d=True):
                both = block[:, [0, min(1, block.shape[1] - 1)]]
                yield np.nan_to_num(both, nan=0.0, posinf=0.0, neginf=0.0)
    except (soundfile.LibsndfileError, OSError, RuntimeError) as why:
        raise _unusable(path, why) from why


def _unusable(path: Path, why: Exception) -> BackingError:
    reason = getattr(why, "error_string", None) or str(why)
    return BackingError(
        Text(f"반주를 읽을 수 없습니다: {path}: {reason}", f"cannot read the backing: {path}: {reason}")
    )
