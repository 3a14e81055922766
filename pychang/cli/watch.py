"""`pychang watch`: sing a song whenever it, or anything that it is made of, is saved."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.build import NOT_SUNG, check_destination, destinations, output_option
from pychang.cli.main import TERMINATED, our_bug
from pychang.cli.progress import ShownWorld
from pychang.cli.songs import (
    WrongUse,
    cache_option,
    counted,
    reporter,
    songs_argument,
    sound_cache,
    voice_option,
)
from pychang.cli.terminal import is_terminal
from pychang.cli.watching import Stamp, stamp, stamps, woken
from pychang.cli.words import language, said
from pychang.diagnostic import Diagnostic, Unusable
from pychang.language.include import folder_of
from pychang.language.wording import why_not
from pychang.world import STANDARD_INPUT

if TYPE_CHECKING:
    from pychang.cache import SoundCache
    from pychang.cli.players import Player
    from pychang.cli.playing import Playback
    from pychang.compile import Sung
    from pychang.reading import Reading

HELP = (
    """악보를 저장할 때마다 다시 부릅니다. 끼워 넣은 악보나 반주, 목소리가 바뀌어도 부릅니다.

    틀린 곳이 있으면 보이고, 고쳐서 저장하면 지웁니다. Ctrl-C로 끝냅니다.

    \b
    pychang watch 봄노래.chang
    pychang watch --play 봄노래.chang            부를 때마다 들려준다
    pychang watch songs/*.chang -o out           여러 곡을 한 폴더에
    """,
    """Sing songs whenever they are saved, or what they include, their backing or their voice is.

    Mistakes are shown, and go away when they are mended. Ctrl-C ends it.

    \b
    pychang watch song.chang
    pychang watch --play song.chang              and play it each time
    pychang watch songs/*.chang -o out           several, into one folder
    """,
)
_CLEAR = "\x1b[2J\x1b[H"
_LOOK_S = 0.2  # between two looks at the files while they are sung


@click.command(help=said(*HELP))
@songs_argument()
@output_option()
@click.option("--play", is_flag=True, help=said("부를 때마다 들려줍니다.", "Play the song each time."))
@voice_option()
@cache_option()
@click.option(
    "--output-format",
    "form",
    type=click.Choice(("human", "short")),
    default="human",
    help=said("틀린 곳을 보이는 꼴.", "How mistakes are shown."),
)
def watch(
    songs: tuple[Path, ...],
    output: Path | None,
    play: bool,
    voice_name: str | None,
    no_cache: bool,
    form: str,
) -> None:
    """Sing SONG… again and again; ends when it is interrupted. Everything is told on standard error."""
    if STANDARD_INPUT in songs:
        raise click.UsageError(
            said("표준 입력(-)은 지켜볼 수 없습니다.", "standard input (-) cannot be watched.")
        )
    from pychang.cli.players import find_player

    try:
        player = find_player() if play else None
    except Unusable as none:
        raise WrongUse(none.text) from None
    world = WatchWorld(sound_cache(no_cache))
    watched = [
        Watched(song, sound, voice_name)
        for song, sound in zip(songs, destinations(songs, output), strict=True)
    ]
    Watch(watched, world, form, player).run()


@dataclass
class Watched:
    """A song, the files that it was made of when it was last sung, and what came of that."""

    song: Path
    sound: Path
    voice_name: str | None
    stamps: dict[Path, Stamp] = field(default_factory=dict)
    mistakes: tuple[Diagnostic, ...] = ()
    status: str = ""
    shown_at: str = ""

    def has_changed(self) -> bool:
        return not self.stamps or stamps(self.stamps) != self.stamps


class Outdated(Exception):
    """What is being sung is not what is written any more."""


class WatchWorld(ShownWorld):
    """One world for the whole time, so that voices stay loaded; on a terminal it shows a bar."""

    def __init__(self, cache: SoundCache | None) -> None:
        super().__init__(sys.stderr, cache)
        self.taken: dict[Path, Stamp] = {}  # each file as it was before it was read
        self.phrases = (0, 0)
        self.is_outdated: Callable[[], bool] = lambda: False
        self._looked_s = 0.0

    def read(self, path: Path) -> bytes:
        self.taken[path] = stamp(path)
        return super().read(path)

    def begins(self, anew: int, phrases: int) -> None:
        self.phrases = anew, phrases

    def sung(self, done_s: float, whole_s: float) -> None:
        """Raises Outdated if the song was saved again meanwhile."""
        if self.now() - self._looked_s > _LOOK_S:
            self._looked_s = self.now()
            if self.is_outdated():
                raise Outdated
        if is_terminal(self.stream):
            super().sung(done_s, whole_s)


class Watch:
    """Singing, showing and playing, until there is an interrupt."""

    def __init__(self, songs: Sequence[Watched], world: WatchWorld, form: str, player: Player | None) -> None:
        self._songs = songs
        self._world = world
        self._form = form
        self._player = player
        self._playback: Playback | None = None
        self._redraws = is_terminal(sys.stderr)
        self._to_warm: Reading | None = None
        self._is_terminated = False

    def run(self) -> None:
        """For ever."""
        signal.signal(signal.SIGTERM, self._terminate)
        try:
            for _ in woken(self._files):
                for one in self._songs:
                    while one.has_changed() and not self._sing(one):
                        pass
                self._tell_of_player()
                self._warm_up()
        except KeyboardInterrupt:  # what watchfiles makes of every signal
            if self._is_terminated:
                sys.exit(TERMINATED)
            raise
        finally:
            self._world.clear()
            self._be_still()

    def _terminate(self, *_: object) -> None:
        self._is_terminated = True
        sys.exit(TERMINATED)

    def _files(self) -> list[Path]:
        return [path for one in self._songs for path in one.stamps or [one.song]]

    def _sing(self, one: Watched) -> bool:
        """Sing a song as it is now, and tell what came of it; False if it was saved again meanwhile."""
        self._be_still()
        one.mistakes = ()
        sung = None
        try:
            sung = self._sung(one)
        except Outdated:
            return False
        except BrokenPipeError:
            raise
        except OSError as failure:
            one.status = why_not(failure).say(language())
        except Unusable as unusable:
            one.status = unusable.text.say(language())
        except click.ClickException as wrong_use:
            one.status = wrong_use.format_message()
        except Exception as bug:
            one.status = said(*our_bug(bug))
        finally:
            self._world.clear()
        self._show(one)
        if sung is not None and self._player is not None:
            self._play(self._player, one.sound)
        return True

    def _sung(self, one: Watched) -> Sung | None:
        from pychang.compile import sing_reading
        from pychang.reading import read_song

        began_s = self._world.now()
        self._world.taken = one.stamps = stamps(voice_files(one.voice_name, Path()))
        self._world.phrases, self._world.is_outdated = (0, 0), one.has_changed
        reading = read_song(one.song, self._world, one.voice_name)
        one.stamps |= stamps(path for path in files_of(reading) if path not in one.stamps)
        one.mistakes = reading.mistakes
        if not reading.can_be_sung:
            one.status = f"{counted(reading.mistakes)}. {said(*NOT_SUNG)}"
            return None
        check_destination(one.song, one.sound)
        sung = sing_reading(reading, one.sound, self._world, began_s)
        one.status = outcome(sung, self._world.phrases)
        self._to_warm = None if sung.anew else reading
        return sung

    def _show(self, changed: Watched) -> None:
        """The songs' mistakes and what came of them: all again on a terminal, else those that are new."""
        if self._redraws:
            sys.stderr.write(_CLEAR)
        for one in self._songs if self._redraws else (changed,):
            if one.status:
                reporter(self._form, sys.stderr).add(one.mistakes)
                one.shown_at = one.shown_at if one is not changed else time.strftime("%H:%M:%S")
                click.echo(f"{one.shown_at}  {one.song}  {one.status}", err=True)
        sys.stderr.flush()

    def _play(self, player: Player, sound: Path) -> None:
        from pychang.cli.play import of_file
        from pychang.cli.playing import Playback

        heard = of_file(sound)
        self._playback = Playback(player, heard.blocks, heard.rate)

    def _be_still(self) -> None:
        if self._playback is not None:
            self._playback.stop()
            self._playback = None

    def _warm_up(self) -> None:
        """Load what singing needs while nobody waits for it, if there was nothing to sing yet."""
        if self._to_warm is not None:
            import pychang.singing
            import pychang.sound.griffin_lim  # noqa: F401

            for card in self._to_warm.cast.values():
                self._world.voice(card)
            self._to_warm = None

    def _tell_of_player(self) -> None:
        """Once, if it could not play."""
        if self._playback is not None and (why := self._playback.failure) is not None:
            self._playback = None
            click.echo(why.text.say(language()) if isinstance(why, Unusable) else str(why), err=True)


def files_of(reading: Reading) -> Iterator[Path]:
    """Everything that a song is made of: its text, its backing, its voices."""
    yield from reading.files
    parts = reading.score.parts if reading.score else ()
    for voice in {note.voice: None for part in parts for note in part.notes if note.voice}:
        yield from voice_files(voice.text, folder_of(voice))


def voice_files(name: str | None, relative_to: Path) -> Iterator[Path]:
    """The files of a voice that is named by its path, and those of an installed one of that name."""
    if name is not None:
        from pychang.voice.find import voices_folder

        path = relative_to / name
        folders = (path.parent if path.name == "voice.toml" else path, voices_folder() / name)
        yield from (path, *(folder / file for folder in folders for file in ("voice.toml", "model.tflite")))


def outcome(sung: Sung, phrases: tuple[int, int]) -> str:
    """How long it took, and how much of the song was sung anew."""
    if not sung.anew:
        return said("이미 악보대로입니다", "already what the song says")
    anew, of = phrases
    return said(
        f"불렀습니다 {sung.took_s:.1f}초  소절 {anew}/{of}개를 새로 불렀습니다",
        f"sung in {sung.took_s:.1f} s  {anew} of {of} phrases anew",
    )
