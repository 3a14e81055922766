"""`pychang import`: a song from MIDI, MusicXML, UTAU and others, as a score to go on with."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pychang.cli.laying_out import quoted
from pychang.cli.songs import DONE, MISTAKES, WrongUse, check_folder, each, path_type
from pychang.cli.words import language, said
from pychang.diagnostic import Diagnostic, Severity, Text
from pychang.world import STANDARD_INPUT

if TYPE_CHECKING:
    from pychang.convert.formats import Incoming

HELP = (
    """다른 프로그램의 노래를 악보(.chang)로 가져옵니다. 가져온 악보는 바로 부를 수 있습니다.

    \b
    pychang import 노래.mid                       노래.chang
    pychang import 노래.musicxml -o 봄.chang      .musicxml .mxl .mid .kar .ust .ustx
    pychang import 노래.mid --lyrics 가사.txt     가사가 없는 파일에 가사를
    pychang import 노래.mid --track 2             부를 트랙을 골라서
    """,
    """Bring a song of another program in as a score (.chang) that sings at once.

    \b
    pychang import song.mid                       to song.chang
    pychang import song.musicxml -o spring.chang  .musicxml .mxl .mid .kar .ust .ustx
    pychang import song.mid --lyrics words.txt    words for a file that has none
    pychang import song.mid --track 2             with the track to sing
    """,
)
GRIDS = (4, 8, 12, 16, 24, 32, 48, 64)
NO_LYRICS = "W301"
PLAYED = (".mid", ".midi", ".kar")  # what may be off the grid


@click.command("import", help=said(*HELP))
@click.argument("file", metavar="FILE", type=path_type())
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said(
        "쓸 악보. 없으면 그 파일 옆에 .chang, -이면 표준 출력.",
        "The score to write; else a .chang beside the file; - for standard output.",
    ),
)
@click.option(
    "--track",
    metavar="N",
    help=said(
        "부를 트랙이나 파트: 번호(1부터)나 이름.", "The track or part to sing: number (from 1) or name."
    ),
)
@click.option(
    "--grid",
    type=click.Choice([str(one) for one in GRIDS]),
    help=said(
        "MIDI의 음을 맞출 격자: 16은 16분음표, 12는 셋잇단 8분음표.",
        "What notes of MIDI are moved to: 16 is a sixteenth, 12 an eighth-note triplet.",
    ),
)
@click.option(
    "--lyrics",
    type=path_type(),
    help=said(
        "가사를 적은 글: 한 글자에 한 음, -는 앞 글자를 끌기.",
        "A text with the words: one syllable a note, - to hold the one before.",
    ),
)
@click.option(
    "-f",
    "--force",
    is_flag=True,
    help=said("이미 있는 악보 위에 씁니다.", "Write over a score that is there."),
)
def import_(
    file: Path, output: Path | None, track: str | None, grid: str | None, lyrics: Path | None, force: bool
) -> int:
    """Read FILE, and write the score; the exit status."""
    if grid and file.suffix.lower() not in PLAYED:
        raise WrongUse(Text("--grid는 MIDI 파일에만 씁니다.", "--grid is for MIDI files alone."))
    if file.suffix.lower() == ".chang":
        raise WrongUse(Text(f"{file}: 이미 .chang 악보입니다.", f"{file} is a .chang score already."))
    output = output or (file.with_suffix(".chang") if file.name else file)
    check_output(file, output, force)
    return each([file], lambda path: bring(path, output, track, grid, lyrics))


def bring(path: Path, output: Path, track: str | None, grid: str | None, lyrics: Path | None) -> int:
    """Read one file, and write its score; the exit status."""
    from pychang.convert.formats import Wishes
    from pychang.convert.incoming import bring_in
    from pychang.convert.to_text import to_text
    from pychang.finding import Wrong
    from pychang.whole import write_whole

    try:
        found = bring_in(path, Wishes(track, Fraction(1, int(grid)) if grid else None), lyrics)
    except Wrong as wrong:
        tell([wrong.finding])
        return MISTAKES
    text = to_text(found.sheet, [said(f"{path.name}에서 가져왔다.", f"Imported from {path.name}.")])
    tell(found.findings)
    tell_mistakes(found, text, output)
    if output == STANDARD_INPUT:
        click.echo(text, nl=False)
        return DONE
    write_whole(output, text.encode())
    click.echo(f"{output}  {summary(found)}")
    click.echo(f"  pychang build {quoted(output)}", err=True)
    return DONE


def check_output(file: Path, output: Path, force: bool) -> None:
    """Wrong use if the score would take the place of the file, or, without `force`, of another."""
    if output == STANDARD_INPUT:
        return
    check_folder(output)
    if output.is_dir():
        raise WrongUse(Text(f"{output}: 폴더입니다.", f"{output} is a folder."))
    if output.exists() and file.exists() and output.samefile(file):
        raise WrongUse(
            Text(f"{file}: 읽는 파일 위에 쓰게 됩니다.", f"{file}: this would write over the file.")
        )
    if output.suffix.lower() != ".chang":
        text = Text(f"{output}: 이름이 .chang으로 끝나야 합니다.", f"{output}: its name must end in .chang.")
        raise WrongUse(text)
    if output.exists() and not force:
        raise WrongUse(
            Text(
                f"{output}: 이미 있습니다. 덮어쓰려면 --force를, 아니면 -o로 다른 이름을 주세요.",
                f"{output} is there already. Give another name with -o, or --force to write over it.",
            )
        )


def tell(findings: Sequence) -> None:
    """On standard error."""
    from pychang.cli.findings import print_findings
    from pychang.cli.terminal import console

    if findings:
        print_findings(findings, language(), console(sys.stderr))


def tell_mistakes(found: Incoming, text: str, output: Path) -> None:
    """What `check` would say of the score, each thing once; an error there is a bug of ours."""
    from pychang.cli.songs import reporter

    place = Path(f"{found.sheet.title}.chang") if output == STANDARD_INPUT else output
    mistakes = mistakes_of(text, place)
    wrong = next((one for one in mistakes if one.severity is Severity.ERROR), None)
    if wrong is not None:
        raise AssertionError(f"{wrong.code} at {wrong.span and wrong.span.line}: {wrong.message.en}")
    if not any(tone.lyrics for part in found.sheet.parts for tone in part.tones):  # as the reader has told
        mistakes = [one for one in mistakes if one.code != NO_LYRICS]
    first = {one.code: one for one in reversed(mistakes)}
    reporter("human").add([one for one in mistakes if one is first[one.code]])
    more = Counter(one.code for one in mistakes) - Counter(first.keys())
    if more:
        counts = ", ".join(f"{code} × {times}" for code, times in sorted(more.items()))
        how = "" if output == STANDARD_INPUT else f"pychang check {quoted(output)}"
        click.echo(
            said(
                f"같은 경고가 더 있습니다: {counts}." + (f" 모두 보려면: {how}" if how else ""),
                f"There are more of them: {counts}." + (f" To see them all: {how}" if how else ""),
            ),
            err=True,
        )


def mistakes_of(text: str, output: Path) -> Sequence[Diagnostic]:
    """The mistakes of a text that is to be written to `output`."""
    from pychang.reading import read_song
    from pychang.world import World

    class Written(World):
        """The disk, with the score as if it were there already."""

        def read(self, path: Path) -> bytes:
            return text.encode() if path == output else super().read(path)

    return read_song(output, Written()).mistakes


def summary(found: Incoming) -> str:
    """`3 parts, 5 sections, 42 bars, 120 notes`."""
    sheet = found.sheet
    notes = sum(len(part.tones) for part in sheet.parts)
    counts = (len(sheet.parts), len(sheet.sections), len(sheet.bars), notes)
    words = (("파트", "part"), ("구절", "section"), ("마디", "bar"), ("음", "note"))
    return ", ".join(
        said(f"{ko} {count}", f"{count} {en}{'' if count == 1 else 's'}")
        for count, (ko, en) in zip(counts, words, strict=True)
        if count > 1 or en != "part"
    )
