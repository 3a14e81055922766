"""`pychang voice train`: a voice from its settings."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.songs import each, path_type
from pychang.cli.voice.training import need_training, read, report
from pychang.cli.words import said


@click.command(
    "train",
    help=said(
        "설정 파일대로 목소리를 만듭니다. 멈춘 뒤 다시 부르면 이어서 합니다.",
        "Make the voice that SETTINGS describes. The same call goes on where an earlier one was stopped.",
    ),
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
def command(settings: Path, run: Path, output: Path | None, start: str | None, minutes: float | None) -> int:
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
