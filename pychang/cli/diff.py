"""`pychang diff`: the musical difference between two songs, or two revisions of one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pychang.cli.progress import minutes
from pychang.cli.songs import DONE, MISTAKES, WrongUse, counted, result_option
from pychang.cli.terminal import console
from pychang.cli.words import language, said
from pychang.diagnostic import Text, Unusable
from pychang.language.wording import why_not

if TYPE_CHECKING:
    from rich.console import Console

    from pychang.compare import Difference
    from pychang.compare.sound import SoundDifference
    from pychang.reading import Reading
    from pychang.world import World

HELP = (
    """두 노래, 또는 한 노래의 두 판이 음악으로 어떻게 다른지 말합니다.

    \b
    pychang diff 전.chang 뒤.chang           두 파일
    pychang diff 노래.chang                  git의 마지막 판(HEAD)과 지금
    pychang diff HEAD~3 노래.chang           그 판과 지금
    pychang diff v1 v2 노래.chang            두 판 (v1..v2 노래.chang도 같음)
    pychang diff --git-setup                 git diff가 이것을 쓰게 한다

    종료 상태는 다른 것이 없으면 0, 있으면 1, 읽을 수 없으면 2입니다.
    """,
    """Tell how two songs, or two revisions of one, differ as music.

    \b
    pychang diff old.chang new.chang         two files
    pychang diff song.chang                  git's last revision (HEAD) and now
    pychang diff HEAD~3 song.chang           that revision and now
    pychang diff v1 v2 song.chang            two revisions (or v1..v2 song.chang)
    pychang diff --git-setup                 let git diff use this

    The exit status is 0 without differences, 1 with, 2 if something cannot be read.
    """,
)
NOTHING = Text(
    "들리는 차이가 없습니다(덧말과 적는 법만 다릅니다).",
    "no difference that can be heard (only remarks and spelling)",
)
SAME_BYTES = Text("두 악보가 똑같습니다.", "the songs are the same")


@dataclass(frozen=True)
class Side:
    """A song to compare, where it is read from, and how it is called."""

    label: str
    path: Path
    world: World

    def read(self) -> Reading:
        """Unusable, or OSError, if there is nothing to compare."""
        from pychang.reading import read_song

        reading = read_song(self.path, self.world)
        if reading.song is None:
            ko, en = reading.mistakes[0].message
            raise Unusable(Text(f"{self.label}: {ko}", f"{self.label}: {en}"))
        return reading


@dataclass(frozen=True)
class Found:
    """What is different, and what of it is to be sung anew; `unsung`: why that is not known."""

    differences: tuple[Difference, ...]
    sound: SoundDifference | None
    unsung: Text | None


@click.command(help=said(*HELP))
@click.argument("what", metavar="[OLD] NEW", nargs=-1)
@click.option("--stat", is_flag=True, help=said("구절마다 한 줄로 말합니다.", "One line a section."))
@click.option("-q", "--quiet", is_flag=True, help=said("종료 상태로만 말합니다.", "Only the exit status."))
@result_option()
@click.option(
    "--git-setup",
    "setup",
    is_flag=True,
    help=said("git diff가 .chang에 이 명령을 쓰게 합니다.", "Let git diff use this for .chang files."),
)
@click.option("--git-remove", "remove", is_flag=True, help=said("그것을 되돌립니다.", "Undo that."))
@click.option(
    "--global",
    "everywhere",
    is_flag=True,
    help=said("--git-setup: 모든 저장소의 설정에.", "With --git-setup: in the settings of all repositories."),
)
@click.option("--git-driver", "driver", is_flag=True, hidden=True)
def diff(
    what: tuple[str, ...],
    stat: bool,
    quiet: bool,
    form: str,
    setup: bool,
    remove: bool,
    everywhere: bool,
    driver: bool,
) -> int:
    """Compare; the exit status."""
    try:
        if setup or remove:
            return configure(what, setup, everywhere)
        if driver:
            from pychang.cli.git_driver import drive

            return drive(what)
        old, new = sides(what)
        before, after = old.read(), new.read()
        found = found_between(before, after, count=not quiet)
        return show(old, new, before, after, found, "quiet" if quiet else form, stat)
    except BrokenPipeError:
        raise
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None
    except Unusable as unusable:
        raise WrongUse(unusable.text) from None


def configure(what: Sequence[str], setup: bool, everywhere: bool) -> int:
    """Change git's settings, and say so."""
    from pychang.cli.git_setup import set_up, undo

    if what:
        raise click.UsageError(
            said("--git-setup에는 노래를 주지 않습니다.", "Give no songs with --git-setup.")
        )
    for text in (set_up if setup else undo)(Path(), everywhere):
        click.echo(text.say(language()))
    return DONE


