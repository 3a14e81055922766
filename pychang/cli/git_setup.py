"""Telling git to ask PyChang how two songs differ."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from pychang.cli.git import GitError, Repository, run_git
from pychang.diagnostic import Text
from pychang.whole import write_whole

ATTRIBUTES = ".gitattributes"
PATTERN, DRIVER = "*.chang", "diff=chang"
SECTION = "diff.chang"


def set_up(folder: Path, everywhere: bool) -> Iterator[Text]:
    """Write git's settings for this repository, or for all of the user's; tells what was done.

    OSError, and GitError outside of a repository or if git cannot write its settings.
    """
    repository = _repository(folder, everywhere)
    for name, value in _settings().items():
        _config(folder, everywhere, f"{SECTION}.{name}", value)
    yield _configured(everywhere)
    if repository is None:
        yield Text(
            f"곡을 두는 저장소마다 {ATTRIBUTES}에 다음 줄을 더하세요: {PATTERN} {DRIVER}",
            f"In each repository with songs, add this line to {ATTRIBUTES}: {PATTERN} {DRIVER}",
        )
        return
    path = repository.top / ATTRIBUTES
    if add_line(path):
        yield Text(f"{path}: ‘{PATTERN} {DRIVER}’ 줄을 더했습니다.", f"{path}: added `{PATTERN} {DRIVER}`.")
    else:
        yield Text(f"{path}: 이미 되어 있습니다.", f"{path}: this was there already.")
    yield Text(
        "이제 git diff가 음악의 차이를 보입니다. git log -p와 git show에는 --ext-diff를 붙이세요.",
        "git diff now tells the musical difference; git log -p and git show do with --ext-diff.",
    )


def undo(folder: Path, everywhere: bool) -> Iterator[Text]:
    """Take back what `set_up` wrote; tells what was done."""
    repository = _repository(folder, everywhere)
    gone = run_git(folder, "config", *_scope(everywhere), "--remove-section", SECTION).returncode == 0
    if gone:
        yield Text(f"git 설정에서 {SECTION}을 지웠습니다.", f"Removed {SECTION} from git's settings.")
    path = repository.top / ATTRIBUTES if repository else None
    if path and remove_line(path):
        gone = True
        yield Text(f"{path}: {DRIVER}을 지웠습니다.", f"{path}: removed {DRIVER}.")
    if not gone:
        yield Text("되돌릴 것이 없습니다.", "There was nothing to undo.")


def _repository(folder: Path, everywhere: bool) -> Repository | None:
    """None outside of a repository, where only the settings of the user are asked for."""
    try:
        return Repository.of(folder)
    except GitError:
        if everywhere and not run_git(folder, "--version").returncode:
            return None
        raise


def _settings() -> dict[str, str]:
    """The driver by its full name, so that git finds it whatever environment is active."""
    command = shlex.join([Path(sys.executable).as_posix(), "-m", "pychang", "diff", "--git-driver"])
    return {"command": command, "xfuncname": r"^\[.*\]"}


def _config(folder: Path, everywhere: bool, name: str, value: str) -> None:
    done = run_git(folder, "config", *_scope(everywhere), name, value)
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip()
        raise GitError(Text(f"git 설정을 쓸 수 없습니다: {why}", f"git's settings cannot be written: {why}"))


def _scope(everywhere: bool) -> tuple[str, ...]:
    return ("--global",) if everywhere else ("--local",)


def _configured(everywhere: bool) -> Text:
    where_ko, where_en = (
        ("모든 저장소의", "all your repositories") if everywhere else ("이 저장소의", "this repository")
    )
    undone = "pychang diff --git-remove" + (" --global" if everywhere else "")
    return Text(
        f"{where_ko} git 설정에 {SECTION}을 적었습니다. 되돌리려면: {undone}",
        f"Set {SECTION} in git's settings for {where_en}. To undo: {undone}",
    )


# ── .gitattributes ───────────────────────────────────────────────────────────────────────────────


def add_line(path: Path) -> bool:
    """Add the line to the attributes, unless it is there; whether it was added."""
    text = path.read_bytes() if path.exists() else b""
    if any(_is_ours(line) for line in text.splitlines()):
        return False
    end = b"\r\n" if b"\r\n" in text else b"\n"
    before = text if not text or text.endswith(b"\n") else text + end
    write_whole(path, before + f"{PATTERN} {DRIVER}".encode() + end)
    return True


def remove_line(path: Path) -> bool:
    """Take the driver out of the attributes, and the file away if nothing is left; whether it was there."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    if not any(map(_is_ours, lines)):
        return False
    kept = b"".join(_without(line) if _is_ours(line) else line for line in lines)
    if kept.strip():
        write_whole(path, kept)
    else:
        path.unlink()
    return True


def _is_ours(line: bytes) -> bool:
    words = line.split()
    return words[:1] == [PATTERN.encode()] and DRIVER.encode() in words[1:]


def _without(line: bytes) -> bytes:
    words = [word for word in line.split() if word != DRIVER.encode()]
    end = line[len(line.rstrip(b"\r\n")) :]
    return b" ".join(words) + end if len(words) > 1 else b""
