"""What the commands that train have in common."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.songs import WrongUse
from pychang.cli.words import said
from pychang.diagnostic import Text

if TYPE_CHECKING:
    from pychang.voice.training.settings import RunSettings


NEEDED = ("tensorflow", "tensorboard", "parselmouth", "librosa", "mido")


def read(settings: Path, start: str | None = None) -> RunSettings:
    """The settings of a run; wrong use if the file is not one."""
    from pychang.voice.training.settings import read_settings

    try:
        return read_settings(settings, start)
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as why:
        text = Text(
            f"{settings}: 훈련 설정이 아닙니다 ({why}).", f"{settings}: no settings of a training ({why})."
        )
        raise WrongUse(text) from None


def need_training(names: Sequence[str] = NEEDED) -> None:
    """Wrong use, unless what training needs is installed; `names`: what a command needs of it."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        listed = ", ".join(missing)
        raise WrongUse(
            Text(
                f"목소리를 만들려면 더 설치해야 합니다({listed}): pip install 'pychang[train]'",
                f"To make a voice, install more ({listed}): pip install 'pychang[train]'",
            )
        )


def report(line: Text) -> None:
    """How far it is, for whoever watches."""
    click.echo(said(*line), file=sys.stderr)
