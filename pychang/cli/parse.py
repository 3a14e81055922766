"""`pychang parse`: what each stage of the compiler hands to the next."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pychang.cli.songs import (
    DONE,
    MISTAKES,
    beside_song,
    each,
    part_named,
    part_option,
    path_type,
    reporter,
    song_argument,
    voice_option,
)
from pychang.cli.words import said
from pychang.whole import write_whole

HELP = (
    """부르는 단계마다 나오는 값을 JSON으로, image는 PNG 그림으로 보입니다.

    \b
    pychang parse 노래.chang --stage notes     음, 시간, 글자, 발음
    pychang parse 노래.chang --stage phones    소리와 음높이
    pychang parse 노래.chang --stage image     목소리에 주는 그림
    """,
    """Print what each stage of the compiler makes, as JSON; the image as a PNG.

    \b
    pychang parse song.chang --stage notes     notes, times, syllables
    pychang parse song.chang --stage phones    phones and pitch
    pychang parse song.chang --stage image     the picture a voice sings from
    """,
)
STAGES = ("syntax", "notes", "phones", "image")


@click.command(help=said(*HELP))
@song_argument()
@click.option("--stage", type=click.Choice(STAGES), default="syntax", help=said("단계.", "The stage."))
@click.option("-o", "--output", type=path_type(), help=said("쓸 파일.", "The file to write."))
@part_option()
@voice_option()
def parse(song: Path, stage: str, output: Path | None, part_name: str | None, voice_name: str | None) -> int:
    """Show one stage of SONG; the exit status. Mistakes go to standard error."""
    if stage == "image" and output is None:
        output = beside_song(song, ".image.png")
    return each([song], lambda song: show_stage(song, stage, output, part_name, voice_name))


def show_stage(
    song: Path, stage: str, output: Path | None, part_name: str | None, voice_name: str | None
) -> int:
    """Syntax and notes are shown even of a song with errors, as far as they could be read."""
    from pychang.reading import read_song
    from pychang.world import World

    reading = read_song(song, World(), voice_name)
    reporter("human").add(reading.mistakes)
    if reading.can_be_sung or (stage in ("syntax", "notes") and reading.song):
        from pychang.cli import stages

        if stage == "image":
            stages.write_image(reading, output, part_named(reading.score, part_name))
        else:
            write_json(stages.VALUES[stage](reading), output)
    return DONE if reading.can_be_sung else MISTAKES


def write_json(value: object, output: Path | None) -> None:
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2 if output else None) + "\n"
    if output:
        write_whole(output, text.encode())
    else:
        sys.stdout.write(text)
