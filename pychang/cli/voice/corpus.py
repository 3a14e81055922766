"""`pychang voice corpus`: the made-up songs that a voice learns from."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.songs import each, path_type
from pychang.cli.voice.training import need_training, read, report
from pychang.cli.words import said


@click.command(
    "corpus",
    help=said(
        "목소리가 배울 노래들을 지어 부릅니다.",
        "Sing the made-up songs that the voice of SETTINGS learns from.",
    ),
)
@click.argument("settings", metavar="SETTINGS", type=path_type())
@click.option(
    "-o", "--output", required=True, type=path_type(), help=said("둘 폴더.", "The folder for them.")
)
def command(settings: Path, output: Path) -> int:
    """Make the corpus alone."""
    need_training()
    return each([settings], lambda settings: make_corpus(settings, output))


def make_corpus(settings: Path, folder: Path) -> int:
    how = read(settings)
    from pychang.voice.training.run import make_corpus

    make_corpus(how, folder, report)
    return 0
