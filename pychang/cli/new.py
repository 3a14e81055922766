"""`pychang new`: a song to begin with."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click

from pychang.cli.laying_out import NewPath, listed, own_name, quoted, write_new
from pychang.cli.words import said
from pychang.diagnostic import Text

HELP = (
    """새 노래를 시작합니다: 폴더 하나에 짧은 노래와 .gitattributes, .gitignore.

    \b
    pychang new 봄노래              봄노래/봄노래.chang
    pychang new 가을.chang          악보 하나만
    """,
    """Begin a song: a folder with a short song that sings, .gitattributes and .gitignore.

    \b
    pychang new 봄노래              to 봄노래/봄노래.chang
    pychang new 가을.chang          the song's file alone
    """,
)
SONG = """\
// {intro}
title: {title}
tempo: 96
meter: 4/4
key: C major
form: 노래 후렴 노래 후렴

// {verses}
[노래]
| @mp E4:4 E4 D4 E4 | G4 A4 G4:2 | E4:4 E4 D4 C4 | D4:2. r:4  |
> 창을 열면 봄이 와 말을 걸어요
> 길을 걷다 문득 서 귀를 열어요
| E4:4 E4 D4 E4     | G4 A4 G4:2 | C5:4 A4 G4 E4 | D4 E4 C4 r |
> 겨우내내 움츠린 마음까지 두드려
> 어디선가 들려온 노랫소리 따라가

// {hold}
[후렴]
| @mf A4:4 A4:8 B4 C5:4 A4 | G4:8 A4 G4 E4 G4:2 , | A4:4 A4:8 G4 E4:4 D4 | D4 C4:2 r:4 |
> 불러 봐, 우리 봄날의 노래 온 세상 가득해-
"""
REMARKS = {
    "intro": (
        "| 줄은 음표, > 줄은 노랫말입니다. pychang watch로 켜 두고 고쳐 보세요.",
        "A line with | is notes, one with > is lyrics. Change them while pychang watch is on.",
    ),
    "verses": (
        "노랫말이 두 줄이면 1절과 2절입니다. C4:4는 가운데 도의 4분음표, r은 쉼표입니다.",
        "Two lines of lyrics are two verses. C4:4 is middle C, a quarter note; r is a rest.",
    ),
    "hold": (
        "-는 앞 글자를 다음 음까지 끌고, 음표 사이의 , 자리에서는 숨을 쉽니다.",
        "- holds the syllable before it over one more note; a breath is taken at the comma.",
    ),
}
ATTRIBUTES = """\
*.chang text eol=lf diff=chang
"""
NO_NAME = Text("노래의 이름이 비어 있습니다.", "the name of the song is empty.")
IGNORED = """\
*.wav
*.flac
*.ogg
*.png
"""


@click.command(help=said(*HELP))
@click.argument("name", metavar="NAME", type=NewPath(NO_NAME))
def new(name: Path) -> None:
    """Make what NAME asks for, and tell what comes next."""
    files = files_of(name)
    write_new(files)
    for path in files:
        click.echo(str(path))
    click.echo("\n" + next_steps(next(iter(files))), err=True)


def files_of(name: Path) -> dict[Path, str]:
    """The files to write, the song first, with what is in them."""
    if name.suffix.lower() == ".chang":
        return {name: song_text(name.stem)}
    title = own_name(name)
    return {
        name / f"{title}.chang": song_text(title),
        name / ".gitattributes": ATTRIBUTES,
        name / ".gitignore": IGNORED,
    }


def song_text(title: str) -> str:
    """A song of that title, with remarks in the user's language."""
    shown = " ".join(unicodedata.normalize("NFC", title).split())
    return SONG.format(title=shown, **{name: said(*remark) for name, remark in REMARKS.items()})


def next_steps(song: Path) -> str:
    """What to type now."""
    named = quoted(song)
    steps = [
        (
            f"pychang edit {named}",
            said("브라우저에서 고치며 듣습니다", "edits it in the browser, and plays it"),
        ),
        (f"pychang watch {named}", said("저장할 때마다 다시 부릅니다", "sings it whenever it is saved")),
        (f"pychang play {named}", said("불러서 들려줍니다", "sings it, and plays it")),
    ]
    if not any((folder / ".git").exists() for folder in song.resolve().parents):
        steps.append(
            (
                f"git init {quoted(song.parent)}",
                said("고친 내력을 남기려면", "to keep the history of your changes"),
            )
        )
    return listed(steps)
