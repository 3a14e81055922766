"""`pychang voice`: the voices there are, and how new ones are made; one file a command."""

from __future__ import annotations

import gc
from importlib import import_module

import click

from pychang.cli.common import with_common_options
from pychang.cli.words import said

COMMANDS = ("new", "check", "align", "train", "eval", "install", "list", "show", "remove", "export", "corpus")

HELP = (
    """내 목소리를 만들고, 보고, 주고받습니다.

    \b
    pychang voice new 나          녹음할 폴더를 폅니다
    pychang voice check 나        녹음을 살펴봅니다
    pychang voice align 나        소리마다 어디인지 찾습니다
    pychang voice train 나        목소리를 만듭니다
    pychang voice eval 나         얼마나 닮았는지 재어 봅니다
    pychang voice install 나      어디서나 voice: 나
    pychang voice export 나       나.zip으로
    """,
    """Make a voice of your own, look at voices, give them to others.

    \b
    pychang voice new mine        lay out a folder to record to
    pychang voice check mine      look the recordings over
    pychang voice align mine      find where each sound of them is
    pychang voice train mine      make the voice
    pychang voice eval mine       measure how like the recordings it is
    pychang voice install mine    from now on `voice: mine`, anywhere
    pychang voice export mine     as mine.zip
    """,
)


CYCLES = (700, 10, 10)  # Python's own: figures and networks are cycles, and recordings are many


class VoiceCommands(click.Group):
    """The commands about voices, each in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return with_common_options(import_module(f"pychang.cli.voice.{name}").command)


@click.group(cls=VoiceCommands, help=said(*HELP))
def voice() -> None:
    """The commands about voices."""
    gc.set_threshold(*CYCLES)
