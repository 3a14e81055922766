"""`pychang voice list`: the voices that are installed."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.voice.card import reach
from pychang.cli.words import said


@click.command("list", help=said("설치된 목소리를 보입니다.", "List the voices that are installed."))
def command() -> None:
    """A line for each: name, range, description."""
    from pychang.voice import shipped_voices
    from pychang.world import World

    for name in shipped_voices():
        card = World().card(name, Path())
        click.echo(f"{name}  {reach(card)}  {card.description}")
