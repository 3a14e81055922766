"""`pychang voice train`: a voice from recordings, or from a corpus, as its settings say."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.songs import WrongUse, each, path_type
from pychang.cli.voice.training import need_training, read, report
from pychang.cli.words import said
from pychang.diagnostic import Text

SETTINGS = "training.toml"  # in a voice's folder


@click.command(
    "train",
    help=said(
        "목소리의 폴더(또는 설정 파일)대로 목소리를 만듭니다. 멈춘 뒤 다시 부르면 이어서 합니다.",
        "Make the voice of a FOLDER, or of a settings file. "
        "The same call goes on where an earlier one was stopped.",
    ),
)
@click.argument("folder", metavar="FOLDER", type=path_type())
@click.option(
    "--run",
    type=path_type(),
    help=said(
        "훈련 자료와 중간 상태를 둘 폴더. 없으면 폴더 안의 run.",
        "The folder for data and checkpoints; else `run` in FOLDER.",
    ),
)
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said("목소리를 둘 폴더. 없으면 그 폴더.", "Where to put the voice; else FOLDER itself."),
)
@click.option(
    "--from",
    "start",
    metavar="VOICE",
    help=said(
        "물려받을 목소리의 이름, 폴더, 또는 zip. none이면 아무것도 없이 처음부터.",
        "The voice, by name, folder or zip, to begin with; `none`: from nothing.",
    ),
)
@click.option(
    "--stop-after",
    "minutes",
    metavar="MINUTES",
    type=click.FloatRange(min=0),
    help=said("몇 분 뒤에 멈출지.", "How many minutes to train for, this time."),
)
@click.option(
    "--again",
    is_flag=True,
    help=said("하던 훈련을 버리고 처음부터.", "Throw away the training so far, and begin afresh."),
)
def command(
    folder: Path, run: Path | None, output: Path | None, start: str | None, minutes: float | None, again: bool
) -> int:
    """Train, and export the voice."""
    need_training()
    return each([folder], lambda path: train_voice(path, run, output, start, minutes, again))


def train_voice(
    path: Path, run: Path | None, output: Path | None, start: str | None, minutes: float | None, again: bool
) -> int:
    settings = path / SETTINGS if path.is_dir() else path
    if path.is_dir() and not settings.exists():
        raise WrongUse(
            Text(
                f"{settings}: 설정 파일이 없습니다. `pychang voice new`가 펴는 폴더의 것을 가져다 두고, "
                'recordings 폴더가 따로 없으면 folder = "."으로 고치세요.',
                f"{settings}: no settings here. Take those of a folder that `pychang voice new` lays out, "
                'with folder = "." if the recordings are in no folder of their own.',
            )
        )
    start = as_typed(start)
    read(settings, start)
    from pychang.quiet import import_tensorflow
    from pychang.voice.training.run import train_voice

    import_tensorflow()

    train_voice(
        settings,
        run or settings.parent / "run",
        output or settings.parent,
        report,
        None if minutes is None else minutes * 60,
        start,
        again,
    )
    return 0


def as_typed(start: str | None) -> str | None:
    """A path is typed from where one is, while the settings name theirs from where they are."""
    from pychang.voice.find import shipped_voices, voice_at

    if start is None or start in shipped_voices() or voice_at(Path(start)) is None:
        return start
    return str(Path(start).resolve())
