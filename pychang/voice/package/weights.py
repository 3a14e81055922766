"""`weights.npz`, read without running anything of it: arrays of floating point, nothing pickled."""

from __future__ import annotations

import io
from math import prod
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.voice.error import broken

LARGEST_ARRAYS = 2**29  # bytes of all arrays together
MOST_DIMENSIONS = 8
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def read_weights(path: Path, data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a voice's weights by name, float16 or float32, all finite; VoiceError.

    `path` is for messages.
    """
    from pychang.voice.package.archive import read_arrays

    members = read_arrays(path, data, LARGEST_ARRAYS)
    return {name.removesuffix(".npy"): _array(path / name, one) for name, one in sorted(members.items())}


def _array(path: Path, data: bytes) -> np.ndarray:
    """An array in numpy's own format. Its header is a literal, its data nothing but numbers."""
    try:
        file = io.BytesIO(data)
        shape, fortran, dtype = _HEADERS[np.lib.format.read_magic(file)](file)
        values = memoryview(data)[file.tell() :]
        sound = len(shape) <= MOST_DIMENSIONS and all(type(n) is int and n >= 0 for n in shape)
        if not sound or dtype.str not in ("<f2", "<f4") or len(values) != prod(shape) * dtype.itemsize:
            raise ValueError(f"{dtype.str} {shape!r:.60}")
        array = np.frombuffer(values, dtype).reshape(shape, order="F" if fortran else "C")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, MemoryError) as why:
        text = Text(f"가중치가 아닙니다 ({why})", f"these are no weights ({why})")
        raise broken(path, text) from why
    if not np.isfinite(array).all():
        raise broken(path, Text("수가 아닌 값이 있습니다", "not all of it are numbers"))
    return array
