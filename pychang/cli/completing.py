"""What may stand where: songs, voices and sections, for a shell that asks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

SONG = "song"
"""The kind of item at which the shell itself offers `.chang` files and folders."""
_SECTION = re.compile(r"^[ \t]*\[([^\[\]\n]+)\]", re.MULTILINE)


class SongPath(click.Path):
    """A path to a song."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [CompletionItem(incomplete, type=SONG)]


def complete_voice(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The voices that are installed, and folders."""
    from pychang.voice import shipped_voices

    names = [CompletionItem(name) for name in shipped_voices() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="dir")]


def complete_section(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The sections of the songs that stand on the line already."""
    words = [ctx.params.get("song"), *ctx.args]  # what click could not place yet: the line is not whole
    begun = unicodedata.normalize("NFC", incomplete)
    names = dict.fromkeys(name for word in words if word for name in sections(Path(word)))
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def sections(song: Path) -> list[str]:
    """The names in `[…]` lines, as far as the file can be read."""
    try:
        text = song.read_text("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return []
    return [name.strip() for name in _SECTION.findall(unicodedata.normalize("NFC", text))]
