"""Zips of voices: read within limits, and written so that the same files make the same bytes.

A stranger's zip is never unpacked: members are looked up by the names that a voice's files have, and their
bytes are counted while they are read, whatever the zip's header says. One that has anything odd in it (a name
that leads elsewhere, a link, two members of one name, a password, a bomb) is refused as a whole.
"""

from __future__ import annotations

import errno
import io
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pychang.diagnostic import Text
from pychang.voice.error import broken, printable
from pychang.zip_file import DAMAGED, Measured, TooLarge, member_bytes, undated

MOST_MEMBERS = 256
LARGEST_WHOLE = 512 * 2**20  # bytes of all members together
MOST_RATIO, RATIO_FROM = 100, 2**20  # how far a member of so many bytes may be compressed
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_MACOS = "__MACOSX/"  # what macOS puts beside the files of a zip


def read_members(path: Path, wanted: Mapping[str, int], card: str) -> dict[str, bytes]:
    """Those of the `wanted` files that a zip has, each at most so many bytes; VoiceError.

    They lie at the top, or in the one folder that holds a file named `card`.
    """
    try:
        with open(path, "rb") as file, ZipFile(Measured(file)) as archive:
            members = _members(path, archive.infolist())
            home = _home(path, members, card)
            return {
                name: read_member(path, archive, members[home + name], limit)
                for name, limit in wanted.items()
                if home + name in members
            }
    except OSError as why:
        no_place = why.errno == errno.EINVAL  # before the file's beginning
        raise broken(path, _NOT_WHOLE if no_place else Text(str(why.strerror), str(why.strerror))) from why
    except DAMAGED as why:
        raise broken(path, _NOT_WHOLE) from why


def read_arrays(path: Path, data: bytes, limit: int) -> dict[str, bytes]:
    """All members of a zip in memory, at most `limit` bytes together; VoiceError."""
    try:
        with ZipFile(Measured(io.BytesIO(data))) as archive:
            members = _members(path, archive.infolist())
            if sum(info.file_size for info in members.values()) > limit:
                raise broken(path, _TOO_LARGE)
            return {name: read_member(path, archive, info, limit) for name, info in members.items()}
    except DAMAGED as why:
        raise broken(path, _NOT_WHOLE) from why


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, in their order, neither compressed nor dated: the same bytes each time."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(undated(name), data)
    return out.getvalue()


def read_member(path: Path, archive: ZipFile, info: ZipInfo, limit: int) -> bytes:
    """The bytes of a member; VoiceError if they are more than `limit`."""
    try:
        return member_bytes(archive, info, limit)
    except TooLarge as why:
        raise broken(_inside(path, info), _TOO_LARGE) from why


def _inside(path: Path, info: ZipInfo) -> str:
    """A member as messages have it; its name may look like a path of its own."""
    return f"{path}: {printable(info.orig_filename)}"


def _members(path: Path, infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    """The files in a zip by name; VoiceError if one is not as it should be."""
    if len(infos) > MOST_MEMBERS:
        raise broken(path, _TOO_MANY)
    if sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise broken(path, _TOO_LARGE)
    seen: set[str] = set()
    for info in infos:
        name = unicodedata.normalize("NFC", info.orig_filename.removesuffix("/")).casefold()
        against = next((why for is_so, why in _AGAINST if is_so(info)), _TWICE if name in seen else None)
        if against:
            raise broken(_inside(path, info), against)
        seen.add(name)
    return {info.filename: info for info in infos if not info.is_dir()}


def _home(path: Path, names: Iterable[str], card: str) -> str:
    """The folder in a zip that is the voice's, with its `/`, or "" for the top; VoiceError."""
    folders = [name.removesuffix(card) for name in names if name.rpartition("/")[2] == card]
    near = sorted(folder for folder in folders if folder.count("/") < 2 and folder != _MACOS)
    if not near:
        raise broken(
            path, Text(f"{card} 파일이 없으니 목소리가 아닙니다", f"no voice: there is no {card} in it")
        )
    if near[0] and len(near) > 1:
        raise broken(path, Text("목소리가 여럿 들어 있습니다", "there are several voices in it"))
    return near[0]


def _leads_away(info: ZipInfo) -> bool:
    name = info.orig_filename
    parts = name.removesuffix("/").split("/")
    return (
        not name.isprintable()
        or "\\" in name
        or bool(re.match("[A-Za-z]:", name))
        or any(part in ("", ".", "..") for part in parts)
    )


def _is_no_file(info: ZipInfo) -> bool:
    return stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR)


def _is_bomb(info: ZipInfo) -> bool:
    return info.file_size > max(RATIO_FROM, MOST_RATIO * info.compress_size)


_AGAINST: tuple[tuple[Callable[[ZipInfo], bool], Text], ...] = (
    (_leads_away, Text("폴더 밖을 가리킬 수 있는 이름입니다", "its name may lead out of its folder")),
    (lambda info: bool(info.flag_bits & _ENCRYPTED), Text("암호가 걸려 있습니다", "it is encrypted")),
    (_is_no_file, Text("파일이 아니라 링크나 장치입니다", "it is a link or a device, not a file")),
    (
        lambda info: info.compress_type not in (ZIP_STORED, ZIP_DEFLATED),
        Text("모르는 방식으로 압축되어 있습니다", "it is compressed in an unknown way"),
    ),
    (_is_bomb, Text("풀면 지나치게 커집니다", "it would grow out of all proportion")),
)
_TWICE = Text("같은 이름이 두 번 있습니다", "its name is there twice")
_TOO_LARGE = Text("너무 큽니다", "it is too large")
_TOO_MANY = Text(
    f"파일이 너무 많습니다({MOST_MEMBERS}개까지). pychang voice export로 묶은 목소리가 아닙니다",
    f"there are too many files in it (at most {MOST_MEMBERS}); `pychang voice export` makes a voice's zip",
)
_NOT_WHOLE = Text(
    "온전한 zip 파일이 아닙니다(잘렸거나 손상됨)", "it is no whole zip file: cut off or damaged"
)
