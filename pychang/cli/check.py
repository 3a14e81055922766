"""`pychang check`: look for mistakes, mend those that can be mended, and sing nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.songs import (
    DONE,
    FOR_PROGRAMS,
    MISTAKES,
    Reporter,
    counted,
    each,
    format_option,
    ignore_option,
    not_ignored,
    reporter,
    songs_argument,
    voice_option,
)
from pychang.cli.words import said
from pychang.diagnostic import Diagnostic, Severity, Unusable
from pychang.world import STANDARD_INPUT, shown_name

if TYPE_CHECKING:
    from pychang.mending import Mended
    from pychang.world import World

HELP = (
    """노래를 부르지 않고 틀린 곳을 모두 찾습니다. 틀린 곳이 있으면 종료 상태가 1입니다.

    \b
    pychang check 노래.chang songs           파일, 그리고 폴더 안의 모든 .chang
    pychang check --fix 노래.chang           뜻이 분명한 것을 고쳐 제자리에 쓰기
    pychang check --ignore W241,W3 songs     보이지 않을 경고
    pychang explain E203                     왜 틀렸는지, 어떻게 적는지

    줄 끝의 덧말 // ok: W241은 그 줄의 경고를 없앱니다.
    """,
    """Look for all mistakes of songs, without singing. The exit status is 1 if there are errors.

    \b
    pychang check song.chang songs           files, and every .chang below a folder
    pychang check --fix song.chang           mend what can mean but one thing, in place
    pychang check --ignore W241,W3 songs     warnings not to show
    pychang explain E203                     why it is wrong, and how to write it

    A remark at a line's end, // ok: W241, takes that line's warning back.
    """,
)
MOST_EXPLAINED = 3


@click.command(help=said(*HELP))
@songs_argument()
@voice_option()
@format_option()
@ignore_option()
@click.option(
    "--strict", is_flag=True, help=said("경고도 틀린 것으로 봅니다.", "Exit with 1 for warnings too.")
)
@click.option("--fix", is_flag=True, help=said("고칠 수 있는 것을 고칩니다.", "Mend what can be mended."))
@click.option(
    "--diff",
    is_flag=True,
    help=said("고치지 않고, --fix가 바꿀 곳을 보입니다.", "Change nothing; show what --fix would change."),
)
def check(
    songs: tuple[Path, ...],
    voice_name: str | None,
    form: str,
    ignored: tuple[str, ...],
    strict: bool,
    fix: bool,
    diff: bool,
) -> int:
    """Read SONG…, show what is wrong, mend what is asked for; the exit status."""
    from pychang.world import World

    to_output = STANDARD_INPUT in songs and (fix or diff)  # what standard output is needed for
    if to_output and form in FOR_PROGRAMS:
        raise click.BadParameter(said(*_TWO_OUTPUTS), param_hint="--output-format")
    shown = reporter(form, sys.stderr if to_output or diff else sys.stdout)
    look = _Look(shown, World(), voice_name, ignored, strict)
    paths = look.all_of(songs)
    status = each(paths, look.would_mend if diff else look.mend if fix else look.check)
    if not diff:
        shown.finish()
        look.tell_of_explain()
    return status


@dataclass
class _Look:
    """Songs while they are looked at one after another."""

    shown: Reporter
    world: World
    voice_name: str | None
    ignored: tuple[str, ...]
    strict: bool
    codes: dict[str, None] = field(default_factory=dict)  # all that were shown, in order
    fragments: set[Path] = field(default_factory=set)  # files that others include

    def all_of(self, songs: Sequence[Path]) -> list[Path]:
        """The songs, and those in folders; what others in a folder include needs no notes of its own."""
        from pychang.cli.files import files, is_folder
        from pychang.reading import read_song

        paths = list(files(songs))
        if any(is_folder(song) for song in songs):
            for path in paths:
                with suppress(OSError, Unusable):  # which is told when its turn comes
                    others = read_song(path, self.world).files[1:] if path != STANDARD_INPUT else ()
                    self.fragments |= {other.resolve() for other in others}
            self.fragments -= {song.resolve() for song in songs}
        return paths

    def check(self, song: Path) -> int:
        from pychang.reading import read_song

        mistakes = self._wanted(song, read_song(song, self.world, self.voice_name).mistakes)
        mendable = sum(one.fix is not None and one.span.source.name == shown_name(song) for one in mistakes)
        line = counted(mistakes)
        if mendable:
            line += said(
                f" (--fix로 {mendable}개를 고칠 수 있습니다)", f" ({mendable} can be mended with --fix)"
            )
        return self._show(song, mistakes, line)

    def mend(self, song: Path) -> int:
        from pychang.cli.files import replace_file

        mended = self._mended(song)
        mistakes = self._wanted(song, mended.reading.mistakes)
        if song == STANDARD_INPUT:
            sys.stdout.buffer.write(mended.after)
            sys.stdout.buffer.flush()
        elif mended.count:
            replace_file(song, mended.after)
        line = counted(mistakes)
        if mended.count:
            line = said(f"{mended.count}개를 고쳤습니다. {line}", f"{mended.count} mended, {line}")
        return self._show(song, mistakes, line)

    def would_mend(self, song: Path) -> int:
        from pychang.cli.files import show_difference

        mended = self._mended(song)
        show_difference(song, mended.before, mended.after)
        left = self._wanted(song, mended.reading.mistakes)
        line = said(
            f"{mended.count}개를 고칠 수 있습니다. 그 뒤에는 {counted(left)}",
            f"{mended.count} would be mended, {counted(left)}",
        )
        click.echo(f"{shown_name(song)}: {line}", err=True)
        return MISTAKES if mended.count else self._status(left)

    def tell_of_explain(self) -> None:
        """How to learn more of what was shown."""
        if self.shown.form == "human" and self.codes:
            codes = " ".join(list(self.codes)[:MOST_EXPLAINED])
            line = said(f"더 알아보기: pychang explain {codes}", f"Learn more: pychang explain {codes}")
            click.echo(line, file=self.shown.stream)

    def _mended(self, song: Path) -> Mended:
        from pychang.mending import mend

        return mend(song, self.world, self.voice_name, lambda found: self._wanted(song, found))

    def _wanted(self, song: Path, mistakes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Those that are not ignored; a file that others include may have no notes."""
        wanted = not_ignored(mistakes, self.ignored)
        fragment = self.fragments and song.resolve() in self.fragments
        return tuple(one for one in wanted if one.code != "E106") if fragment else wanted

    def _show(self, song: Path, mistakes: tuple[Diagnostic, ...], line: str) -> int:
        self.codes |= dict.fromkeys(one.code for one in mistakes)
        self.shown.add(mistakes)
        if self.shown.form == "human":
            click.echo(f"{shown_name(song)}: {line}", file=self.shown.stream)
        return self._status(mistakes)

    def _status(self, mistakes: tuple[Diagnostic, ...]) -> int:
        wrong = any(self.strict or one.severity is Severity.ERROR for one in mistakes)
        return MISTAKES if wrong else DONE


_TWO_OUTPUTS = (
    "표준 입력을 고친 악보가 표준 출력으로 나가므로 human이나 short만 쓸 수 있습니다.",
    "the mended song goes to standard output, so this must be human or short.",
)
