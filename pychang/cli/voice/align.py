"""`pychang voice align`: where each sound of the score is in the recordings."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.findings import print_findings, status
from pychang.cli.progress import show_line
from pychang.cli.songs import DONE, MISTAKES, WrongUse, each, path_type, voice_option
from pychang.cli.terminal import console
from pychang.cli.voice.training import need_training
from pychang.cli.words import language, said
from pychang.diagnostic import Text, Unusable

if TYPE_CHECKING:
    from pychang.recordings.aligned import Aligned
    from pychang.recordings.model import Recording
    from pychang.voice import Voice

PLACES = 3  # that are told of each recording
WORDS = 24  # of a place, in syllables


@click.command(
    "align",
    help=said(
        """녹음마다 악보의 소리 하나하나가 어디에 있는지 찾습니다.

        FOLDER/aligned에 그림과, Praat에서 열어 고칠 수 있는 TextGrid를 씁니다. 고친 것은
        그대로 두고 씁니다.
        """,
        """Find where each sound of the score is in the recordings.

        Writes into FOLDER/aligned a TextGrid, which can be corrected in Praat, and a picture for each. A
        TextGrid that was corrected is kept and used as it is.
        """,
    ),
)
@click.argument("folder", metavar="FOLDER", type=path_type())
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--again",
    is_flag=True,
    help=said("손으로 고치지 않은 것은 새로 찾습니다.", "Find anew what was not corrected by hand."),
)
@click.option(
    "--force",
    is_flag=True,
    help=said(
        "손으로 고친 것도 새로 찾습니다. 고친 것은 .old로 남깁니다.",
        "Find anew what was corrected by hand, too; the correction is kept as .old.",
    ),
)
@voice_option()
def command(folder: Path, names: tuple[str, ...], again: bool, force: bool, voice_name: str | None) -> int:
    """Align all recordings of the folder, or those with the names."""
    need_training()
    return each([folder], lambda folder: align_all(folder, names, again or force, force, voice_name))


def align_all(folder: Path, names: Sequence[str], again: bool, force: bool, voice_name: str | None) -> int:
    from pychang.recordings.find import find_recordings
    from pychang.world import World

    names = [unicodedata.normalize("NFC", name) for name in names]  # a shell on macOS may complete NFD
    world = World()
    if not folder.is_dir():
        raise Unusable(Text(f"{folder}: 폴더가 아닙니다.", f"{folder}: this is no folder."))
    recordings, findings = find_recordings(folder, world)
    chosen = [one for one in recordings if not names or one.name in names]
    stems = [unicodedata.normalize("NFC", one.path.stem) for one in findings]
    about = [one for one, stem in zip(findings, stems, strict=True) if not names or stem in names]
    _need(names, {*(one.name for one in recordings), *stems})
    print_findings(about, language(), console(sys.stderr))
    worst = status(about)
    voice = world.voice(world.card(voice_name, folder)) if chosen else None
    for number, recording in enumerate(chosen, 1):
        counted = f"[{number}/{len(chosen)}] "
        done = each([recording.sound], lambda _: _align(folder, recording, voice, again, force, counted))  # noqa: B023
        worst = max(worst, done)
    return worst


def _need(names: Sequence[str], known: set[str]) -> None:
    """Wrong use if one of the names is no recording's."""
    missing = [name for name in names if name not in known]
    if missing:
        there = ", ".join(sorted(known)) or "-"
        raise WrongUse(
            Text(
                f"그런 녹음이 없습니다: {', '.join(missing)}. 있는 녹음: {there}",
                f"no such recording: {', '.join(missing)}; there are: {there}",
            )
        )


def _align(folder: Path, recording: Recording, voice: Voice, again: bool, force: bool, counted: str) -> int:
    from pychang.recordings.aligned import FOLDER, aligned
    from pychang.recordings.picture import draw_alignment
    from pychang.recordings.sound import read_mono

    show_line(counted, recording.name)
    try:
        rate = voice.card.geometry.sample_rate
        sound = read_mono(recording.sound, rate)
        result = aligned(folder, recording, sound, rate, voice, again, force)
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        draw_alignment(recording, result.alignment, sound, rate, folder / FOLDER / f"{recording.name}.png")
    finally:
        show_line("")
    return _say(recording, result)


def _say(recording: Recording, result: Aligned) -> int:
    """A line for each recording, and one for each place that fits badly."""
    from pychang.recordings.fit import POOR, mean_agreement, worst_places

    mean = mean_agreement(result.alignment) if recording.score else 1.0
    click.echo(f"{recording.name}  {mean:.0%}  {_how(result.how)}")
    if recording.score is None:
        return DONE
    for place in worst_places(result.alignment, recording.score.parts[0], PLACES):
        words = place.words if len(place.words) <= WORDS else f"{place.words[:WORDS]}…"
        click.echo(f"  {place.start_s:.2f}–{place.end_s:.2f} s  {place.agreement:.0%}  {words}")
    if mean >= POOR:
        return DONE
    click.echo(
        said(
            f"  녹음이 악보와 맞지 않습니다: 다른 노래이거나 가사가 다른지 보세요: {recording.source}",
            f"  The recording does not fit its score: is it another song, or other words? {recording.source}",
        ),
        err=True,
    )
    return MISTAKES


def _how(how: str) -> str:
    return {
        "found": said("찾았습니다", "found"),
        "kept": said("전에 찾은 것", "as found before"),
        "corrected": said("손으로 고친 것", "as corrected by hand"),
        "labels": said("녹음에 딸린 표시", "the labels beside the recording"),
    }[how]
