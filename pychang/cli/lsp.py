"""`pychang lsp`: support for editors, over the Language Server Protocol."""

from __future__ import annotations

import click

from pychang.cli.words import said

HELP = (
    """편집기가 불러 쓰는 언어 서버입니다(Language Server Protocol, 표준 입출력).

    틀린 곳을 치는 대로 보이고, 다듬고, 뜻과 발음을 알려 주고, 이어 쓸 말을 내놓습니다.
    VS Code에서는 확장이, Neovim·Helix·Emacs에서는 설정 몇 줄이 이 명령을 부릅니다.
    """,
    """The language server that editors start (Language Server Protocol, over standard input and output).

    Mistakes as you type, formatting, meanings and pronunciation, completion. In VS Code the extension starts
    it; in Neovim, Helix and Emacs a few lines of configuration do.
    """,
)


@click.command(help=said(*HELP))
@click.option("--stdio", is_flag=True, hidden=True)  # some clients always say it
def lsp(stdio: bool) -> None:
    """Serve one editor."""
    from pychang.lsp.server import serve

    serve()
