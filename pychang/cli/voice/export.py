"""`pychang voice export`: a voice as one zip, to give to others."""

from __future__ import annotations

from pathlib import Path

import click

from pychang.cli.completing import complete_voice
from pychang.cli.songs import WrongUse, each, path_type
from pychang.cli.words import said
from pychang.diagnostic import Text


@click.command(
    "export",
    help=said(
        """목소리 하나를 zip 하나로 묶습니다. 녹음과 훈련의 중간 상태는 들어가지 않습니다.
        카드(card.html)가 있으면 함께 가되, 그 안의 녹음 발췌는 빠집니다.

        먼저 모든 것을 검사합니다. 같은 목소리는 언제나 같은 파일이 됩니다.
        """,
        """Put a voice into one zip. Neither recordings nor the state of a training go along;
        the card (card.html) does if there is one, without the excerpts of recordings in it.

        Everything is checked first. The same voice is the same file each time.
        """,
    ),
)
@click.argument("name", metavar="VOICE", shell_complete=complete_voice)
@click.option(
    "-o",
    "--output",
    type=path_type(),
    help=said("zip 파일이나 폴더. 없으면 이름.zip.", "The zip, or a folder; else NAME.zip."),
)
def command(name: str, output: Path | None) -> int:
    """Check, and write the zip."""
    return each([Path(name)], lambda _: export_voice(name, output))


def export_voice(name: str, output: Path | None) -> int:
    from pychang.voice import find_voice
    from pychang.voice.package.install import export

    where = find_voice(name, Path())
    target = zip_file(where, output)
    if target.exists() and target.samefile(where):
        raise WrongUse(
            Text(
                f"{target}: 목소리를 읽는 그 파일입니다. -o로 다른 이름을 주세요.",
                f"{target}: the voice is read from this very file; name another with -o.",
            )
        )
    voice = export(where, target)
    size = f"{target.stat().st_size / 2**20:,.1f} MB"
    click.echo(f"{target}  {size}  {', '.join(voice.files)}")
    return 0


def zip_file(where: Path, output: Path | None) -> Path:
    """The zip to write, named as the voice's folder unless `output` says; wrong use if it is none."""
    own = Path(f"{where.resolve().name.removesuffix('.zip')}.zip")
    if output is None:
        return own
    if output.is_dir():
        return output / own
    if output.suffix.lower() != ".zip":
        text = Text(f"{output}: 이름이 .zip으로 끝나야 합니다.", f"{output}: its name must end in .zip.")
        raise WrongUse(text)
    return output
