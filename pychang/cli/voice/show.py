"""`pychang voice show`: everything on a voice's card."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.completing import complete_voice
from pychang.cli.songs import each, result_option
from pychang.cli.voice.card import fields, reach, rows
from pychang.cli.words import said


@click.command("show", help=said("목소리 하나를 자세히 보입니다.", "Tell all about a voice."))
@click.argument("name", metavar="VOICE", shell_complete=complete_voice)
@result_option()
def command(name: str, form: str) -> int:
    """Everything on the card of the voice with that name, or in that folder or zip."""
    return each([Path(name)], lambda _: print_card(name, form))


def print_card(name: str, form: str) -> int:
    from pychang.world import World

    card = World().card(name, Path())
    if form == "json":
        import json

        shown = {**fields(card), "range": reach(card), "made": card.made}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
        return 0
    for label, value in rows(card):
        click.echo(f"{label}: {value}")
    return 0
