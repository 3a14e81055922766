"""Zips that are no voice's, or worse: each refused with a reason, and nothing of it left behind."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from pychang.voice import VoiceError, read_card
from pychang.voice.package import archive
from pychang.voice.package.archive import to_zip
from pychang.voice.package.source import CARD, LARGEST, read_files

Spoil = Callable[[ZipFile], None]


@pytest.fixture
def files(mine: Path) -> dict[str, bytes]:
    return read_files(mine)


def test_the_same_files_are_the_same_bytes(files: dict[str, bytes], monkeypatch) -> None:
    once = to_zip(files)
    monkeypatch.setattr(zipfile.sys, "platform", "win32")
    assert to_zip(files) == once
    assert ZipFile(io.BytesIO(once)).testzip() is None
    assert list(files) == [name for name in LARGEST if name in files] and len(files) == 6


@pytest.mark.parametrize("home", ["", "mine/", "나/"])
@pytest.mark.parametrize("how", [ZIP_STORED, ZIP_DEFLATED])
def test_what_people_zip(files: dict[str, bytes], tmp_path: Path, home: str, how: int) -> None:
    """At the top or in a folder, by any tool, with what else was in the folder."""
    path = tmp_path / "voice.zip"
    with ZipFile(path, "w", how) as made:
        for name, data in files.items():
            made.writestr(home + name, data)
        made.writestr(f"{home}recordings/노래.wav", b"RIFF")
        made.writestr("__MACOSX/voice.toml", b"\0\5\x16\7")
    assert read_files(path) == files


def named(name: str, mode: int = stat.S_IFREG | 0o644) -> Spoil:
    def add(made: ZipFile) -> None:
        info = ZipInfo("x")
        info.filename = info.orig_filename = name
        info.external_attr = mode << 16
        made.writestr(info, b"x")

    return add


def many(made: ZipFile) -> None:
    for number in range(300):
        made.writestr(f"recordings/{number}.wav", b"")


def bomb(made: ZipFile) -> None:
    made.writestr("picture.png", bytes(2**24), ZIP_DEFLATED)


def large_card(made: ZipFile) -> None:
    made.writestr("a/voice.toml", b"# a\n" * 20000)


def bzipped(made: ZipFile) -> None:
    made.writestr("losses.csv", b"step", ZIP_BZIP2)


def several(made: ZipFile) -> None:
    made.writestr("a/voice.toml", b"")
    made.writestr("b/voice.toml", b"")


def deep(made: ZipFile) -> None:
    made.writestr("a/b/voice.toml", b"")


REFUSED: list[tuple[Spoil, str, str]] = [
    (named("../evil"), "폴더 밖", "out of its folder"),
    (named("a/../../evil"), "폴더 밖", "out of its folder"),
    (named("/etc/evil"), "폴더 밖", "out of its folder"),
    (named("C:evil"), "폴더 밖", "out of its folder"),
    (named("a\\evil"), "폴더 밖", "out of its folder"),
    (named("a//evil"), "폴더 밖", "out of its folder"),
    (named("./voice.toml"), "폴더 밖", "out of its folder"),
    (named("model.tflite\0.txt"), "폴더 밖", "out of its folder"),
    (named("\x1b[2J"), "폴더 밖", "out of its folder"),
    (named("link", stat.S_IFLNK | 0o777), "링크", "a link"),
    (named("pipe", stat.S_IFIFO | 0o644), "링크", "a link"),
    (named("VOICE.toml"), "두 번", "twice"),
    (many, "너무 많습니다", "too many"),
    (bomb, "지나치게", "out of all proportion"),
    (bzipped, "압축", "compressed"),
]


@pytest.mark.parametrize(("spoil", "ko", "en"), REFUSED)
def test_what_no_voice_has(mine: Path, tmp_path: Path, spoil: Spoil, ko: str, en: str) -> None:
    path = tmp_path / "voice.zip"
    with ZipFile(path, "w") as made:
        made.write(mine / CARD, CARD)
        spoil(made)
    with pytest.raises(VoiceError) as caught:
        read_card(path)
    assert ko in caught.value.text.ko and en in caught.value.text.en
    assert str(path) in caught.value.text.ko and caught.value.text.en.isprintable()


@pytest.mark.parametrize(
    ("fill", "en"), [(several, "several voices"), (deep, "no voice.toml"), (large_card, "too large")]
)
def test_a_zip_of_something_else(tmp_path: Path, fill: Spoil, en: str) -> None:
    path = tmp_path / "voice.zip"
    with ZipFile(path, "w") as made:
        fill(made)
    with pytest.raises(VoiceError) as caught:
        read_card(path)
    assert en in caught.value.text.en


def test_two_of_one_name(mine: Path, tmp_path: Path) -> None:
    path = tmp_path / "voice.zip"
    with ZipFile(path, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.write(mine / CARD, CARD)
        made.write(mine / CARD, CARD)
    with pytest.raises(VoiceError) as caught:
        read_card(path)
    assert "twice" in caught.value.text.en


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """The bytes with `value` at an offset into each header of that signature."""
    parts = data.split(signature)
    rest = (part[: offset - 4] + value + part[offset - 4 + len(value) :] for part in parts[1:])
    return signature.join((parts[0], *rest))


LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def test_headers_that_lie(mine: Path, tmp_path: Path) -> None:
    """Encrypted, larger or smaller than they say, of another name, without an end."""
    path = tmp_path / "voice.zip"
    good = to_zip({CARD: (mine / CARD).read_bytes()})
    size = len((mine / CARD).read_bytes())
    for bad in (
        patched(good, CENTRAL, 8, b"\1\0"),
        patched(good, CENTRAL, 8, b"\x20\0"),
        patched(good, CENTRAL, 24, struct.pack("<I", size - 3)),
        patched(good, CENTRAL, 24, struct.pack("<I", size + 3)),
        patched(good, CENTRAL, 16, b"\0\0\0\0"),
        patched(good, LOCAL, 30, b"other.toml"),
        patched(good, CENTRAL, 42, struct.pack("<I", 2**31)),
        patched(good, END, 12, struct.pack("<I", 2**31)),
        patched(good, END, 16, struct.pack("<I", 2**31)),
        good[:-30],
        good[: len(good) // 2],
        b"",
        b"PK\5\6",
        b"not a zip" * 1000,
    ):
        path.write_bytes(bad)
        with pytest.raises(VoiceError) as caught:
            read_card(path)
        why = caught.value.text.en
        assert bad != good and ("encrypted" in why or "cut off or damaged" in why)
    path.write_bytes(good)
    assert read_card(path).name == "mine"


def test_a_directory_that_would_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "voice.zip"
    entry = CENTRAL + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"a"
    count = 65535
    end = struct.pack("<4s4H2LH", END, 0, 0, count, count, count * len(entry), 0, 0)
    path.write_bytes(entry * count + end)
    assert len(entry) * count > 2**20
    with pytest.raises(VoiceError) as caught:
        read_card(path)
    assert "cut off or damaged" in caught.value.text.en


def test_any_damage_is_a_voice_error(files: dict[str, bytes], tmp_path: Path) -> None:
    """Bytes of a zip changed, cut out, doubled: read as the same files, or refused."""
    path, dice = tmp_path / "voice.zip", random.Random(4)
    small = {name: files[name] for name in (CARD, "training.toml", "losses.csv")}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in small.items():
            made.writestr(name, data)
    good, read = out.getvalue(), 0
    for _ in range(600):
        bad = bytearray(good)
        at = dice.randrange(len(bad))
        match dice.randrange(4):
            case 0:
                bad[at] ^= 1 << dice.randrange(8)
            case 1:
                del bad[at : at + dice.randrange(1, 40)]
            case 2:
                bad[at:at] = bad[at : at + 60]
            case 3:
                bad[at : at + 4] = dice.choice((b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f"))
        path.write_bytes(bad)
        try:
            found = read_files(path)
        except VoiceError:
            continue
        read += 1
        assert all(data == small[name] for name, data in found.items())
    assert 0 < read < 300


def test_sizes_are_counted_and_not_believed(mine: Path, monkeypatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_WHOLE", 1000)
    path = mine.parent / "voice.zip"
    path.write_bytes(to_zip(read_files(mine)))
    with pytest.raises(VoiceError) as caught:
        read_card(path)
    assert "too large" in caught.value.text.en
