"""`pychang voice list`: the voices that are shipped, and those that are installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.songs import result_option
from pychang.cli.voice.card import fields, reach
from pychang.cli.words import language, said
from pychang.diagnostic import Text

if TYPE_CHECKING:
    from pychang.voice import VoiceCard, VoiceError

SOURCES = {"shipped": Text("기본", "shipped"), "installed": Text("설치됨", "installed")}


@click.command(
    "list",
    help=said(
        "딸린 목소리와 설치한 목소리를 보입니다.", "List the voices that are shipped and those installed."
    ),
)
@result_option()
def command(form: str) -> None:
    """A line for each: name, range, where it is from, description."""
    if form == "json":
        import json

        click.echo(json.dumps([as_json(*one) for one in voices()], ensure_ascii=False, indent=2))
        return
    for name, source, _, card in voices():
        click.echo(f"{name}  {line(source, card)}")


def voices() -> Iterator[tuple[str, str, Path, VoiceCard | VoiceError]]:
    """Name, one of `SOURCES`, folder, and the card or what is wrong with it. No model is read."""
    from pychang.voice.error import VoiceError
    from pychang.voice.files import SHIPPED, read_card
    from pychang.voice.find import installed_voices, shipped_voices

    shipped = ((name, "shipped", SHIPPED / name) for name in shipped_voices())
    installed = ((name, "installed", where) for name, where in installed_voices().items())
    for name, source, where in (*shipped, *installed):
        try:
            yield name, source, where, read_card(where)
        except VoiceError as broken:
            yield name, source, where, broken


def line(source: str, card: VoiceCard | VoiceError) -> str:
    """What there is to say of a voice beside its name."""
    mark = SOURCES[source].say(language())
    if isinstance(card, Exception):
        return f"{mark}  {card.text.say(language())}"
    return f"{reach(card)}  {mark}  {card.description}"


def as_json(name: str, source: str, where: Path, card: VoiceCard | VoiceError) -> dict[str, object]:
    if isinstance(card, Exception):
        return {"name": name, "source": source, "folder": str(where), "broken": card.text.say(language())}
    return {**fields(card), "name": name, "source": source, "range": reach(card)}
