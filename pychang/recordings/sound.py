"""The sound of a recording as one channel, whatever format, rate and channels it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from pychang.diagnostic import Text
from pychang.finding import Wrong

_BLOCK = 1 << 16  # frames
_SHORTFALL = 0.99  # of the frames that the file promises; with fewer it has been cut off


def read_mono(path: Path, sample_rate: int) -> np.ndarray:
    """The mean of all channels at `sample_rate`: float32, shape (round(duration * sample_rate),).

    Beside the result it takes no more memory for an hour than for a second. Wrong if there is no sound in
    the file or it breaks off; OSError if the file cannot be opened.
    """
    import soxr

    own_rate, frames = _shape(path)
    wanted = max(1, round(frames * sample_rate / own_rate))
    sound = np.zeros(wanted, np.float32)
    stream = soxr.ResampleStream(own_rate, sample_rate, 1, dtype="float32")
    place = 0
    for block, last in _blocks(path, frames):
        if own_rate != sample_rate:
            block = stream.resample_chunk(block, last=last)
        block = block[: wanted - place]
        sound[place : place + len(block)] = block
        place += len(block)
    return sound


def duration_s(path: Path) -> float:
    """Seconds that the sound lasts, by its header. Wrong if there is none; OSError."""
    sample_rate, frames = _shape(path)
    return frames / sample_rate


def check_sound(path: Path) -> float:
    """Seconds that the sound lasts; Wrong if it is empty or its end cannot be read. OSError."""
    _, frames = _shape(path)
    try:
        with soundfile.SoundFile(str(path)) as file:
            file.seek(max(0, frames - _BLOCK))
            read = len(file.read(dtype="float32", always_2d=True))
    except (soundfile.LibsndfileError, RuntimeError) as why:
        raise _broken(path, why) from why
    if read < min(frames, _BLOCK) * _SHORTFALL:
        raise _cut_off(path)
    return duration_s(path)


def _shape(path: Path) -> tuple[int, int]:
    """Samples a second, and frames."""
    open(path, "rb").close()  # an OSError tells more than libsndfile does
    if not path.stat().st_size:
        raise Wrong("empty-sound", path, _EMPTY, _RECORD_AGAIN)
    try:
        info = soundfile.info(str(path))
    except (soundfile.LibsndfileError, RuntimeError) as why:
        raise _broken(path, why) from why
    if info.frames <= 0:
        raise Wrong("empty-sound", path, _EMPTY, _RECORD_AGAIN)
    return info.samplerate, info.frames


def _blocks(path: Path, frames: int) -> Iterator[tuple[np.ndarray, bool]]:
    """Stretches of the channels' mean, and whether each is the last. A sample that is no number is 0."""
    done = 0
    try:
        with soundfile.SoundFile(str(path)) as file:
            for block in file.blocks(_BLOCK, dtype="float32", always_2d=True):
                done += len(block)
                mono = np.nan_to_num(block.mean(axis=1), nan=0.0, posinf=0.0, neginf=0.0)
                yield mono, done >= frames
    except (soundfile.LibsndfileError, RuntimeError) as why:
        raise _broken(path, why) from why
    if done < frames * _SHORTFALL:
        raise _cut_off(path)


def _broken(path: Path, why: Exception) -> Wrong:
    reason = (getattr(why, "error_string", None) or str(why)).rstrip(".")
    message = Text(f"소리를 읽을 수 없습니다({reason}).", f"the sound cannot be read ({reason}).")
    return Wrong("broken-sound", path, message, _RECORD_AGAIN)


def _cut_off(path: Path) -> Wrong:
    message = Text("소리가 중간에서 끊긴 파일입니다.", "the sound breaks off: the file has been cut short.")
    return Wrong("broken-sound", path, message, _RECORD_AGAIN)


_EMPTY = Text("소리가 들어 있지 않습니다.", "there is no sound in it.")
_RECORD_AGAIN = Text(
    "녹음 프로그램에서 WAV나 FLAC으로 다시 내보내거나, 다시 녹음하세요.",
    "Export it once more from the recorder as WAV or FLAC, or record it again.",
)
