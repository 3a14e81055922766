"""`pychang`: one file a command, read when it is asked for; and what each way of ending means.

Exit status: 0 done; 1 the song has errors; 2 wrong use, missing or unreadable file; 101 a bug of ours;
130 and 143 when stopped from outside.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from pychang import __version__
from pychang.cli.click_words import translate_click
from pychang.cli.common import with_common_options
from pychang.cli.terminal import prepare_streams
from pychang.cli.words import ask_for, language, said
from pychang.language.wording import slip_of

GROUPS = (
    (("부르기", "Singing"), ("build", "watch", "play", "verify")),
    (("악보 쓰기", "Writing"), ("new", "edit", "check", "fmt", "explain", "pronounce", "lsp")),
    (("살펴보기", "Looking closer"), ("show", "parse", "diff")),
    (("가져오고 내보내기", "Coming in and going out"), ("import", "export")),
    (("목소리와 프로그램", "Voices and the program"), ("voice", "cache", "info", "completion")),
)
COMMANDS = tuple(name for _, names in GROUPS for name in names)
COMPLETE = "_PYCHANG_COMPLETE"
"""Set by the shell when it asks what may come next."""
GARBAGE = (200_000, 20, 100)  # a song is a tree, with no cycles to look for again and again as it grows
INTERRUPTED, TERMINATED, OUR_BUG = 130, 143, 101


class Commands(click.Group):
    """The commands, each in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        own = f"{name}_" if iskeyword(name) else name
        return with_common_options(getattr(import_module(f"pychang.cli.{own}"), own))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By what they are for."""
        for title, names in GROUPS:
            lines = [(name, self.get_command(ctx, name).get_short_help_str(100)) for name in names]
            with formatter.section(said(*title)):
                formatter.write_dl(lines)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, but a song in place of a command is a wish that can be guessed."""
        if args and args[0].endswith(".chang"):
            wish = f"pychang build {args[0]}"
            ctx.fail(
                said(f"명령이 빠졌습니다. `{wish}`인가요?", f"There is no command. Do you mean `{wish}`?")
            )
        if args and args[0] not in COMMANDS and (near := slip_of(args[0], COMMANDS)):
            ctx.fail(
                said(
                    f"{args[0]!r}라는 명령은 없습니다. {near!r}인가요?",
                    f"No such command {args[0]!r}. Did you mean {near!r}?",
                )
            )
        return super().resolve_command(ctx, args)

    def main(
        self, args: Sequence[str] | None = None, *others: Any, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run, and end with our exit status."""
        ask_for(sys.argv[1:] if args is None else args)
        self.help = said(*HELP)
        with_common_options(self)
        self.params = [one for one in self.params if "--version" not in one.opts]
        self.params.insert(0, version_option())
        run = partial(super().main, args, *others, standalone_mode=False, **extra)
        return sys.exit(exit_status(run)) if standalone_mode else run()


def version_option() -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_tell_version,
        help=said("버전을 보입니다.", "Show the version."),
    )


def _tell_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"pychang {__version__}")
        ctx.exit()


def exit_status(run: Callable[[], object]) -> int:
    """What running a command ends with; whatever went wrong is told on standard error."""
    try:
        status = run()
        return status if isinstance(status, int) else 0
    except click.ClickException as wrong_use:
        wrong_use.show()
        return wrong_use.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(said("멈추었습니다.", "Stopped."), err=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as bug:
        if os.environ.get("PYCHANG_DEBUG"):
            raise
        click.echo(said(*our_bug(bug)), err=True)
        return OUR_BUG


def our_bug(bug: Exception) -> tuple[str, str]:
    """In Korean and English: it is not the user's fault."""
    what = f"{type(bug).__name__}: {bug}"[:300]
    return (
        f"PyChang의 잘못으로 멈추었습니다 ({what}).\n"
        "PYCHANG_DEBUG=1을 앞에 붙여 다시 실행하면 나오는 글을 악보와 함께 알려 주세요.",
        f"This is a bug of PyChang ({what}).\n"
        "Please report it with the song, and with what PYCHANG_DEBUG=1 in front of the command prints.",
    )


HELP = (
    """한국어 악보(.chang)를 노래로 만듭니다.

    \b
    pychang build songs/arirang.chang      songs/arirang.wav로 부른다
    pychang new 봄노래                     새 노래를 시작한다
    pychang watch 봄노래/봄노래.chang      저장할 때마다 다시 부른다
    pychang play songs/arirang.chang       불러서 바로 들려준다
    pychang check songs/*.chang            부르지 않고 틀린 곳만 찾는다
    pychang pronounce 꽃 위                꼬 뒤
    """,
    """Sing Korean from a plain-text score (.chang).

    \b
    pychang build songs/arirang.chang      sing it to songs/arirang.wav
    pychang new 봄노래                     begin a song
    pychang watch 봄노래/봄노래.chang      sing it anew whenever it is saved
    pychang play songs/arirang.chang       sing it, and play it at once
    pychang check songs/*.chang            only look for mistakes
    pychang pronounce 꽃 위                꼬 뒤
    """,
)


@click.command(cls=Commands)
def pychang() -> None:
    """The group of all commands."""
    translate_click(language)


def main() -> None:
    """The program."""
    translate_click(language)
    gc.set_threshold(*GARBAGE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    prepare_streams()
    if COMPLETE in os.environ:
        from pychang.cli.shells import add_shells

        add_shells()
    pychang.main(prog_name="pychang", complete_var=COMPLETE)
