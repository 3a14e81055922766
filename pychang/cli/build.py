"""`pychang build`: sing songs into sound files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from pychang.cli.songs import (
    DONE,
    MISTAKES,
    Decorator,
    cache_option,
    counted,
    each,
    format_option,
    ignore_option,
    not_ignored,
    path_type,
    reporter,
    songs_argument,
    sound_cache,
    voice_option,
)
from pychang.cli.terminal import is_terminal
from pychang.cli.words import said
from pychang.world import STANDARD_INPUT, World, shown_name

HELP = (
    """노래를 불러 소리 파일로 만듭니다.

    \b
    pychang build songs/arirang.chang                songs/arirang.wav
    pychang build songs/arirang.chang -o ari.flac    .wav, .flac, .ogg
    pychang build songs/*.chang -o out               여러 곡을 한 폴더에
    pychang build - -o x.wav < 노래.chang            표준 입력에서
    """,
    """Sing songs into sound files.

    \b
    pychang build songs/arirang.chang                to songs/arirang.wav
    pychang build songs/arirang.chang -o ari.flac    .wav, .flac or .ogg
    pychang build songs/*.chang -o out               several, into one folder
    pychang build - -o x.wav < song.chang            from standard input
    """,
)


def output_option() -> Decorator:
    return click.option(
        "-o",
        "--output",
        type=path_type(),
        help=said(
            "소리 파일, 또는 폴더. 없으면 악보 옆에 .wav.",
            "The sound file, or a folder; else a .wav beside the song.",
        ),
    )


NOT_SUNG = ("부르지 않았습니다.", "Nothing was sung.")


@click.command(help=said(*HELP))
@songs_argument()
@output_option()
@voice_option()
@cache_option()
@click.option("-q", "--quiet", is_flag=True, help=said("틀린 곳만 말합니다.", "Say nothing but mistakes."))
@format_option()
@ignore_option()
def build(
    songs: tuple[Path, ...],
    output: Path | None,
    voice_name: str | None,
    no_cache: bool,
    quiet: bool,
    form: str,
    ignored: tuple[str, ...],
) -> int:
    """Sing SONG… ; the exit status."""
    from pychang.cli.progress import ShownWorld, finished
    from pychang.compile import compile_song

    sounds = dict(zip(songs, destinations(songs, output), strict=True))
    shown = reporter(form)
    cache = sound_cache(no_cache)
    world = World(cache) if quiet or not is_terminal(sys.stderr) else ShownWorld(sys.stderr, cache)

    def sing(song: Path) -> int:
        try:
            sung, found = compile_song(song, sounds[song], world, voice_name)
        finally:
            if isinstance(world, ShownWorld):
                world.clear()
        mistakes = not_ignored(found, ignored)
        shown.add(mistakes)
        if sung and not quiet:
            click.echo(finished(sung), err=form == "json")
        if not sung and form == "human":
            click.echo(f"{shown_name(song)}: {counted(mistakes)}. {said(*NOT_SUNG)}", err=True)
        return DONE if sung else MISTAKES

    status = each(songs, sing)
    shown.finish()
    return status


def destinations(songs: Sequence[Path], output: Path | None) -> list[Path]:
    """The sound file of each song; wrong use if a folder is missing, or a file would be written over."""
    if STANDARD_INPUT in songs and (output is None or output.is_dir()):
        raise wrong_output(
            "표준 입력(-)에서 읽은 노래는 쓸 파일을 -o로 주세요.",
            "for a song from standard input (-), name the file to write with -o.",
        )
    if output is None:
        sounds = [song.with_suffix(".wav") if song.name else song for song in songs]
    elif output.is_dir():
        sounds = [output / f"{song.stem}.wav" for song in songs]
    elif len(songs) == 1:
        sounds = [output]
    else:
        raise wrong_output(
            f"{output}: 여러 곡을 부를 때에는 있는 폴더를 주세요.",
            f"{output}: for several songs, give a folder that exists.",
        )
    for song, sound in zip(songs, sounds, strict=True):
        check_destination(song, sound)
        if sound != output:
            check_ours(sound)
    twice = [sound for sound, count in Counter(sounds).items() if count > 1]
    if twice:
        raise wrong_output(
            f"두 노래가 {twice[0]}에 쓰려고 합니다.", f"Two songs would be written to {twice[0]}."
        )
    return sounds


def check_destination(song: Path, sound: Path) -> None:
    """Wrong use, told before anything is sung."""
    if not sound.parent.is_dir():
        raise wrong_output(f"{sound.parent} 폴더가 없습니다.", f"There is no folder {sound.parent}.")
    try:
        is_song = sound.samefile(song)
    except OSError:  # one is not there, or has no name that a file can have: whoever reads it is told
        return
    if is_song:
        raise wrong_output(f"{song}: 악보 위에 쓰게 됩니다.", f"{song}: this would write over the song.")


def check_ours(sound: Path) -> None:
    """Wrong use, if a sound that nobody named would take the place of one that is not PyChang's."""
    from pychang.seal import is_strange

    if is_strange(sound):
        raise wrong_output(
            f"{sound}: PyChang이 만든 소리가 아니라 녹음인 듯하여 그 위에 쓰지 않습니다. "
            "-o로 다른 이름을 주거나 그 파일을 옮기세요.",
            f"{sound}: not a sound that PyChang made, but perhaps a recording; it is not written over. "
            "Give another name with -o, or move it away.",
        )


def wrong_output(ko: str, en: str) -> click.BadParameter:
    return click.BadParameter(said(ko, en), param_hint="-o")
