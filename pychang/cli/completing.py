"""What may stand where: songs, voices, sections, parts and codes, for a shell that asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

SONG, VOICE = "song", "voice"
"""The kinds of items at which the shell itself offers `.chang` files, or zips, and folders."""
_SECTION = re.compile(r"^[ \t]*\[([^\[\]\n]+)\]", re.MULTILINE)
_PART = re.compile(r"^[ \t]*part:[ \t]*((?:(?![ \t]//).)+)", re.MULTILINE)


class SongPath(click.Path):
    """A path to a song."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [CompletionItem(incomplete, type=SONG)]


def complete_voice(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The voices that are shipped or installed, and folders and zips."""
    from pychang.voice.find import all_names

    return [*_those(all_names(), incomplete), CompletionItem(incomplete, type=VOICE)]


def complete_installed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The voices that are installed."""
    from pychang.voice import installed_voices

    return _those(installed_voices(), incomplete)


class VoicePath(click.Path):
    """A path to a voice: a folder or a zip."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [CompletionItem(incomplete, type=VOICE)]


def complete_section(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The sections of the songs that stand on the line already."""
    return _of_songs(ctx, _SECTION, incomplete)


def complete_part(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The parts of the songs that stand on the line already."""
    return _of_songs(ctx, _PART, incomplete)


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of mistakes; of warnings alone, for an option."""
    from pychang.cli.words import language
    from pychang.language.codes import CODES

    kinds = "W" if isinstance(param, click.Option) else ("E", "W")
    begun = incomplete.upper()
    return [
        CompletionItem(code, help=text.say(language()))
        for code, text in CODES.items()
        if code.startswith(kinds) and code.startswith(begun)
    ]


def _of_songs(ctx: click.Context, looks: re.Pattern[str], incomplete: str) -> list[CompletionItem]:
    words = [ctx.params.get("song"), *ctx.args]  # what click could not place yet: the line is not whole
    begun = unicodedata.normalize("NFC", incomplete)
    names = dict.fromkeys(name for word in words if word for name in _named(Path(word), looks))
    return _those(names, begun)


def _those(names: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def _named(song: Path, looks: re.Pattern[str]) -> list[str]:
    """The names in lines that look so, as far as the file can be read."""
    try:
        text = song.read_text("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return []
    return [name.strip() for name in looks.findall(unicodedata.normalize("NFC", text))]
