"""The user's language, and what the commands say in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from pychang.diagnostic import Text


def message_language(env: Mapping[str, str]) -> str:
    """`ko` where the locale is Korean, else `en`."""
    locale = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def language() -> str:
    """The language of whoever runs this command."""
    return message_language(os.environ)


def said(ko: str, en: str) -> str:
    """One of the two, for the help pages."""
    return Text(ko, en).say(language())


def why_not(failure: OSError) -> Text:
    """What the system has against a file, with its name."""
    name = failure.filename if failure.filename is not None else ""
    reason = _REASONS.get(failure.errno or 0) or Text(
        failure.strerror or str(failure), failure.strerror or ""
    )
    return Text(f"{name}: {reason.ko}", f"{name}: {reason.en}")


_REASONS = {
    errno.ENOENT: Text("그런 파일이나 폴더가 없습니다.", "there is no such file or folder."),
    errno.EISDIR: Text("파일이 아니라 폴더입니다.", "this is a folder, not a file."),
    errno.ENOTDIR: Text("가운데 있는 이름이 폴더가 아닙니다.", "a name on the way is not a folder."),
    errno.EACCES: Text("읽거나 쓸 권한이 없습니다.", "there is no permission to read or write it."),
    errno.EPERM: Text("읽거나 쓸 권한이 없습니다.", "there is no permission to read or write it."),
    errno.EROFS: Text("쓸 수 없는 디스크입니다.", "the disk cannot be written to."),
    errno.ENOSPC: Text("디스크에 자리가 없습니다.", "there is no room left on the disk."),
    errno.ENAMETOOLONG: Text("이름이 너무 깁니다.", "the name is too long."),
}
