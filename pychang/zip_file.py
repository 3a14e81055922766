"""Zips of strangers read within limits, and our own written so that the same files make the same bytes."""

from __future__ import annotations

import stat
import struct
import zlib
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

AT_ONCE = 2**20  # bytes; a directory of a few hundred members is far smaller
_CHUNK = 2**16
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can have

DAMAGED = (
    BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What `zipfile` raises at a file that is no zip, damaged, encrypted or packed in an unknown way."""


class TooLarge(Exception):
    """A member that is larger than it may be."""


class Measured:
    """A file from which no more than `AT_ONCE` is read at a time: a zip's directory is read at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, AT_ONCE + 1) if size >= 0 else AT_ONCE + 1)
        if len(data) > AT_ONCE:
            raise BadZipFile("too large a directory")
        return data


def member_bytes(archive: ZipFile, info: ZipInfo, limit: int) -> bytes:
    """The bytes of a member, counted while they are read, whatever the zip's directory says of them.

    TooLarge if they are more than `limit`; one of `DAMAGED`.
    """
    data = bytearray()
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            data += chunk
            if len(data) > limit:
                raise TooLarge(info.filename)
    if len(data) != info.file_size or zlib.crc32(data) != info.CRC:  # zipfile overlooks some that lie
        raise BadZipFile(info.filename)
    return bytes(data)


def undated(name: str, method: int = ZIP_STORED) -> ZipInfo:
    """How a member of our own is written: as a file of Unix, wherever that is, with no date."""
    info = ZipInfo(name, _WHEN)
    info.compress_type, info.create_system = method, 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info
