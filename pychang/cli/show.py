"""`pychang show`: notes, words, pitch and spectrogram above one another, to look at what is sung."""

from __future__ import annotations

import click

from pychang.cli.words import said


@click.command(help=said("음, 글자, 음높이, 소리의 그림.", "Draw notes, words, pitch and sound."))
def show() -> int:
    return 0
