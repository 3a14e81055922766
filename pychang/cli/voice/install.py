"""`pychang voice install`: a voice from a folder or a zip, for all songs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.completing import VoicePath
from pychang.cli.songs import WrongUse, each
from pychang.cli.voice.card import reach
from pychang.cli.words import language, said
from pychang.diagnostic import Text
from pychang.language.wording import josa

if TYPE_CHECKING:
    from pychang.voice.package.install import Installed


@click.command(
    "install",
    help=said(
        """폴더나 zip의 목소리를 설치합니다. 그 뒤로 어느 악보에서나 이름으로 부를 수 있습니다.

        먼저 모든 것을 검사합니다. 받은 목소리에서는 아무 코드도 실행되지 않습니다.
        """,
        """Install the voice in a folder or zip: from then on any song can name it.

        Everything is checked first, and no code in the voice is run.
        """,
    ),
)
@click.argument("voice", metavar="FILE_OR_FOLDER", type=VoicePath())
@click.option("--name", metavar="NAME", help=said("설치할 이름.", "The name to install it by."))
@click.option(
    "--force",
    is_flag=True,
    help=said("같은 이름의 다른 목소리를 바꿉니다.", "Replace another voice of the same name."),
)
def command(voice: Path, name: str | None, force: bool) -> int:
    """Check and install."""
    return each([voice], lambda voice: install_voice(voice, name, force))


def install_voice(path: Path, name: str | None, force: bool) -> int:
    from pychang.voice.find import voice_at
    from pychang.voice.package.install import install

    where = voice_at(path)
    if where is None:
        raise WrongUse(no_voice_at(path))
    for line in told(install(where, name, force)):
        click.echo(line)
    return 0


def no_voice_at(path: Path) -> Text:
    """Why there is no voice at a path."""
    if not path.exists():
        return Text(f"{path}: 그런 파일이나 폴더가 없습니다.", f"{path}: there is no such file or folder.")
    if path.is_dir():
        return Text(
            f"{path}: voice.toml 파일이 없습니다. 아직 훈련하지 않은 목소리인가요?",
            f"{path}: there is no voice.toml in it. Is it a voice that is not trained yet?",
        )
    return Text(f"{path}: 목소리의 폴더나 zip이 아닙니다.", f"{path}: neither a voice's folder nor its zip.")


def told(done: Installed) -> list[str]:
    """What was done, and what the card promises."""
    card, name = done.card, done.name
    how = {
        "new": Text(
            f"‘{name}’ 목소리를 설치했습니다: {done.folder}", f"Installed the voice `{name}`: {done.folder}"
        ),
        "same": Text(
            f"‘{name}’ 목소리는 이미 그대로 설치되어 있습니다: {done.folder}",
            f"The voice `{name}` is installed already, just so: {done.folder}",
        ),
        "replaced": Text(
            f"‘{name}’ 목소리를 바꾸었습니다: {done.folder}", f"Replaced the voice `{name}`: {done.folder}"
        ),
    }
    rows = [
        (said("음역", "range"), reach(card)),
        (said("이용 조건", "licence"), card.licence),
        (said("부른 이", "singer"), card.singer),
        (said("허락", "consent"), card.consent),
    ]
    use = said(f"악보에 voice: {name}{josa(name, '이라고', '라고')} 쓰세요.", f"In a song: voice: {name}")
    said_of_it = [f"{label}: {value}" for label, value in rows if value]
    return [how[done.change.value].say(language()), *said_of_it, use]
