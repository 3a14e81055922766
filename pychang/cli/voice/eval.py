"""`pychang voice eval`: how like its singer a voice sings, as a page and a table."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.completing import complete_voice
from pychang.cli.findings import print_findings
from pychang.cli.progress import show_line
from pychang.cli.songs import DONE, each, path_type, result_option
from pychang.cli.terminal import console
from pychang.cli.voice.training import need_training
from pychang.cli.words import language, said

if TYPE_CHECKING:
    from pychang.evaluation.model import Evaluation

HELP = (
    """목소리가 녹음한 사람과 얼마나 닮았는지 재어 목소리 카드(HTML)를 만듭니다.

    훈련에 쓰지 않은 녹음을 녹음대로, 또 악보대로 부르게 하고 음색, 음높이, 시작, 밝기를 녹음과 견줍니다.

    \b
    pychang voice eval 나                       나/card.html
    pychang voice eval 나 -o 나.html
    """,
    """Measure how like its singer a voice sings, and write its voice card (HTML).

    It sings the recordings that it was not trained on, as they were sung and from their scores; timbre,
    pitch, onsets and brightness are compared with the recordings.

    \b
    pychang voice eval mine                     mine/card.html
    pychang voice eval mine -o mine.html
    """,
)


@click.command("eval", help=said(*HELP))
@click.argument("folder", metavar="FOLDER", type=path_type())
@click.option(
    "--reference",
    default="sora",
    show_default=True,
    metavar="VOICE",
    shell_complete=complete_voice,
    help=said("견줄 다른 목소리의 이름이나 폴더.", "Another voice to compare with: its name or its folder."),
)
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said("카드 파일. 없으면 폴더의 card.html.", "The card; else card.html in the folder."),
)
@result_option()
def command(folder: Path, reference: str, output: Path | None, form: str) -> int:
    """Evaluate the voice in FOLDER."""
    need_training()
    return each(
        [folder], lambda folder: evaluate_voice(folder, reference, output or folder / "card.html", form)
    )


def evaluate_voice(folder: Path, reference: str, output: Path, form: str) -> int:
    """Sing, measure, write the card, and say what came out."""
    from datetime import date

    from pychang.evaluation.evaluate import evaluate
    from pychang.evaluation.folder import card_in, choose
    from pychang.evaluation.page import write_page
    from pychang.world import World

    world = World()
    card = card_in(folder)
    other = world.card(reference, Path())
    output.absolute().parent.stat()  # better told now than after minutes
    chosen, findings = choose(folder, card, world)
    print_findings(findings, language(), console(sys.stderr))
    try:
        evaluation = evaluate(chosen, card, other, world, show_progress)
    finally:
        show_line("")
    write_page(evaluation, output, language(), date.today())
    if form == "json":
        click.echo(as_json(evaluation, output))
    else:
        print_table(evaluation)
        click.echo(f"{output}")
    return DONE


def show_progress(done: int, whole: int, name: str) -> None:
    """How far it is, on a terminal."""
    if done < whole:
        show_line(f"[{done + 1}/{whole}] ", name)


def print_table(evaluation: Evaluation) -> None:
    """A line a measure."""
    from rich.table import Table

    from pychang.evaluation.measures import MEASURES, Grade

    colours = {Grade.GOOD: "green", Grade.FAIR: "yellow", Grade.POOR: "red"}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    names = (
        evaluation.card.name,
        evaluation.reference.name,
        said("녹음의 왕복", "round trip"),
        said("녹음", "recording"),
    )
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(said("목표", "aim"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    singers = evaluation.singers
    shown = (singers.voice, singers.reference, singers.round_trip, singers.recording)
    for measure in MEASURES:
        grade = measure.grade(singers.voice)
        if grade is not None:
            word = f"[{colours[grade]}]{grade.text.say(language())}[/]"
            name = measure.name.say(language())
            table.add_row(name, *(measure.shown(one) for one in shown), measure.aim, word)
    console(sys.stdout).print(table)
    if not evaluation.unseen:
        click.echo(
            said(
                "통째로 빼 둔 녹음이 없어 훈련에 쓴 녹음으로 쟀습니다.",
                "No recording was kept back whole: but for their ends at most, these were trained on.",
            )
        )


def as_json(evaluation: Evaluation, output: Path) -> str:
    """Everything that was measured."""
    whole = {
        "voice": evaluation.card.name,
        "reference": evaluation.reference.name,
        "unseen": evaluation.unseen,
        "card": str(output),
        "all": asdict(evaluation.singers),
        "recordings": [
            {"name": one.name, "duration_s": one.duration_s, **asdict(one.singers)}
            for one in evaluation.recordings
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
