"""`pychang completion`: what a shell needs to complete commands, songs, voices and sections."""

from __future__ import annotations

import click

from pychang.cli.words import said

HELP = (
    """셸이 Tab으로 명령, 악보, 목소리, 구절 이름을 채우게 하는 스크립트를 출력합니다.

    \b
    eval "$(pychang completion bash)"                        ~/.bashrc에
    eval "$(pychang completion zsh)"                         ~/.zshrc에, compinit 뒤
    pychang completion fish | source                         ~/.config/fish/config.fish에
    pychang completion powershell | Out-String | iex         $PROFILE에
    """,
    """Print the script with which a shell completes commands, songs, voices and sections.

    \b
    eval "$(pychang completion bash)"                        in ~/.bashrc
    eval "$(pychang completion zsh)"                         in ~/.zshrc, after compinit
    pychang completion fish | source                         in ~/.config/fish/config.fish
    pychang completion powershell | Out-String | iex         in $PROFILE
    """,
)
NAMES = ("bash", "zsh", "fish", "powershell")


@click.command(help=said(*HELP))
@click.argument("shell", metavar="[bash|zsh|fish|powershell]", type=click.Choice(NAMES))
def completion(shell: str) -> None:
    """Print the script for that shell."""
    from pychang.cli.shells import SHELLS

    click.echo(SHELLS[shell].source_template, nl=False)