def sides(what: Sequence[str]) -> tuple[Side, Side]:
    """What to compare; wrong use, GitError."""
    if not 1 <= len(what) <= 3:
        raise click.UsageError(
            said("노래를 하나나 둘 주세요: pychang diff --help", "Give one song, or two: pychang diff --help")
        )
    if len(what) == 2 and is_file(what[0]):
        return now(Path(what[0])), now(Path(what[1]))
    *revisions, song = what
    path = Path(song)
    if not revisions:
        return then("HEAD", path), now(path)
    if len(revisions) == 2:
        return then(revisions[0], path), then(revisions[1], path)
    first, dots, last = revisions[0].partition("...")
    if dots:
        return then(base(first or "HEAD", last or "HEAD", path), path), then(last or "HEAD", path)
    first, dots, last = revisions[0].partition("..")
    return then(first or "HEAD", path), then(last or "HEAD", path) if dots else now(path)


def is_file(name: str) -> bool:
    """Whether a name is that of a song, be it there or not, and of no revision; `-` is one through a pipe."""
    return name == "-" or name.endswith(".chang") or os.path.exists(name)


def now(path: Path) -> Side:
    from pychang.world import World

    return Side(str(path), path, World())


def then(revision: str, path: Path) -> Side:
    """The song as it was in a revision; GitError if git does not have it."""
    from pychang.cli.git import GitError, Repository, RevisionWorld

    repository = Repository.of(path)
    repository.check_revision(revision)
    try:
        repository.read(revision, path)
    except (OSError, ValueError):
        raise GitError(
            Text(f"{path}: {revision}에는 없는 파일입니다.", f"{path}: this file is not in {revision}.")
        ) from None
    return Side(f"{revision}:{path}", path, RevisionWorld(repository, revision))


def base(first: str, last: str, path: Path) -> str:
    from pychang.cli.git import Repository

    repository = Repository.of(path)
    repository.check_revision(first)
    repository.check_revision(last)
    return repository.merge_base(first, last)


def found_between(old: Reading, new: Reading, count: bool = True) -> Found:
    """The differences of two songs; `count`: and of their sound, if both can be sung."""
    from pychang.compare import compare

    differences = compare(old.song, new.song)
    if not differences or not count:
        return Found(differences, None, None)
    which = [name for name, one in ((_OLD, old), (_NEW, new)) if not one.can_be_sung]
    if which:
        ko, en = " · ".join(one.ko for one in which), " and ".join(one.en for one in which)
        why = Text(
            f"{ko} 악보에 오류가 있어 소절을 세지 않습니다", f"phrases not counted: errors in the {en} song"
        )
        return Found(differences, None, why)

    from pychang.compare.sound import compare_sound

    return Found(differences, compare_sound(old, new), None)


_OLD, _NEW = Text("앞", "old"), Text("뒤", "new")


def show(old: Side, new: Side, before: Reading, after: Reading, found: Found, form: str, stat: bool) -> int:
    """Tell what is different; the exit status."""
    unread = [(side, one) for side, one in ((old, before), (new, after)) if not one.can_be_sung]
    same = before.song.source.text == after.song.source.text
    status = MISTAKES if found.differences or (unread and not same) else DONE
    if form == "quiet":
        return status
    for side, one in unread:
        click.echo(f"{side.label}: {counted(one.mistakes)}. {said(*_AS_FAR)}", err=True)
    if form == "json":
        json.dump(as_object(old, new, found), sys.stdout, ensure_ascii=False, indent=2)
        click.echo()
    else:
        tell(found, same, stat, console(sys.stdout))
    return status


_AS_FAR = (
    "읽을 수 있는 데까지만 견줍니다(pychang check).",
    "Only what could be read is compared (pychang check).",
)


def tell(found: Found, same: bool, stat: bool, out: Console) -> None:
    """For people."""
    from pychang.cli.render_differences import render_differences, render_stat

    (render_stat if stat else render_differences)(found.differences, language(), out)
    for line in [*summary(found)] if found.differences else [SAME_BYTES if same else NOTHING]:
        out.print(line.say(language()), markup=False, highlight=False, soft_wrap=True)


def summary(found: Found) -> Iterator[Text]:
    """`2 of 14 phrases change; 0:58 → 1:02`."""
    from pychang.compare.sound import sound_text

    if found.unsung:
        yield found.unsung
    if found.sound:
        ko, en = sound_text(found.sound)
        lengths = [minutes(seconds) for seconds in (found.sound.old_s, found.sound.new_s)]
        time = f"; {lengths[0]} → {lengths[1]}" if lengths[0] != lengths[1] else ""
        yield Text(ko + time, en + time)


def as_object(old: Side, new: Side, found: Found) -> dict[str, Any]:
    """For programs."""
    from pychang.cli.render_differences import as_objects

    sound = found.sound
    return {
        "old": old.label,
        "new": new.label,
        "differences": as_objects(found.differences, language()),
        "phrases": sound and {"changed": sound.changed, "of": sound.new_phrases, "before": sound.old_phrases},
        "duration_s": sound and {"old": round(sound.old_s, 3), "new": round(sound.new_s, 3)},
    }
