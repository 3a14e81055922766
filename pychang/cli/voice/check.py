"""`pychang voice check`: recordings looked over before anything is trained on them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pychang.cli.findings import as_object, print_findings, status
from pychang.cli.progress import show_line
from pychang.cli.songs import path_type, result_option
from pychang.cli.terminal import console
from pychang.cli.voice.training import need_training
from pychang.cli.words import language, said
from pychang.diagnostic import Unusable
from pychang.world import World

if TYPE_CHECKING:
    from pychang.finding import Finding
    from pychang.recordings.check import Checked
    from pychang.recordings.model import Recording

HELP = (
    """녹음을 훈련에 쓰기 전에 살펴봅니다: 깨진 소리, 잡음, 울림, 다른 높이나 다른 가사 …

    \b
    pychang voice check mine
    pychang voice check mine --output-format json

    오류가 있는 녹음은 훈련에 쓰이지 않습니다. 오류가 있으면 1로 끝납니다.
    """,
    """Look recordings over before anything is trained: clipping, noise, echo, another key, other words …

    \b
    pychang voice check mine
    pychang voice check mine --output-format json

    A recording with an error is not trained on. The exit status is 1 if there is an error.
    """,
)


@click.command("check", help=said(*HELP))
@click.argument("folder", metavar="FOLDER", type=path_type())
@result_option()
def command(folder: Path, form: str) -> int:
    """Look over the recordings of FOLDER; the exit status."""
    need_training(("parselmouth",))
    from pychang.recordings.look_over import look_over, unreadable

    world = World()
    recordings, about_files = recordings_in(folder, world)
    checked: list[Checked] = []
    broken: list[Finding] = []
    for number, recording in enumerate(recordings, 1):
        show_line(f"[{number}/{len(recordings)}] ", recording.name)
        try:
            checked.append(look_over(recording, folder, world))
        except (Unusable, OSError) as why:
            broken.append(unreadable(recording, why))
    show_line("")
    findings = [*about_files, *broken, *(one for each in checked for one in each.findings)]
    (print_json if form == "json" else print_all)(checked, findings)
    return status(findings)


def recordings_in(folder: Path, world: World) -> tuple[Sequence[Recording], Sequence[Finding]]:
    from pychang.recordings.find import find_recordings

    return find_recordings(folder, world)


# ── results ──────────────────────────────────────────────────────────────────────────────────────


def print_all(checked: Sequence[Checked], findings: Sequence[Finding]) -> None:
    """The findings, then what there is to train on."""
    print_findings(findings, language(), console(sys.stdout))
    if findings:
        click.echo()
    for line in conclusion(checked):
        click.echo(line)


def conclusion(checked: Sequence[Checked]) -> list[str]:
    """How much singing there is, and which sounds of Korean it lacks."""
    from pychang.recordings.check import coverage, example
    from pychang.recordings.findings import as_time

    usable = [one for one in checked if one.usable_s > 0]
    sung = as_time(sum(one.usable_s for one in usable))
    lines = [
        said(
            f"쓸 수 있는 노래: {sung} (녹음 {len(checked)}개 가운데 {len(usable)}개)",
            f"usable singing: {sung} (of {len(checked)} recordings, {len(usable)})",
        )
    ]
    missing, rare = coverage(checked)
    if not usable:
        return lines
    for phones, label in (
        (missing, said("없는 소리", "sounds not sung")),
        (rare, said("드문 소리", "sounds hardly sung")),
    ):
        if phones:
            lines.append(f"{label}: {', '.join(example(phone).say(language()) for phone in phones)}")
    if missing:
        lines.append(
            said(
                "  = `pychang voice new`가 주는 연습곡에는 모든 소리가 들어 있습니다.",
                "  = The practice songs that `pychang voice new` lays out have all sounds.",
            )
        )
    return lines


def print_json(checked: Sequence[Checked], findings: Sequence[Finding]) -> None:
    import json

    click.echo(json.dumps(as_objects(checked, findings), ensure_ascii=False, indent=2))


def as_objects(checked: Sequence[Checked], findings: Sequence[Finding]) -> dict[str, Any]:
    """All of it as plain values."""
    from pychang.recordings.check import coverage

    missing, rare = coverage(checked)
    return {
        "recordings": [
            {
                "name": one.recording.name,
                "sound": str(one.recording.sound),
                "duration_s": round(one.duration_s, 3),
                "usable_s": round(one.usable_s, 3),
            }
            for one in checked
        ],
        "usable_s": round(sum(one.usable_s for one in checked), 3),
        "missing_phones": list(missing),
        "rare_phones": list(rare),
        "findings": [as_object(one, language()) for one in findings],
    }
