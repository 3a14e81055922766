"""`pychang play`: sing a song, and be heard while it is sung."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.completing import complete_section
from pychang.cli.songs import (
    DONE,
    MISTAKES,
    cache_option,
    check_stretch,
    counted,
    each,
    path_type,
    reporter,
    song_argument,
    song_is_shorter,
    sound_cache,
    stretch_options,
    voice_option,
)
from pychang.cli.words import said
from pychang.diagnostic import Severity, Text, Unusable
from pychang.language.wording import did_you_mean
from pychang.world import STANDARD_INPUT, World, shown_name

if TYPE_CHECKING:
    from pychang.reading import Reading
    from pychang.sound.level import Block

HELP = (
    """노래를 불러 바로 들려줍니다. Ctrl-C로 멈춥니다.

    \b
    pychang play songs/arirang.chang
    pychang play songs/arirang.chang --section 후렴     그 구절만, 반주 없이
    pychang play songs/arirang.chang --from 10 --to 20  10초에서 20초까지
    pychang play songs/arirang.chang -o arirang.wav     들려주고 파일로도 남긴다
    """,
    """Sing a song and play it at once. Ctrl-C stops it.

    \b
    pychang play songs/arirang.chang
    pychang play songs/arirang.chang --section 후렴     that section alone, without backing
    pychang play songs/arirang.chang --from 10 --to 20  seconds 10 to 20
    pychang play songs/arirang.chang -o arirang.wav     keep the sound file too
    """,
)
_FILE_BLOCK = 1 << 16  # samples


@dataclass(frozen=True)
class Sound:
    """A sound to be played: its blocks, samples a second, and how many seconds it lasts."""

    blocks: Iterable[Block]
    rate: int
    duration_s: float


@dataclass(frozen=True)
class Wish:
    """What of a song is to be heard."""

    sections: tuple[str, ...]
    from_s: float
    to_s: float

    @property
    def whole(self) -> bool:
        return not self.sections and self.from_s == 0 and self.to_s == math.inf


@click.command(help=said(*HELP))
@song_argument()
@click.option(
    "--section",
    "sections",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_section,
    help=said("이 구절만. 여러 번 쓸 수 있습니다.", "This section alone; may be given several times."),
)
@stretch_options()
@click.option(
    "-o", "--output", type=path_type(), help=said("남길 소리 파일.", "A sound file to keep of what is heard.")
)
@voice_option()
@cache_option()
def play(
    song: Path,
    sections: tuple[str, ...],
    from_s: float,
    to_s: float | None,
    output: Path | None,
    voice_name: str | None,
    no_cache: bool,
) -> int:
    """Sing and play SONG; the exit status. Mistakes go to standard error."""
    check_stretch(from_s, to_s)
    named = tuple(unicodedata.normalize("NFC", name) for name in sections)
    wish = Wish(named, from_s, math.inf if to_s is None else to_s)
    world = World(sound_cache(no_cache))
    return each([song], lambda song: play_song(song, wish, output, world, voice_name))


def play_song(song: Path, wish: Wish, output: Path | None, world: World, voice_name: str | None) -> int:
    """The player is looked for first: without one, nothing is sung."""
    from pychang.cli.players import find_player
    from pychang.cli.playing import Playback
    from pychang.reading import read_song

    player = find_player()
    reading = read_song(song, world, voice_name)
    reporter("human").add(reading.mistakes)
    if not reading.can_be_sung:
        click.echo(f"{shown_name(song)}: {counted(reading.mistakes)}", err=True)
        return MISTAKES
    if wish.sections:
        reading = excerpt(reading, wish.sections, world, voice_name)
    sound = to_play(song, reading, wish, output, world)
    click.echo(said(*playing_now(shown_name(song), sound.duration_s)), err=True)
    playback = Playback(player, sound.blocks, sound.rate)
    try:
        playback.wait()
    finally:
        playback.stop()
    return DONE


def playing_now(song: str, duration_s: float) -> tuple[str, str]:
    """In Korean and English."""
    from pychang.cli.progress import minutes

    lasts = minutes(duration_s)
    return f"▶ {song}  {lasts}  (Ctrl-C로 멈춤)", f"▶ {song}  {lasts}  (Ctrl-C stops)"


def to_play(song: Path, reading: Reading, wish: Wish, output: Path | None, world: World) -> Sound:
    """From a file if there is one or one is wanted, else as it is sung; wrong use if it ends before."""
    from pychang.compile import check_apart, sing_reading
    from pychang.seal import is_sealed, seal_of

    if output is None and wish.whole and song != STANDARD_INPUT:
        built = song.with_suffix(".wav")
        if is_sealed(built, seal_of(reading.score, reading.cast)) is not None:
            return of_file(built)
    if output is not None and wish.whole:
        sing_reading(reading, output, world, world.now())
        return of_file(output)
    sound = sung(reading, wish, world)
    if output is None:
        return sound

    from pychang.sound.files import Tags, write_sound

    check_apart(reading, output)
    write_sound(output, sound.blocks, sound.rate, Tags(reading.score.title, reading.score.artist))
    return of_file(output)


def excerpt(reading: Reading, sections: tuple[str, ...], world: World, voice_name: str | None) -> Reading:
    """The song with these sections alone, without its backing, which goes with the whole song.

    Wrong use without such a section; Unusable if one cannot be sung: what `form` leaves out is not looked at
    before.
    """
    from pychang.reading import cast_of
    from pychang.score import arrange
    from pychang.score.form import only

    known = [section.title for section in reading.song.sections if section.lines and section.title]
    for name in sections:
        if name not in known:
            hint = did_you_mean(name, known) if known else Text("", "")
            text = said(
                f"‘{name}’ 구절이 없습니다. {hint.ko}", f"there is no section `{name}`. {hint.en}"
            ).rstrip()
            raise click.BadParameter(text, param_hint="--section")
    score, found = arrange(only(reading.song, sections))
    cast, in_voices = cast_of(score, world, voice_name)
    for one in (*found, *in_voices):
        if one.severity is Severity.ERROR:
            raise Unusable(one.message)
    return replace(reading, score=replace(score, backing=None), cast=cast)


def sung(reading: Reading, wish: Wish, world: World) -> Sound:
    """The sound as it is sung; of what lies outside the wish nothing is."""
    from pychang.compile import cues_of, song_blocks, sound_rate
    from pychang.sound.level import limited

    cues, whole_s = cues_of(reading)
    rate, end_s = sound_rate(reading), min(whole_s, wish.to_s)
    if wish.from_s >= end_s:
        raise song_is_shorter()
    near = [
        cue
        for cue in cues
        if cue.phrase.start_s < end_s and cue.phrase.start_s + cue.phrase.performance.duration_s > wish.from_s
    ]
    blocks = limited(song_blocks(reading, near, whole_s, rate, world), rate)
    return Sound(cut(blocks, round(wish.from_s * rate), round(end_s * rate)), rate, end_s - wish.from_s)


def cut(blocks: Iterable[Block], start: int, end: int) -> Iterator[Block]:
    """Samples `start` to `end` of a sound in blocks."""
    at = 0
    for block in blocks:
        inside = block[max(start - at, 0) : max(end - at, 0)]
        at += len(block)
        if len(inside):
            yield inside
        if at >= end:
            return


def of_file(path: Path) -> Sound:
    """The sound of a file that is there."""
    import soundfile

    about = soundfile.info(str(path))
    return Sound(file_blocks(path), about.samplerate, about.duration)


def file_blocks(path: Path) -> Iterator[Block]:
    import soundfile

    with soundfile.SoundFile(str(path)) as file:
        yield from file.blocks(_FILE_BLOCK, dtype="float32")
