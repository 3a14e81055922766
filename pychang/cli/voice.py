"""`pychang voice`: the voices there are, and how new ones are made."""

from __future__ import annotations

import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.songs import WrongUse, each, path_type
from pychang.cli.words import said
from pychang.diagnostic import Text

if TYPE_CHECKING:
    from pychang.voice import VoiceCard
    from pychang.voice.training.settings import RunSettings

HELP = (
    """목소리를 보거나 새로 만듭니다.

    \b
    pychang voice list
    pychang voice show sora
    pychang voice train 설정.toml --run runs/나 -o 나
    """,
    """Look at voices, or make one.

    \b
    pychang voice list
    pychang voice show sora
    pychang voice train settings.toml --run runs/mine -o mine
    """,
)


@click.group(help=said(*HELP))
def voice() -> None:
    """The commands about voices."""


@voice.command("list", help=said("설치된 목소리를 보입니다.", "List the voices that are installed."))
def list_voices() -> None:
    """A line for each: name, range, description."""
    from pychang.voice import shipped_voices
    from pychang.world import World

    for name in shipped_voices():
        card = World().card(name, Path())
        click.echo(f"{name}  {reach(card)}  {card.description}")


@voice.command("show", help=said("목소리 하나를 자세히 보입니다.", "Tell all about a voice."))
@click.argument("name", metavar="NAME")
def show_voice(name: str) -> int:
    """Everything on the card of the voice with that name, or in that folder."""
    return each([Path(name)], lambda _: print_card(name))


def print_card(name: str) -> int:
    from pychang.world import World

    for label, value in rows(World().card(name, Path())):
        click.echo(f"{label}: {value}")
    return 0


def rows(card: VoiceCard) -> list[tuple[str, str]]:
    """What there is to say about a voice, with labels in the user's language."""
    picture, vibrato = card.geometry, card.vibrato
    rows = [
        (said("이름", "name"), card.name),
        (said("설명", "description"), card.description),
        (said("음역", "range"), reach(card)),
        (
            said("떨림", "vibrato"),
            f"depth={vibrato.depth_cents:g} rate={vibrato.rate_hz:g} delay={vibrato.delay_s:g}",
        ),
        (said("소리", "sound"), f"{picture.sample_rate} Hz, n_fft {picture.n_fft}, hop {picture.hop}"),
        (said("이용 조건", "licence"), card.licence),
        (said("폴더", "folder"), str(card.folder)),
    ]
    return [*rows, *((f"made.{key}", str(value)) for key, value in card.made.items())]


def reach(card: VoiceCard) -> str:
    from pychang.score.range import pitch_name

    return f"{pitch_name(card.low_midi)}–{pitch_name(card.high_midi)}"


@voice.command(
    help=said(
        "설정 파일대로 목소리를 만듭니다. 멈춘 뒤 다시 부르면 이어서 합니다.",
        "Make the voice that SETTINGS describes. The same call goes on where an earlier one was stopped.",
    )
)
@click.argument("settings", metavar="SETTINGS", type=path_type())
@click.option(
    "--run",
    required=True,
    type=path_type(),
    help=said("훈련 자료와 중간 상태를 둘 폴더.", "The folder for the corpus and the checkpoints."),
)
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said("목소리 폴더. 없으면 설정 파일이 있는 폴더.", "The voice's folder; else that of SETTINGS."),
)
@click.option(
    "--from",
    "start",
    metavar="VOICE",
    help=said(
        "가중치를 물려받을 목소리의 이름이나 폴더.",
        "The voice, by name or folder, whose weights to begin with.",
    ),
)
@click.option(
    "--stop-after",
    "minutes",
    metavar="MINUTES",
    type=click.FloatRange(min=0),
    help=said("몇 분 뒤에 멈출지.", "How many minutes to train for, this time."),
)
def train(settings: Path, run: Path, output: Path | None, start: str | None, minutes: float | None) -> int:
    """Train, and export the voice."""
    need_training()
    return each([settings], lambda file: train_voice(file, run, output or file.parent, start, minutes))


def train_voice(settings: Path, run: Path, folder: Path, start: str | None, minutes: float | None) -> int:
    read(settings)
    from pychang.voice import find_voice
    from pychang.voice.training.run import train_voice

    begin = None if start is None else find_voice(start, Path())
    train_voice(settings, run, folder, report, None if minutes is None else minutes * 60, begin)
    return 0


@voice.command(
    help=said(
        "목소리가 배울 노래들을 지어 부릅니다.",
        "Sing the made-up songs that the voice of SETTINGS learns from.",
    )
)
@click.argument("settings", metavar="SETTINGS", type=path_type())
@click.option(
    "-o", "--output", required=True, type=path_type(), help=said("둘 폴더.", "The folder for them.")
)
def corpus(settings: Path, output: Path) -> int:
    """Make the corpus alone."""
    need_training()
    return each([settings], lambda settings: make_corpus(settings, output))


def make_corpus(settings: Path, folder: Path) -> int:
    how = read(settings)
    from pychang.voice.training.run import make_corpus

    make_corpus(how, folder, report)
    return 0


def read(settings: Path) -> RunSettings:
    """The settings of a run; wrong use if the file is not one."""
    from pychang.voice.training.settings import read_settings

    try:
        return read_settings(settings)
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as why:
        text = Text(
            f"{settings}: 훈련 설정이 아닙니다 ({why}).", f"{settings}: no settings of a training ({why})."
        )
        raise WrongUse(text) from None


def need_training() -> None:
    """Wrong use, unless what training needs is installed."""
    missing = [name for name in ("tensorflow", "parselmouth") if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        raise WrongUse(
            Text(
                f"목소리를 만들려면 더 설치해야 합니다({names}): pip install 'pychang[train]'",
                f"To make a voice, install more ({names}): pip install 'pychang[train]'",
            )
        )


def report(line: str) -> None:
    """How far it is, for whoever watches."""
    click.echo(line, file=sys.stderr)
