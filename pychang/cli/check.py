"""`pychang check`: look for mistakes, and sing nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pychang.cli.songs import (
    DONE,
    MISTAKES,
    counted,
    each,
    format_option,
    reporter,
    songs_argument,
    voice_option,
)
from pychang.cli.words import said

HELP = (
    """노래를 부르지 않고 틀린 곳을 모두 찾습니다. 틀린 곳이 있으면 종료 상태가 1입니다.

    \b
    pychang check songs/*.chang
    pychang check --output-format short 노래.chang     한 줄에 하나씩
    """,
    """Look for all mistakes of songs, without singing. The exit status is 1 if there are errors.

    \b
    pychang check songs/*.chang
    pychang check --output-format short song.chang     one line each
    """,
)


@click.command(help=said(*HELP))
@songs_argument()
@voice_option()
@format_option()
def check(songs: tuple[Path, ...], voice_name: str | None, form: str) -> int:
    """Read SONG…, show what is wrong; the exit status."""
    from pychang.compile import read_song
    from pychang.world import World, shown_name

    shown = reporter(form, sys.stdout)
    world = World()

    def look(song: Path) -> int:
        reading = read_song(song, world, voice_name)
        shown.add(reading.mistakes)
        if form == "human":
            click.echo(f"{shown_name(song)}: {counted(reading.mistakes)}")
        return DONE if reading.can_be_sung else MISTAKES

    status = each(songs, look)
    shown.finish()
    return status
