"""What the commands that take songs have in common: their arguments, and going through the songs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from pychang.cli.completing import SongPath, complete_voice
from pychang.cli.words import language, said
from pychang.diagnostic import Diagnostic, Text, Unusable
from pychang.language.wording import why_not
from pychang.world import STANDARD_INPUT

if TYPE_CHECKING:
    from pychang.cache import SoundCache

DONE, MISTAKES, WRONG_USE = 0, 1, 2
FORMATS = ("human", "short", "json")

Decorator = Callable[[Any], Any]


class WrongUse(click.ClickException):
    """Something that the user gave beside the song cannot be used."""

    exit_code = WRONG_USE

    def __init__(self, text: Text) -> None:
        super().__init__(text.say(language()))


def songs_argument() -> Decorator:
    return click.argument("songs", metavar="SONG...", nargs=-1, required=True, type=SongPath())


def song_argument() -> Decorator:
    return click.argument("song", metavar="SONG", type=SongPath())


def path_type() -> click.Path:
    return click.Path(path_type=Path)


def beside_song(song: Path, ending: str) -> Path:
    """The file of the song's name that ends so; wrong use if the song comes from standard input."""
    if song == STANDARD_INPUT:
        raise click.BadParameter(
            said(
                "표준 입력(-)에서 읽을 때에는 쓸 파일을 주세요.", "reading standard input (-), name the file."
            ),
            param_hint="-o",
        )
    return song.with_suffix(ending)


def voice_option() -> Decorator:
    return click.option(
        "--voice",
        "voice_name",
        metavar="VOICE",
        shell_complete=complete_voice,
        help=said("부를 목소리의 이름이나 폴더.", "The voice to sing with: its name or its folder."),
    )


def cache_option() -> Decorator:
    return click.option(
        "--no-cache",
        is_flag=True,
        help=said("전에 부른 소절의 소리를 쓰지 않습니다.", "Do not use the sound of phrases sung before."),
    )


def sound_cache(no_cache: bool) -> SoundCache | None:
    """The user's cache, unless it is not wanted."""
    from pychang.cache import SoundCache

    return None if no_cache else SoundCache()


def format_option() -> Decorator:
    return click.option(
        "--output-format",
        "form",
        type=click.Choice(FORMATS),
        default="human",
        help=said("틀린 곳을 보이는 꼴.", "How mistakes are shown."),
    )


class Reporter:
    """Shows the mistakes of one song after another; as JSON, those of all songs in one list at the end."""

    def __init__(self, form: str, stream: TextIO) -> None:
        self.form = form
        self.stream = stream
        self._all: list[Diagnostic] = []

    def add(self, mistakes: Sequence[Diagnostic]) -> None:
        from pychang.cli.render import render_human, render_short

        self._all += mistakes
        if self.form == "short":
            render_short(mistakes, language(), self.stream)
        elif self.form == "human" and mistakes:
            from pychang.cli.terminal import console

            render_human(mistakes, language(), console(self.stream))

    def finish(self) -> None:
        from pychang.cli.render import render_json

        if self.form == "json":
            render_json(self._all, language(), self.stream)


def each(songs: Sequence[Path], do: Callable[[Path], int]) -> int:
    """Do something with every song; the worst exit status. A file of no use stops its song alone."""
    worst = DONE
    for song in songs:
        try:
            worst = max(worst, do(song))
        except BrokenPipeError:
            raise
        except (OSError, Unusable) as why:
            WrongUse(why_not(why) if isinstance(why, OSError) else why.text).show()
            worst = WRONG_USE
    return worst


def reporter(form: str, stream: TextIO | None = None) -> Reporter:
    """JSON goes to standard output, for programs; the rest to `stream`, or standard error."""
    return Reporter(form, sys.stdout if form == "json" else stream or sys.stderr)


def counted(mistakes: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or that there are none."""
    from pychang.cli.render import summary

    return summary(mistakes, language()) or said("틀린 곳이 없습니다.", "no mistakes")
