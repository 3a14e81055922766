"""What the commands that take songs have in common: their arguments, and going through the songs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from pychang.cli.completing import SongPath, complete_code, complete_part, complete_voice
from pychang.cli.words import language, said
from pychang.diagnostic import Diagnostic, Text, Unusable
from pychang.language.wording import why_not
from pychang.world import STANDARD_INPUT

if TYPE_CHECKING:
    from pychang.cache import SoundCache
    from pychang.score.model import Part, Score

DONE, MISTAKES, WRONG_USE = 0, 1, 2
FORMATS = ("human", "short", "json", "github")
FOR_PROGRAMS = ("json", "github")  # these go to standard output

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


def check_folder(output: Path) -> None:
    """Wrong use if the folder of a file to write is not there."""
    if not output.parent.is_dir():
        raise WrongUse(Text(f"{output.parent} 폴더가 없습니다.", f"There is no folder {output.parent}."))


def voice_option() -> Decorator:
    return click.option(
        "--voice",
        "voice_name",
        metavar="VOICE",
        shell_complete=complete_voice,
        help=said("부를 목소리의 이름, 폴더, 또는 zip.", "The voice to sing with: its name, folder or zip."),
    )


def stretch_options() -> Decorator:
    """`--from` and `--to`, as `from_s` and `to_s`; see `check_stretch`."""
    from_s = click.option(
        "--from", "from_s", type=click.FloatRange(min=0), default=0.0, help=said("몇 초부터.", "In seconds.")
    )
    to_s = click.option("--to", "to_s", type=click.FloatRange(min=0), help=said("몇 초까지.", "In seconds."))
    return lambda command: from_s(to_s(command))


def check_stretch(from_s: float, to_s: float | None) -> None:
    """Wrong use if the end is not later than the beginning."""
    if to_s is not None and to_s <= from_s:
        raise click.BadParameter(
            said("--from보다 뒤여야 합니다.", "it must be later than --from."), param_hint="--to"
        )


def song_is_shorter() -> click.BadParameter:
    """Than where `--from` would begin."""
    return click.BadParameter(said("노래가 그보다 짧습니다.", "the song is shorter."), param_hint="--from")


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


def part_option() -> Decorator:
    return click.option(
        "--part",
        "part_name",
        metavar="NAME",
        shell_complete=complete_part,
        help=said("파트의 이름. 없으면 노래하는 첫 파트.", "The part, by name; else the first that sings."),
    )


def part_named(score: Score, name: str | None) -> Part:
    """The part of that name, or the first that sings; wrong use if there is none."""
    if name is None:
        return next((part for part in score.parts if part.syllables), score.parts[0])
    found = next((part for part in score.parts if name == part.name), None)
    if found is None:
        names = ", ".join(part.name for part in score.parts if part.name)
        raise click.BadParameter(
            said(
                f"‘{name}’ 파트는 없습니다. 있는 파트: {names}",
                f"there is no part `{name}`; there are: {names}",
            )
            if names
            else said(
                f"‘{name}’ 파트는 없습니다. 이 노래는 파트로 나뉘어 있지 않습니다.",
                f"there is no part `{name}`: the song is not divided into parts.",
            ),
            param_hint="--part",
        )
    return found


def format_option() -> Decorator:
    return click.option(
        "--output-format",
        "form",
        type=click.Choice(FORMATS),
        default="human",
        help=said("틀린 곳을 보이는 꼴.", "How mistakes are shown."),
    )


def result_option() -> Decorator:
    """Of commands that show something other than mistakes."""
    return click.option(
        "--output-format",
        "form",
        type=click.Choice(("human", "json")),
        default="human",
        help=said("결과를 보이는 꼴.", "How the result is shown."),
    )


def ignore_option() -> Decorator:
    return click.option(
        "--ignore",
        "ignored",
        metavar="W…",
        multiple=True,
        shell_complete=complete_code,
        callback=_read_ignored,
        help=said(
            "보이지 않을 경고: W241, 또는 앞부분만(W2). 쉼표로 여럿.",
            "Warnings not to show: W241, or how they begin (W2); several with commas.",
        ),
    )


def _read_ignored(ctx: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """How the codes to ignore begin; wrong use if they are no warnings."""
    from pychang.language.codes import CODES
    from pychang.language.wording import did_you_mean

    begins = tuple(one.strip().upper() for value in values for one in value.rstrip(", ").split(","))
    warnings = [code for code in CODES if code.startswith("W")]
    for begin in begins:
        if begin.startswith("E") and any(code.startswith(begin) for code in CODES):
            raise click.BadParameter(
                said(f"{begin}: 오류는 무시할 수 없습니다.", f"{begin}: errors cannot be ignored.")
            )
        if not begin or not any(code.startswith(begin) for code in warnings):
            near = did_you_mean(begin, warnings).say(language())
            raise click.BadParameter(
                said(f"{begin}: 그런 경고는 없습니다. {near}", f"{begin}: no such warning. {near}")
            )
    return begins


def not_ignored(mistakes: Iterable[Diagnostic], ignored: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """The mistakes whose codes begin with none of `ignored`."""
    return tuple(one for one in mistakes if not one.code.startswith(ignored))


class Reporter:
    """Shows the mistakes of one song after another; as JSON, those of all songs in one list at the end."""

    def __init__(self, form: str, stream: TextIO) -> None:
        self.form = form
        self.stream = stream
        self._all: list[Diagnostic] = []

    def add(self, mistakes: Sequence[Diagnostic]) -> None:
        from pychang.cli.render import render_github, render_human, render_short

        self._all += mistakes
        if self.form == "short":
            render_short(mistakes, language(), self.stream)
        elif self.form == "github":
            render_github(mistakes, language(), self.stream)
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
    """What is for programs goes to standard output; the rest to `stream`, or standard error."""
    return Reporter(form, sys.stdout if form in FOR_PROGRAMS else stream or sys.stderr)


def counted(mistakes: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or that there are none."""
    from pychang.cli.render import summary

    return summary(mistakes, language()) or said("틀린 곳이 없습니다.", "no mistakes")
