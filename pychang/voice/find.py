"""Which voice a name means.

A shipped name means the shipped voice, in every folder and on every machine. Any other is first a path beside
the song: a folder, its `voice.toml`, or a zip; and then the name of an installed voice. So a song takes its
own `mine/` before an installed `mine`, and `./sora` is a folder, whatever is shipped.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pychang.diagnostic import Text
from pychang.voice.error import VoiceError, printable
from pychang.voice.files import DEFAULT, SHIPPED
from pychang.voice.package.source import CARD, is_zip

FOLDER_VARIABLE = "PYCHANG_VOICES_DIR"
_MOST_BESIDE = 500  # names in a folder that are looked at


def voices_folder() -> Path:
    """Where installed voices are: the user's data folder for PyChang, or what `PYCHANG_VOICES_DIR` names."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("pychang", appauthor=False) / "voices"


def shipped_voices() -> list[str]:
    """Names of the voices that come with PyChang."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{CARD}"))


def installed_voices() -> dict[str, Path]:
    """Names and folders of the voices that the user has installed."""
    try:
        found = sorted(voices_folder().iterdir())
    except OSError:
        return {}
    return {_nfc(one.name): one for one in found if one.name[0] != "." and _is_file(one / CARD)}


def voices_beside(folder: Path) -> Iterator[str]:
    """Names of the voices that lie in a folder: folders and zips."""
    try:
        found = sorted(one.name for one in islice(os.scandir(folder), _MOST_BESIDE))
    except (OSError, ValueError):
        return
    for name in found:
        is_voice = name.lower().endswith(".zip") or _is_file(folder / name / CARD)
        if is_voice and name[0] != ".":
            yield _nfc(name)


def all_names(folder: Path | None = None) -> list[str]:
    """What `voice:` may name: the shipped voices, the installed, and those that lie in a folder."""
    beside = voices_beside(folder) if folder else ()
    return list(dict.fromkeys((*shipped_voices(), *installed_voices(), *beside)))


def find_voice(name: str | None, relative_to: Path) -> Path:
    """The folder, or the zip, of a voice by name or by path; VoiceError if there is none."""
    wanted = name or DEFAULT
    if wanted in shipped_voices():
        return SHIPPED / wanted
    found = voice_at(relative_to / wanted) or installed_voices().get(_nfc(wanted))
    if found is None:
        raise _not_found(wanted, relative_to)
    return found


def voice_at(path: Path) -> Path | None:
    """The folder or the zip of the voice at a path: a folder's, its card's or a zip's."""
    folder = path.parent if path.name == CARD else path
    if _is_file(folder / CARD):
        return folder
    return path if _is_file(path) and is_zip(path) else None


def _not_found(wanted: str, relative_to: Path) -> VoiceError:
    from pychang.language.wording import josa, nearest

    shown, have = printable(wanted), ", ".join((*shipped_voices(), *installed_voices()))
    near = nearest(wanted, all_names(relative_to))
    ko, en = f"‘{shown}’ 목소리를 찾을 수 없습니다.", f"there is no voice `{shown}`;"
    if _is_folder(relative_to / wanted):
        ko += f" ‘{shown}’ 폴더에는 {CARD} 파일이 없습니다(아직 훈련하지 않은 목소리)."
        en = f"the folder `{shown}` has no {CARD} (a voice that is not trained yet);"
    elif near:
        ko += f" ‘{near}’{josa(near, '을', '를')} 쓰려고 하셨나요?"
        en += f" did you mean `{near}`?"
    return VoiceError(
        Text(
            f"{ko} 쓸 수 있는 목소리: {have}. 내 목소리는 폴더나 zip 파일을 적으세요.",
            f"{en} there are: {have}. For a voice of your own give its folder or its zip.",
        )
    )


def _is_file(path: Path) -> bool:
    """Whether there is a file; a name that no file can have is that of none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
