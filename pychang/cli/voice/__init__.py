"""`pychang voice`: the voices there are, and how new ones are made; one file a command."""

from __future__ import annotations

from importlib import import_module

import click

from pychang.cli.common import with_common_options
from pychang.cli.words import said

COMMANDS = ("align", "train", "eval", "install", "list", "show", "remove", "export", "corpus")

HELP = (
    """목소리를 보거나, 주고받거나, 새로 만듭니다.

    \b
    pychang voice list
    pychang voice show sora
    pychang voice align 나
    pychang voice train 설정.toml --run runs/나 -o 나
    pychang voice eval 나                  얼마나 닮았는지
    pychang voice install 나               어디서나 voice: 나
    pychang voice export 나                나.zip으로
    """,
    """Look at voices, make one, give one to others.

    \b
    pychang voice list
    pychang voice show sora
    pychang voice align mine
    pychang voice train settings.toml --run runs/mine -o mine
    pychang voice eval mine                how like its singer it is
    pychang voice install mine             from now on `voice: mine`, anywhere
    pychang voice export mine              as mine.zip
    """,
)


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
