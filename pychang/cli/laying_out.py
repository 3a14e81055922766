"""What the commands that begin something new have in common: names, files, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.cells import cell_len

from pychang.cli.songs import WrongUse
from pychang.cli.words import said
from pychang.diagnostic import Text
from pychang.language.wording import why_not


class NewPath(click.Path):
    """A path to make; an empty one would be the folder where one is."""

    def __init__(self, empty: Text) -> None:
        super().__init__(path_type=Path)
        self._empty = empty

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail(said(*self._empty), param, ctx)
        return super().convert(value, param, ctx)


def own_name(path: Path) -> str:
    """What a folder is called, `.` and `..` too."""
    return path.resolve().name if path.name in ("", "..") else path.name


def write_new(files: Mapping[Path, str]) -> None:
    """Write files that are not there yet, all of them; wrong use, and nothing written, if one is."""
    there = [path for path in files if path.exists() or path.is_symlink()]
    if there:
        raise WrongUse(
            Text(
                f"{there[0]}: 이미 있습니다. 아무것도 쓰지 않았습니다.",
                f"{there[0]} is there already; nothing was written.",
            )
        )
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None


def listed(steps: Sequence[tuple[str, str]]) -> str:
    """What to type next, each with why."""
    width = max(cell_len(step) for step, _ in steps)
    lines = (f"  {step}{' ' * (width - cell_len(step))}   {why}" for step, why in steps)
    return "\n".join([said("다음에는:", "Next:"), *lines])


def quoted(path: Path | str) -> str:
    """A path as it is typed in a shell; Hangul needs no quotes, spaces do, in single ones what a shell would
    read within double ones."""
    text = str(path)
    if all(ch.isalnum() or ch in "._-/\\:" for ch in text):
        return text
    return shlex.quote(text) if any(ch in text for ch in '"$`!') else f'"{text}"'
