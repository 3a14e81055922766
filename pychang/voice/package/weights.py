"""`weights.npz`, read without running anything of it: arrays of floating point, nothing pickled."""

from __future__ import annotations

import re
from math import prod
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.voice.error import broken
from pychang.voice.package.archive import read_arrays

LARGEST_ARRAYS = 2**29  # bytes of all arrays together
_HEADER = re.compile(
    rb"\{'descr': '(?P<type><f[24])', 'fortran_order': (?P<turned>True|False), "
    rb"'shape': \((?P<shape>(?:\d{1,9}, ?){0,8}(?:\d{1,9})?)\),? ?\} *\n?"
)
"""What numpy writes of an array; its own reader would take any literal of Python's."""
_MAGIC = b"\x93NUMPY"
_LENGTHS = {b"\1\0": 2, b"\2\0": 4}  # bytes of a header's length, by the format's version


def read_weights(path: Path, data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a voice's weights by name, float16 or float32, all finite; VoiceError.

    `path` is for messages.
    """
    members = read_arrays(path, data, LARGEST_ARRAYS)
    return {name.removesuffix(".npy"): _array(path / name, one) for name, one in sorted(members.items())}


def _array(path: Path, data: bytes) -> np.ndarray:
    """An array in numpy's own format."""
    start = len(_MAGIC) + 2
    size = _LENGTHS.get(data[len(_MAGIC) : start])
    if not data.startswith(_MAGIC) or size is None:
        raise broken(path, _NO_WEIGHTS)
    begin = start + size + int.from_bytes(data[start : start + size], "little")
    header = _HEADER.fullmatch(data[start + size : begin])
    if header is None:
        raise broken(path, _NO_WEIGHTS)
    shape = [int(n) for n in re.findall(rb"\d+", header["shape"])]
    dtype = np.dtype(header["type"].decode())
    if len(data) - begin != prod(shape) * dtype.itemsize:
        raise broken(path, _NO_WEIGHTS)
    order = "F" if header["turned"] == b"True" else "C"
    array = np.frombuffer(data, dtype, offset=begin).reshape(shape, order=order)
    if not np.isfinite(array).all():
        raise broken(path, Text("수가 아닌 값이 있습니다", "not all of it are numbers"))
    return array


_NO_WEIGHTS = Text(
    "가중치(float16, float32 배열)가 아닙니다", "these are no weights (arrays of float16 or float32)"
)
