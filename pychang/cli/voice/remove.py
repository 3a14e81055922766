"""`pychang voice remove`: an installed voice dropped."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.completing import complete_installed
from pychang.cli.songs import each
from pychang.cli.words import said


@click.command(
    "remove",
    help=said("설치한 목소리를 지웁니다. 딸린 목소리는 지우지 않습니다.", "Drop a voice that was installed."),
)
@click.argument("name", metavar="NAME", shell_complete=complete_installed)
def command(name: str) -> int:
    """Drop it, and tell where it was."""
    return each([Path(name)], lambda _: remove_voice(name))


def remove_voice(name: str) -> int:
    from pychang.voice.package.install import remove

    was = remove(name)
    click.echo(said(f"‘{name}’ 목소리를 지웠습니다: {was}", f"Removed the voice `{name}`: {was}"))
    return 0
