"""Folders that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.whole import UNFINISHED


class NotOurs(Unusable):
    """There is a folder with something in it that would be lost."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text(
                f"{folder}: 비어 있지 않은 폴더여서 그 안의 것을 지우지 않습니다. 새 이름을 주세요.",
                f"{folder} is not empty, and what is in it is not written over. Name a new folder.",
            )
        )


@contextmanager
def whole_folder(folder: Path, is_ours: Callable[[Path], bool], ours: Collection[str]) -> Iterator[Path]:
    """A folder beside `folder` to write to; it becomes `folder` at the end, or goes if there is an error.

    A folder that is there must be empty, or `is_ours`; then what is in it under names that are not `ours`
    (`.git`, `CNAME`) stays in it. NotOurs; OSError.
    """
    target = folder.resolve()
    _check(folder, target, is_ours)
    made = target.with_name(f".{target.name[:40]}.{os.getpid()}-{secrets.token_hex(4)}{UNFINISHED}")
    made.mkdir()
    try:
        yield made
        _check(folder, target, is_ours)
        if target.exists():
            _take_the_place(made, target, ours)
        else:
            made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _check(folder: Path, target: Path, is_ours: Callable[[Path], bool]) -> None:
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not is_ours(target))):
        raise NotOurs(folder)


def _take_the_place(made: Path, target: Path, ours: Collection[str]) -> None:
    """The new folder where the old one was, which is as it was if that fails."""
    old = made.with_name(f"{made.name}-old")
    target.rename(old)
    kept: list[str] = []
    try:
        for one in list(old.iterdir()):
            if one.name not in ours and not (made / one.name).exists():
                one.rename(made / one.name)
                kept.append(one.name)
        made.rename(target)
    except BaseException:
        for name in kept:
            (made / name).rename(old / name)
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
