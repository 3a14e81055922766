"""Several parts into one sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from pychang.sound.level import Block, amplitude

_BLOCK = 1 << 15  # samples


@dataclass(frozen=True)
class Track:
    """A part's sound, in mono blocks float32 (samples,), and where it goes.

    pan: -1 (left) .. 1 (right). A track may end before the others.
    """

    blocks: Iterable[Block]
    gain_db: float = 0.0
    pan: float = 0.0


def mixed(tracks: Sequence[Track]) -> Iterator[Block]:
    """The sum of the tracks, as long as the longest: (samples, 2), or (samples,) for one in the middle.

    Holds a block of each track at a time. ValueError for a pan outside -1..1.
    """
    gains = [channel_gains(track.gain_db, track.pan) for track in tracks]
    if len(tracks) == 1 and tracks[0].pan == 0:
        gain = np.float32(amplitude(tracks[0].gain_db))
        yield from (block * gain for block in tracks[0].blocks)
        return
    streams = [_evenly(track.blocks) for track in tracks]
    for blocks in zip_longest(*streams, fillvalue=_NOTHING):
        out = np.zeros((max(map(len, blocks)), 2), np.float32)
        for block, gain in zip(blocks, gains, strict=True):
            out[: len(block)] += block[:, None] * np.array(gain, np.float32)
        yield out


def channel_gains(gain_db: float, pan: float) -> tuple[float, float]:
    """Left and right factors; their squares add up to the same wherever the part stands."""
    if not -1 <= pan <= 1:
        raise ValueError(f"pan must be within -1..1: {pan}")
    angle = (pan + 1) * np.pi / 4
    return amplitude(gain_db) * float(np.cos(angle)), amplitude(gain_db) * float(np.sin(angle))


_NOTHING: Block = np.zeros(0, np.float32)


def _evenly(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same samples in blocks of `_BLOCK`, the last one shorter."""
    held = _NOTHING
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) >= _BLOCK:
            yield held[:_BLOCK]
            held = held[_BLOCK:]
    if len(held):
        yield held
