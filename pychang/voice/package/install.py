"""Voices put into the user's data folder and taken out of it, and zips of voices; whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pychang.diagnostic import Text
from pychang.language.wording import did_you_mean
from pychang.voice.error import VoiceError, printable
from pychang.voice.files import VoiceCard
from pychang.voice.find import installed_voices, shipped_voices, voices_folder
from pychang.voice.package.archive import to_zip
from pychang.voice.package.check import WholeVoice, check_voice
from pychang.voice.package.page import without_recordings
from pychang.voice.package.source import PAGE, read_files
from pychang.whole import UNFINISHED, write_whole

LONGEST_NAME = 64
_OLD_S = 3600  # what a killed install left over
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{a}{n}" for a in ("com", "lpt") for n in range(10))))
"""What Windows takes for a device, whatever its ending."""


class Change(Enum):
    NEW = "new"
    SAME = "same"  # the very voice was installed already
    REPLACED = "replaced"


@dataclass(frozen=True)
class Installed:
    """What was done: the voice is in `folder`, and songs call it `name`."""

    name: str
    folder: Path
    card: VoiceCard
    change: Change


def install(where: Path, name: str | None = None, force: bool = False) -> Installed:
    """Install the voice in a folder or zip, by its own name or another.

    VoiceError if it is not right, or if another voice has the name and `force` is not given; OSError.
    """
    voice = check_voice(where)
    name = _free_name(voice.card.name if name is None else name)
    there = _there(name)
    if there is None:
        folder, change = voices_folder() / name, Change.NEW
    elif _is_same(there, voice):
        return Installed(name, there, voice.card, Change.SAME)
    elif force:
        folder, change = there, Change.REPLACED
    else:
        raise _is_taken(name, there)
    _write(folder, voice, change)
    return Installed(name, folder, voice.card, change)


def remove(name: str) -> Path:
    """Drop an installed voice; the folder in which it was. VoiceError if there is none; OSError."""
    there = _there(unicodedata.normalize("NFC", name)) if can_be_name(name) else None
    if there is None:
        raise _not_installed(name)
    if there.is_symlink():  # the user's own: the voice itself stays where it is
        there.unlink()
        return there
    with _beside(there) as old:
        os.replace(there, old / "voice")
    return there


def export(where: Path, zip_file: Path) -> WholeVoice:
    """Put the voice in a folder or zip into a zip, the same bytes each time; VoiceError, OSError.

    What was recorded stays at home: the card's page goes without those sounds.
    """
    voice = check_voice(where)
    given = {name: without_recordings(data) if name == PAGE else data for name, data in voice.files.items()}
    write_whole(zip_file, to_zip(given))
    return voice


# ── names ────────────────────────────────────────────────────────────────────────────────────────


def _free_name(name: str) -> str:
    """The name as it is on disk; VoiceError if it is none, or a shipped voice's."""
    name = unicodedata.normalize("NFC", name)
    shown = printable(name)
    if not can_be_name(name):
        raise VoiceError(
            Text(
                f"목소리 이름으로 쓸 수 없습니다: ‘{shown}’. --name으로 다른 이름을 주세요.",
                f"`{shown}` cannot be the name of a voice; give another with --name.",
            )
        )
    if name.casefold() in (one.casefold() for one in shipped_voices()):
        raise VoiceError(
            Text(
                f"PyChang에 딸린 목소리의 이름입니다: ‘{shown}’. --name으로 다른 이름을 주세요.",
                f"`{shown}` is a voice that comes with PyChang; give another name with --name.",
            )
        )
    return name


def can_be_name(name: str) -> bool:
    """Whether a folder can have the name on every system, and a song can write it."""
    return (
        0 < len(name) <= LONGEST_NAME
        and name.isprintable()
        and name == " ".join(name.split())
        and not _NOT_IN_NAMES & set(name)
        and name[0] != "."
        and name[-1] != "."
        and name.partition(".")[0].casefold() not in _DEVICES
        and not name.casefold().endswith((".zip", UNFINISHED))
    )


def _there(name: str) -> Path | None:
    """The folder of an installed voice, whole or not, of that name in capitals or small letters."""
    try:
        found = list(voices_folder().iterdir())
    except FileNotFoundError:
        return None
    spelled = {unicodedata.normalize("NFC", one.name).casefold(): one for one in found}
    return spelled.get(name.casefold())


def _is_same(folder: Path, voice: WholeVoice) -> bool:
    try:
        return read_files(folder) == voice.files
    except VoiceError:
        return False


def _is_taken(name: str, folder: Path) -> VoiceError:
    return VoiceError(
        Text(
            f"‘{name}’ 목소리가 이미 있습니다: {folder}. "
            "바꾸려면 --force를, 함께 두려면 --name으로 다른 이름을 주세요.",
            f"there is another voice `{name}`: {folder}. Give --force to replace it, or --name to keep both.",
        )
    )


def _not_installed(name: str) -> VoiceError:
    shown, installed = printable(name), installed_voices()
    if name in shipped_voices():
        return VoiceError(
            Text(
                f"‘{shown}’ 목소리는 PyChang에 딸린 것이라 지우지 않습니다.",
                f"`{shown}` comes with PyChang and is not removed.",
            )
        )
    hint = did_you_mean(name, installed) if installed else Text("설치된 목소리가 없습니다.", "There is none.")
    return VoiceError(
        Text(
            f"‘{shown}’ 목소리는 설치되어 있지 않습니다. {hint.ko}",
            f"no voice `{shown}` is installed. {hint.en}",
        )
    )


# ── folders ──────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that is gone in the end, with all that is in it then."""
    home = folder.parent
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f".*{UNFINISHED}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _OLD_S:
                shutil.rmtree(left)
    unfinished = home / f".{os.getpid()}-{secrets.token_hex(4)}{UNFINISHED}"
    unfinished.mkdir()
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(folder: Path, voice: WholeVoice, change: Change) -> None:
    """The voice's files as a folder; OSError with a name that the user knows."""
    try:
        with _beside(folder) as unfinished:
            for file, data in voice.files.items():
                (unfinished / file).write_bytes(data)
            if change is Change.REPLACED:
                _replace(unfinished, folder)
            else:
                os.rename(unfinished, folder)
    except OSError as failure:
        raise type(failure)(failure.errno, failure.strerror, str(folder)) from failure


def _replace(new: Path, folder: Path) -> None:
    """A folder in place of another, which is back if that cannot be done."""
    with _beside(folder) as old:
        os.rename(folder, old / "voice")
        try:
            os.rename(new, folder)
        except BaseException:
            os.rename(old / "voice", folder)
            raise
