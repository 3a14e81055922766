"""Songs in folders, and songs that are changed in their own files: for the commands that mend or format."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from pychang.cli.terminal import has_colour
from pychang.cli.words import said
from pychang.whole import write_whole
from pychang.world import STANDARD_INPUT


def files(songs: Sequence[Path]) -> Iterator[Path]:
    """Each song once; for a folder, every `.chang` below it, but nothing hidden."""
    seen: set[Path] = set()
    for song in songs:
        below = songs_below(song) if is_folder(song) else [song]
        if not below:
            click.echo(
                said(f"{song}: 악보(.chang)가 없습니다.", f"{song}: there is no song (.chang) in it"),
                err=True,
            )
        for path in below:
            if path not in seen:
                seen.add(path)
                yield path


def is_folder(song: Path) -> bool:
    try:
        return song != STANDARD_INPUT and song.is_dir()
    except OSError:  # a name too long: whoever reads it is told
        return False


def songs_below(folder: Path) -> list[Path]:
    """In the order of their names."""
    found = [path for path in folder.rglob("*.chang") if path.is_file()]
    return sorted(
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of what is in a file, whole or not at all; its permissions stay. OSError."""
    open(path, "r+b").close()  # a file that may not be written to is not replaced either
    write_whole(path, data)


_COLOURS = {"---": {"bold": True}, "+++": {"bold": True}, "@@": {"fg": "cyan"}, "-": {"fg": "red"}}
_COLOURS["+"] = {"fg": "green"}


def show_difference(path: Path, before: bytes, after: bytes) -> None:
    """On standard output, as `patch` reads it; in colour on a terminal."""
    colour = has_colour(sys.stdout)
    for line in difference(path, before, after):
        style = next((style for start, style in _COLOURS.items() if line.startswith(start)), {})
        click.echo(click.style(line, **style) if colour else line)


def difference(path: Path, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of a unified diff, without their ends; of the bytes as they are, carriage returns too."""
    name = "stdin" if path == STANDARD_INPUT else path.as_posix()
    name += "\t" if " " in name else ""  # else patch ends the name at the space
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8")) for data in (before, after))
    for line in difflib.unified_diff(old, new, name, name):
        text = line.removesuffix("\n")
        yield text
        if text == line:
            yield r"\ No newline at end of file"
