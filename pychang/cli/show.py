"""`pychang show`: notes, words, pitch and sound above one another, to look at what is sung."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.songs import (
    DONE,
    MISTAKES,
    beside_song,
    check_stretch,
    each,
    part_named,
    part_option,
    path_type,
    reporter,
    song_argument,
    song_is_shorter,
    stretch_options,
    voice_option,
)
from pychang.cli.words import said

HELP = (
    """음표와 글자, 음높이, 소리의 모양을 한 그림에 그립니다.

    \b
    pychang show songs/arirang.chang -o arirang.png
    pychang show songs/arirang.chang --from 10 --to 20     10초에서 20초까지
    """,
    """Draw notes, words, pitch and the spectrogram as sung into one picture.

    \b
    pychang show songs/arirang.chang -o arirang.png
    pychang show songs/arirang.chang --from 10 --to 20     seconds 10 to 20
    """,
)
LONGEST_S = 300.0  # in one picture


@click.command(help=said(*HELP))
@song_argument()
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said("그림 파일(.png, .pdf, .svg). 없으면 악보 옆에 .png.", "The picture: .png, .pdf or .svg."),
)
@stretch_options()
@part_option()
@voice_option()
def show(
    song: Path,
    output: Path | None,
    from_s: float,
    to_s: float | None,
    part_name: str | None,
    voice_name: str | None,
) -> int:
    """Draw SONG; the exit status. Mistakes go to standard error."""
    check_stretch(from_s, to_s)
    output = output or beside_song(song, ".png")
    if output.suffix.lower() not in (".png", ".pdf", ".svg"):
        raise click.BadParameter(
            said(".png, .pdf, .svg만 씁니다.", "write a .png, .pdf or .svg."), param_hint="-o"
        )
    return each([song], lambda song: draw(song, output, from_s, to_s, part_name, voice_name))


def draw(
    song: Path,
    output: Path,
    from_s: float,
    to_s: float | None,
    part_name: str | None,
    voice_name: str | None,
) -> int:
    """Read the song, and draw it if it can be sung."""
    from pychang.reading import read_song
    from pychang.world import World

    world = World()
    reading = read_song(song, world, voice_name)
    reporter("human").add(reading.mistakes)
    if not reading.can_be_sung:
        return MISTAKES

    from pychang.cli.figure import draw_song
    from pychang.cli.listen import sung_part
    from pychang.hangul_font import hangul_font

    part = part_named(reading.score, part_name)
    sung = sung_part(reading.score, part, world.voice(reading.card_of(part)), from_s, to_s, LONGEST_S)
    if sung is None:
        raise song_is_shorter()
    font = hangul_font()
    if font is None:
        click.echo(said(*NO_FONT), err=True)
    if sung.is_cut_short and to_s is None:
        click.echo(said(*CUT_SHORT), err=True)
    draw_song(sung, font, output)
    click.echo(f"{output}")
    return DONE


NO_FONT = (
    "경고: 한글 글꼴이 없어 글자 대신 소리(IPA)를 적습니다. 나눔고딕이나 Noto Sans CJK KR을 설치하세요.",
    "Warning: there is no Hangul font, so sounds (IPA) are written; install NanumGothic or Noto Sans CJK KR.",
)
CUT_SHORT = (
    f"노래가 길어 {LONGEST_S:.0f}초만 그렸습니다. --from과 --to로 다른 곳을 그릴 수 있습니다.",
    f"The song is long: {LONGEST_S:.0f} s of it are drawn. --from and --to draw other places.",
)
