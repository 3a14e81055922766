"""`pychang edit`: a song as text and piano roll, in the browser."""

from __future__ import annotations

import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.completing import complete_voice
from pychang.cli.songs import DONE, MISTAKES, WrongUse, check_folder, path_type, song_argument
from pychang.cli.words import language, said
from pychang.diagnostic import Text, Unusable
from pychang.language.wording import why_not

if TYPE_CHECKING:
    from socket import socket

    from pychang.editor.address import Address

HELP = (
    """악보를 브라우저에서 고칩니다: 글과 피아노 롤, 고친 소절부터 들으며.

    이 컴퓨터에서만 열리는 주소를 보이고 브라우저를 엽니다. 없는 파일은 저장할 때 생깁니다.
    Ctrl-C로 끝냅니다.

    \b
    pychang edit 봄노래.chang
    pychang edit --once 봄노래.chang                 브라우저를 닫으면 끝난다
    pychang edit --export 봄노래 봄노래.chang        누구나 브라우저로 듣는 웹 페이지로
    """,
    """Edit a song in the browser: its text and its piano roll, and hear what you change.

    Shows an address that opens on this machine alone, and opens the browser. A song that is not there yet
    is made when it is saved. Ctrl-C ends it.

    \b
    pychang edit song.chang
    pychang edit --once song.chang                   ends when the browser's tab is closed
    pychang edit --export song song.chang            a web page that sings in anyone's browser
    """,
)
NEEDED = ("starlette", "uvicorn", "websockets")


@click.command(help=said(*HELP))
@song_argument()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=said(
        "서버의 포트. 없으면 5330부터 비어 있는 것.", "The server's port; else the first free from 5330."
    ),
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help=said(
        "서버의 주소. 없으면 이 컴퓨터에서만 열립니다.", "The server's address; else for this machine alone."
    ),
)
@click.option(
    "--once", is_flag=True, help=said("마지막 탭을 닫으면 끝냅니다.", "End when the last tab is closed.")
)
@click.option(
    "--no-browser", is_flag=True, help=said("브라우저를 열지 않습니다.", "Do not open the browser.")
)
@click.option(
    "--export",
    "folder",
    type=path_type(),
    metavar="FOLDER",
    help=said("고치지 않고, 노래하는 웹 페이지를 씁니다.", "Edit nothing; write a web page that sings."),
)
@click.option(
    "--voice",
    "voices",
    multiple=True,
    metavar="VOICE",
    shell_complete=complete_voice,
    help=said("--export에 더 넣을 목소리. 여럿.", "With --export: other voices to bring along; several."),
)
def edit(
    song: Path,
    port: int | None,
    host: str,
    once: bool,
    no_browser: bool,
    folder: Path | None,
    voices: tuple[str, ...],
) -> int:
    """Serve SONG until Ctrl-C, which is how it is meant to end: the exit status is 0."""
    if folder is not None:
        return _export(song, folder, voices)
    if voices:
        raise click.UsageError(said("--voice는 --export와 함께 씁니다.", "--voice is for --export alone."))
    _check(song)
    listening, address = _listen(host, port)
    from pychang.editor.serve import serve
    from pychang.editor.song_lock import InUse

    try:
        unsaved = serve(song, listening, address, once, lambda url: _tell(url, address, no_browser))
    except InUse as there:
        return _go_there(there.url, no_browser)
    for name, is_kept in unsaved.items():
        click.echo(said(*(one.format(name=name) for one in (_KEPT if is_kept else _LOST))), err=True)
    return DONE


def _check(song: Path) -> None:
    """Wrong use if the song cannot be edited, or what the editor needs is not installed."""
    if any(find_spec(name) is None for name in NEEDED):
        raise WrongUse(_NOT_INSTALLED)
    if song.suffix.lower() != ".chang":
        raise WrongUse(Text(*(one.format(song=song) for one in _NO_SONG)))
    check_folder(song)
    from pychang.editor.song_file import load

    try:
        load(song)
    except Unusable as why:
        raise WrongUse(why.text) from None


