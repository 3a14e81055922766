"""`pychang voice new`: the folder in which a voice is made."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click

from pychang.cli.laying_out import NewPath, listed, own_name, quoted, write_new
from pychang.cli.songs import WrongUse
from pychang.cli.words import language, said
from pychang.diagnostic import Text
from pychang.language.wording import why_not

HELP = (
    """내 목소리를 만들 폴더를 폅니다: 녹음하는 법, 연습곡, 설정.

    \b
    pychang voice new mine
    pychang voice new 내목소리 --low     한 옥타브 낮게 부르는 사람
    """,
    """Lay out a folder for a voice of your own: how to record, songs to sing, settings.

    \b
    pychang voice new mine
    pychang voice new 내목소리 --low     for those who sing an octave lower
    """,
)
NO_NAME = Text("목소리의 이름이 비어 있습니다.", "the name of the voice is empty.")
NOT_OURS = (".git", ".DS_Store", "desktop.ini", "Thumbs.db")  # in a folder that its owner would call empty


@click.command("new", help=said(*HELP))
@click.argument("folder", metavar="NAME", type=NewPath(NO_NAME))
@click.option(
    "--low",
    is_flag=True,
    help=said("연습곡을 한 옥타브 낮게 (G2–D4).", "The practice songs an octave lower (G2–D4)."),
)
def command(folder: Path, low: bool) -> None:
    """Lay the folder out, and tell what comes next."""
    from pychang.recordings.folder import voice_folder
    from pychang.voice import read_card
    from pychang.voice.files import DEFAULT, SHIPPED
    from pychang.voice.find import all_names
    from pychang.voice.package.install import can_be_name

    name = " ".join(unicodedata.normalize("NFC", own_name(folder)).split())
    if name in all_names():
        raise WrongUse(
            Text(
                f"‘{name}’ 목소리는 벌써 있습니다. 다른 이름을 주세요.",
                f"there is a voice `{name}` already. Give another name.",
            )
        )
    if not (can_be_name(name) and own_name(folder).isprintable()):
        raise WrongUse(
            Text(
                f"목소리 이름으로 쓸 수 없습니다: {name!r}. 다른 이름을 주세요.",
                f"{name!r} cannot be the name of a voice. Give another name.",
            )
        )
    check_empty(folder)
    card = read_card(SHIPPED / DEFAULT)
    files = voice_folder(name, quoted(own_name(folder)), low, card, language())
    write_new({folder / path: text for path, text in files.items()})
    for path in files:
        click.echo(str(folder / path))
    click.echo("\n" + next_steps(folder), err=True)


def check_empty(folder: Path) -> None:
    """Wrong use, if there is something in the folder, or if it is none."""
    try:
        there = sorted(path.name for path in folder.iterdir() if path.name not in NOT_OURS)
    except FileNotFoundError:
        return
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None
    if there:
        raise WrongUse(
            Text(
                f"{folder}: 비어 있지 않습니다({there[0]}). 아무것도 쓰지 않았습니다. 새 이름을 주세요.",
                f"{folder} is not empty ({there[0]}); nothing was written. Give a new name.",
            )
        )


def next_steps(folder: Path) -> str:
    """What to type now."""
    named = quoted(folder)
    return listed(
        (
            (
                str(folder / "README.md"),
                said("녹음하는 법을 읽으세요", "read how to record"),
            ),
            (
                f"pychang build {named}/guide/*.chang",
                said("따라 부를 길잡이를 만듭니다", "makes the tracks to sing along with"),
            ),
            (
                str(folder / "recordings" / "1-morning.wav"),
                said("여기에, 다른 곡도 이렇게 녹음하세요", "record to here, and the other songs likewise"),
            ),
            (
                f"pychang voice check {named}",
                said("녹음을 살펴봅니다", "looks the recordings over"),
            ),
        )
    )
