"""`pychang voice show`: everything on a voice's card."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.songs import each
from pychang.cli.voice.card import rows
from pychang.cli.words import said


@click.command("show", help=said("목소리 하나를 자세히 보입니다.", "Tell all about a voice."))
@click.argument("name", metavar="NAME")
def command(name: str) -> int:
    """Everything on the card of the voice with that name, or in that folder."""
    return each([Path(name)], lambda _: print_card(name))


def print_card(name: str) -> int:
    from pychang.world import World

    for label, value in rows(World().card(name, Path())):
        click.echo(f"{label}: {value}")
    return 0