def _listen(host: str, port: int | None) -> tuple[socket, Address]:
    from pychang.editor.address import MOST_TRIED, PortTaken, listen

    try:
        return listen(host, port)
    except PortTaken:
        if port is None:
            raise WrongUse(Text(*(one.format(count=MOST_TRIED) for one in _NO_PORT))) from None
        raise WrongUse(Text(*(one.format(port=port) for one in _TAKEN))) from None
    except (OSError, UnicodeError):
        why = said(f"‘{host}’라는 주소는 이 컴퓨터에 없습니다.", f"this machine has no address `{host}`.")
        raise click.BadParameter(why, param_hint="--host") from None


def _tell(url: str, address: Address, no_browser: bool) -> None:
    """Where the page is, on standard output; and open it."""
    if not address.is_loopback:
        click.echo(said(*_OPEN_TO_OTHERS), err=True)
    click.echo(url)
    click.echo(said("Ctrl-C로 끝냅니다.", "Ctrl-C ends it."), err=True)
    if not no_browser:
        import webbrowser

        threading.Thread(target=webbrowser.open, args=[url], daemon=True).start()


def _go_there(url: str, no_browser: bool) -> int:
    """Another server has the song: its page is the one to open."""
    click.echo(said(*_OPEN_ALREADY), err=True)
    click.echo(url)
    if not no_browser:
        import webbrowser

        webbrowser.open(url)
    return DONE


def _export(song: Path, folder: Path, voices: tuple[str, ...]) -> int:
    """Write the page; the exit status."""
    from pychang.cli.songs import reporter
    from pychang.editor.static_page import write_page

    try:
        page, mistakes = write_page(song, folder, voices, language())
    except Unusable as why:
        raise WrongUse(why.text) from None
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None
    reporter("human", click.get_text_stream("stderr")).add(mistakes)
    if page is None:
        return MISTAKES
    click.echo(f"{page.folder}  {page.size / 1e6:.1f} MB")
    serve_it = f"python -m http.server -d {folder}"
    click.echo(said(f"들어 보려면: {serve_it}", f"To hear it: {serve_it}"), err=True)
    return DONE


_KEPT = (
    "{name}: 저장하지 않은 글이 있습니다. 다음에 pychang edit로 열면 그대로 있습니다.",
    "{name}: some text is not saved. It is there again when you open it with pychang edit.",
)
_LOST = (
    "{name}: 저장하지 않은 글을 보관하지 못했습니다. 브라우저의 탭을 닫지 말고 글을 다른 곳에 복사하세요.",
    "{name}: some text is not saved and could not be kept. Leave the browser's tab open, and copy the text.",
)
_NOT_INSTALLED = Text(
    "편집기에 필요한 것이 설치되어 있지 않습니다. 이렇게 설치하세요: pip install 'pychang[edit]'",
    "What the editor needs is not installed. Install it with: pip install 'pychang[edit]'",
)
_NO_SONG = (
    "{song}: 이름이 .chang으로 끝나야 합니다. 다른 프로그램의 파일은 편집기 화면에 끌어다 놓거나 "
    "pychang import로 가져오세요.",
    "{song}: its name must end in .chang. Drop files of other programs on the editor's page, or bring them "
    "in with pychang import.",
)
_OPEN_ALREADY = (
    "이 악보는 다른 pychang edit가 이미 열어 두었습니다. 그 화면을 쓰세요.",
    "Another pychang edit has this song open already. Use its page.",
)
_TAKEN = (
    "포트 {port}번은 다른 프로그램이 쓰고 있거나 쓸 수 없습니다. 다른 번호를 주거나 --port를 빼세요.",
    "Port {port} is taken by another program, or not allowed. Give another one, or leave out --port.",
)
_NO_PORT = (
    "5330부터 포트 {count}개가 모두 쓰이고 있습니다. --port로 다른 번호를 주세요.",
    "{count} ports from 5330 on are all taken. Give another one with --port.",
)
_OPEN_TO_OTHERS = (
    "이 주소는 같은 망에 있는 다른 컴퓨터에서도 열립니다. 아래 주소를 아는 사람은 누구나 이 폴더의 악보를 "
    "읽고 고칠 수 있고, 오가는 것은 암호화되지 않습니다. 믿는 망에서만 쓰세요.",
    "Other computers on your network can open this address too. Whoever knows it can read and change the "
    "songs in this folder, and nothing on the way is encrypted. Use this only on a network that you trust.",
)
