"""Two songs and what is told of them, in one file: `═══ old`, `═══ new`, `═══ told`, `═══ 한국어`."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from pychang.cli.render_differences import render_differences
from pychang.compare import Difference, compare
from pychang.diagnostic import Source
from pychang.language import parse
from pychang.language.syntax import SongFile

HEADS = ("═══ old", "═══ new", "═══ told", "═══ 한국어")


def song(text: str) -> SongFile:
    return parse(Source("song.chang", text))[0]


def differences(old: str, new: str) -> tuple[Difference, ...]:
    return compare(song(old), song(new))


def told(found: tuple[Difference, ...], language: str) -> str:
    """As `pychang diff` prints it."""
    stream = io.StringIO()
    render_differences(found, language, Console(file=stream, width=200))
    return stream.getvalue()


def songs_in(path: Path) -> list[str]:
    """The old and the new song of a case."""
    text = path.read_text("utf-8").split(HEADS[2])[0]
    old, new = text.split(HEADS[1])
    return [one.removeprefix(HEADS[0]).removeprefix("\n") for one in (old, new)]


def with_expectations(path: Path) -> str:
    """The case with what is told of its songs, in place of what was expected."""
    old, new = songs_in(path)
    found = differences(old, new)
    pieces = (old, new, told(found, "en"), told(found, "ko"))
    return "".join(f"{head}\n{piece}" for head, piece in zip(HEADS, pieces, strict=True))
