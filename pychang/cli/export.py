"""`pychang export`: a song for other programs, by the ending of the file to write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.completing import complete_part
from pychang.cli.songs import (
    DONE,
    MISTAKES,
    WrongUse,
    check_folder,
    each,
    part_named,
    path_type,
    reporter,
    song_argument,
    voice_option,
)
from pychang.cli.words import said
from pychang.diagnostic import Text
from pychang.world import STANDARD_INPUT

if TYPE_CHECKING:
    from pychang.convert.formats import Writer

HELP = (
    """노래를 다른 프로그램의 파일로 내보냅니다. 형식은 파일 이름의 끝이 정합니다.

    \b
    pychang export 노래.chang -o 노래.mid         MIDI, 가사와 함께
    pychang export 노래.chang -o 노래.musicxml    악보: MuseScore 따위 (.mxl도)
    pychang export 노래.chang -o 노래.ustx        OpenUtau
    pychang export 노래.chang -o 노래.lrc         노래방 자막 (.srt도)
    pychang export 노래.chang -o 노래.TextGrid    소리마다의 시간 (.lab도)
    pychang export 노래.chang -o 노래.svg         피아노 롤 그림 (.png .pdf도)
    """,
    """Write a song for other programs; the ending of the file's name says for which.

    \b
    pychang export song.chang -o song.mid         MIDI, with its words
    pychang export song.chang -o song.musicxml    a score, for MuseScore and others (or .mxl)
    pychang export song.chang -o song.ustx        OpenUtau
    pychang export song.chang -o song.lrc         karaoke lines (or .srt)
    pychang export song.chang -o song.TextGrid    the time of every sound (or .lab)
    pychang export song.chang -o song.svg         a picture of the piano roll (or .png .pdf)
    """,
)


@click.command(help=said(*HELP))
@song_argument()
@click.option(
    "-o",
    "--output",
    type=path_type(),
    required=True,
    help=said("쓸 파일. 끝이 형식을 정한다.", "The file to write; its ending says the format."),
)
@click.option(
    "--part",
    "part_name",
    metavar="NAME",
    shell_complete=complete_part,
    help=said("이 파트만. 없으면 모든 파트.", "This part alone; else all of them."),
)
@voice_option()
def export(song: Path, output: Path, part_name: str | None, voice_name: str | None) -> int:
    """Write SONG; the exit status. Mistakes go to standard error."""
    from pychang.convert.formats import writer_for

    if output == STANDARD_INPUT:
        raise WrongUse(
            Text(
                "-o에 파일 이름을 주세요. 이름의 끝이 형식을 정합니다.",
                "Name a file with -o: its ending says the format.",
            )
        )
    check_folder(output)
    return each([song], lambda path: write(path, output, writer_for(output), part_name, voice_name))


def write(song: Path, output: Path, writer: Writer, part_name: str | None, voice_name: str | None) -> int:
    from pychang.convert.outgoing import Outgoing
    from pychang.reading import read_song
    from pychang.whole import write_whole
    from pychang.world import World

    reading = read_song(song, World(), voice_name)
    reporter("human").add(reading.mistakes)
    if not reading.can_be_sung:
        return MISTAKES
    if any(path.exists() and output.exists() and path.samefile(output) for path in reading.files):
        raise WrongUse(
            Text(
                f"{output}: 노래를 이루는 파일 위에 쓰게 됩니다.",
                f"{output}: this would write over a file that the song is made of.",
            )
        )
    parts = reading.score.parts
    only = None if part_name is None else parts.index(part_named(reading.score, part_name))
    write_whole(output, writer(Outgoing(reading, only), output.suffix.lower()))
    click.echo(f"{output}")
    return DONE
