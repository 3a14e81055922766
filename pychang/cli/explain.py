"""`pychang explain`: what a code means, with a wrong and a right example."""

from __future__ import annotations

import click

from pychang.cli.completing import complete_code
from pychang.cli.songs import DONE, WrongUse
from pychang.cli.words import language, said
from pychang.diagnostic import Text

HELP = (
    """틀린 곳의 코드를 보기와 함께 설명합니다. 코드가 없으면 모든 코드를 보입니다.

    \b
    pychang explain E203
    pychang explain E203 W241
    pychang explain
    """,
    """Explain the codes of mistakes, with examples; without a code, list them all.

    \b
    pychang explain E203
    pychang explain E203 W241
    pychang explain
    """,
)


@click.command(help=said(*HELP))
@click.argument("codes", metavar="[CODE...]", nargs=-1, shell_complete=complete_code)
def explain(codes: tuple[str, ...]) -> int:
    """Explain each of CODE…, or list all codes; wrong use for one that does not exist."""
    wanted = [known(code) for code in codes]
    if not wanted:
        list_codes()
    for number, code in enumerate(wanted):
        if number:
            click.echo()
        tell(code)
    return DONE


def known(written: str) -> str:
    """A code as it is written in `CODES`; wrong use, with the nearest, if it is none of them."""
    from pychang.language.codes import CODES
    from pychang.language.wording import did_you_mean, nearest

    code = written.strip().upper()
    if code in CODES:
        return code
    near = did_you_mean(code, CODES) if nearest(code, CODES) else _LIST
    raise WrongUse(
        Text(f"{written}: 그런 코드는 없습니다. {near.ko}", f"{written}: there is no such code. {near.en}")
    )


def list_codes() -> None:
    """Every code with its sentence."""
    from pychang.language.codes import CODES

    for code, sentence in CODES.items():
        click.echo(f"{click.style(code, **_style(code))}  {sentence.say(language())}")


def tell(code: str) -> None:
    from pychang.language.explain import explanation

    one = explanation(code)
    click.echo(f"{click.style(code, **_style(code))}  {click.style(one.sentence.say(language()), bold=True)}")
    click.echo(f"\n{one.paragraph.say(language())}\n")
    show(said("틀린 보기", "wrong"), one.wrong)
    click.echo()
    show(said("맞는 보기", "right"), one.right)


def show(name: str, example: str) -> None:
    """An example, set in under its name."""
    click.secho(f"{name}:", bold=True)
    for line in (example or said("(빈 파일)", "(an empty file)")).split("\n"):
        click.echo(f"    {line}")


def _style(code: str) -> dict[str, str | bool]:
    return {"fg": "red" if code.startswith("E") else "yellow", "bold": True}


_LIST = Text("pychang explain이 모든 코드를 보입니다.", "`pychang explain` lists them all.")
