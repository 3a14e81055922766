"""White noise that comes out the same, bit for bit, in every language and on every machine.

A sample is a hash of its place and the seed, in 32-bit integers: any stretch can be made by itself. The
browser makes the same (`editor/web/src/voice/noise.ts`), which no library's generator would promise.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]  # (samples,)

_CHUNK = 8192  # samples made at once: few enough to stay in a core's cache
_STEP = 0x9E3779B9  # 2**32 over the golden ratio: makes keys of a seed
_BYTES = np.uint32(0x00FF00FF)
_MEAN = np.float32(4 * 255 / 2)  # of the sum of four bytes
_ONE = np.float32(1 / np.sqrt(4 * (256**2 - 1) / 12))  # what brings its standard deviation to 1


def white_noise(seed: int, start: int, count: int) -> Samples:
    """Samples `start .. start + count` of the endless white noise of that seed, mean 0, variance 1."""
    first, last = start // _CHUNK, -(-(start + count) // _CHUNK)
    chunks = [_chunk(seed, i) for i in range(first, last)]
    skip = start - first * _CHUNK
    return np.concatenate([np.zeros(0, np.float32), *chunks])[skip : skip + count]


@lru_cache(maxsize=128)  # 4 MB: the grain and the starting phase ask for the same, one after the other
def _chunk(seed: int, index: int) -> Samples:
    """The sum of the four bytes of a hash: near enough to a normal distribution, and exact."""
    first, second = _keys(seed)
    hashed = np.arange(_CHUNK, dtype=np.uint32)
    hashed += np.uint32(index * _CHUNK % 2**32)
    hashed ^= first
    _mix(hashed)
    hashed += second
    _mix(hashed)
    pairs = (hashed & _BYTES) + (hashed >> 8 & _BYTES)
    sums = ((pairs & 0xFFFF) + (pairs >> 16)).astype(np.float32)
    return (sums - _MEAN) * _ONE


@lru_cache(maxsize=8)
def _keys(seed: int) -> NDArray[np.uint32]:
    first = _mix(np.array([(seed + _STEP) % 2**32], np.uint32))
    return np.concatenate([first, _mix(first + np.uint32(_STEP))])


def _mix(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """`lowbias32` (C. Wellons, hash-prospector, 2018), in place: each bit of `x` tips half of all bits."""
    shifted = x >> 16
    x ^= shifted
    x *= np.uint32(0x7FEB352D)
    np.right_shift(x, 15, out=shifted)
    x ^= shifted
    x *= np.uint32(0x846CA68B)
    np.right_shift(x, 16, out=shifted)
    x ^= shifted
    return x
