"""`pychang fmt`: songs in canonical form, in their own files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from pychang.cli.files import files, replace_file, show_difference
from pychang.cli.songs import DONE, MISTAKES, WRONG_USE, each, reporter, songs_argument
from pychang.cli.words import said
from pychang.world import STANDARD_INPUT, World, shown_name

HELP = (
    """악보를 한 가지 꼴로 다듬어 제자리에 씁니다. 부르는 것은 그대로입니다.

    \b
    pychang fmt 노래.chang songs     파일, 그리고 폴더 안의 모든 .chang
    pychang fmt --check songs        고치지 않고, 다듬을 것이 있으면 종료 상태 1
    pychang fmt --diff 노래.chang    고치지 않고, 무엇이 바뀌는지 보이기
    pychang fmt - < 노래.chang       표준 입력을 다듬어 표준 출력으로
    """,
    """Write songs in their one canonical form, in place; what is sung stays the same.

    \b
    pychang fmt song.chang songs     files, and every .chang below a folder
    pychang fmt --check songs        change nothing; exit status 1 if something would change
    pychang fmt --diff song.chang    change nothing; show what would change
    pychang fmt - < song.chang       from standard input to standard output
    """,
)


@click.command(help=said(*HELP))
@songs_argument()
@click.option(
    "--check",
    is_flag=True,
    help=said("고치지 않고, 다듬을 악보를 말합니다.", "Change nothing; name the songs that would change."),
)
@click.option(
    "--diff",
    is_flag=True,
    help=said("고치지 않고, 바뀔 곳을 보입니다.", "Change nothing; show what would change."),
)
def fmt(songs: tuple[Path, ...], check: bool, diff: bool) -> int:
    """Format SONG…; the exit status."""
    tally = _Tally(dry=check or diff)

    def tidy(path: Path) -> int:
        song = read(path)
        if song is None:
            return WRONG_USE
        if diff:
            show_difference(path, song.written, song.canonical)
        if not check and not diff:
            write(song)
        tally.add(song)
        return MISTAKES if check and song.would_change else DONE

    status = each(tuple(files(songs)), tidy)
    tally.tell()
    return status


# ── what is told on standard error ───────────────────────────────────────────────────────────────


class _Tally:
    """Which songs were formatted; `dry`: which would be."""

    def __init__(self, dry: bool) -> None:
        self._dry = dry
        self._changed = self._same = 0

    def add(self, song: Song) -> None:
        if song.unread:
            click.echo(said(*_left_alone(song)), err=True)
        if song.path == STANDARD_INPUT and not self._dry:
            return  # who reads standard output sees it
        self._changed += song.would_change
        self._same += not song.would_change
        if song.would_change:
            ko, en = (
                ("다듬어야 합니다.", "would be formatted") if self._dry else ("다듬었습니다.", "formatted")
            )
            click.echo(f"{song.name}: {said(ko, en)}", err=True)

    def tell(self) -> None:
        """How many, if there is more than one."""
        changed, same = self._changed, self._same
        if changed + same > 1:
            ko, en = ("다듬을 악보", "to format") if self._dry else ("다듬은 악보", "formatted")
            line = said(f"{ko} {changed}개, 그대로인 악보 {same}개", f"{changed} {en}, {same} unchanged")
            click.echo(line, err=True)


def _left_alone(song: Song) -> tuple[str, str]:
    numbers = ", ".join(str(number) for number in song.unread[:5]) + (", …" if len(song.unread) > 5 else "")
    return (
        f"{song.name}: 읽을 수 없는 줄은 그대로 두었습니다({numbers}번째 줄). 까닭은 pychang check로.",
        f"{song.name}: left as written, since they cannot be read: line {numbers}; see `pychang check`",
    )


# ── songs in, songs out ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Song:
    """A song's bytes as they are, and as they are in canonical form; `unread`: line numbers."""

    path: Path
    written: bytes
    canonical: bytes
    unread: tuple[int, ...]

    @property
    def name(self) -> str:
        return shown_name(self.path)

    @property
    def would_change(self) -> bool:
        return self.written != self.canonical


def read(path: Path) -> Song | None:
    """A song with its canonical form; None, and it is told why, if it is not text. OSError."""
    from pychang.language import decode, format_song
    from pychang.language.format import unread_lines

    written = World().read(path)
    source, mistakes = decode(shown_name(path), written)
    if source is None:
        reporter("human").add(mistakes)
        return None
    return Song(path, written, format_song(source).encode(), unread_lines(source))


def write(song: Song) -> None:
    """Standard input to standard output; a file in its place, if that changes it. OSError."""
    if song.path == STANDARD_INPUT:
        sys.stdout.buffer.write(song.canonical)
        sys.stdout.buffer.flush()
    elif song.would_change:
        replace_file(song.path, song.canonical)
