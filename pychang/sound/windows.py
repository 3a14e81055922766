"""A song of any length, seen through windows that each hold what their middle depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Frames = tuple[NDArray, ...]  # arrays with time last, equally long there


@dataclass(frozen=True)
class Window:
    """Frames `first .. first + n` of the song, to be used for `begin .. end` alone.

    On each side of `begin .. end` lies context, less of it only at the ends of the song.
    `end` is one past the last frame; of the song's last frame, if `is_last`.
    """

    frames: Frames
    first: int
    begin: int
    end: int
    is_last: bool

    @property
    def inner(self) -> Frames:
        """The frames `begin .. end`."""
        return _cut(self.frames, self.begin - self.first, self.end - self.first)


def windows(pieces: Iterable[Frames], length: int, context: int) -> Iterator[Window]:
    """Cut what comes in pieces of any lengths into windows of `length` frames with `context` around.

    However the pieces were cut, the windows are the same. Holds a piece and a window at a time.
    """
    held: Frames | None = None
    first = begin = 0
    for piece in pieces:
        held = piece if held is None else _join(held, piece)
        while first + _count(held) > begin + length + context:
            yield _window(held, first, begin, length, context)
            begin += length
            drop = max(0, begin - context - first)
            held, first = _cut(held, drop, None), first + drop
    while held is not None and begin < first + _count(held):
        yield _window(held, first, begin, length, context)
        begin += length


def _window(held: Frames, first: int, begin: int, length: int, context: int) -> Window:
    total = first + _count(held)
    end = min(begin + length, total)
    low, high = max(first, begin - context), min(end + context + 1, total)
    return Window(_cut(held, low - first, high - first), low, begin, end, end == total)


def _count(frames: Frames) -> int:
    return frames[0].shape[-1]


def _cut(frames: Frames, begin: int, end: int | None) -> Frames:
    return tuple(array[..., begin:end] for array in frames)


def _join(left: Frames, right: Frames) -> Frames:
    return tuple(np.concatenate(pair, axis=-1) for pair in zip(left, right, strict=True))
