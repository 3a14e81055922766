"""`pychang pronounce`: how a line is sung, in Hangul, and by which articles."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click


@click.command()
@click.argument("text", nargs=-1)
@click.option("--why", is_flag=True, help="Add the rules that acted, with their articles.")
def pronounce(text: tuple[str, ...], why: bool) -> None:
    """Print how TEXT is sung, by the Standard Pronunciation; lines of standard input without TEXT, or for -.

    \b
    pychang pronounce 꽃 위        꼬 뒤
    pychang pronounce --why 국물   궁물, and 제18항 비음화
    """
    from pychang.korean import pronounce_text

    language = message_language()
    for line in lines_of(text):
        sung, changes = pronounce_text(line)
        click.echo(sung)
        for change in changes if why else ():
            name = change.rule.korean if language == "ko" else change.rule.english
            article = f"제{change.rule.article}항" if language == "ko" else f"article {change.rule.article}"
            click.echo(f"  {article} {name}  {change.before} → {change.after}")


def lines_of(text: tuple[str, ...]) -> Iterator[str]:
    """The words of the command line as one line, or each line of standard input."""
    if text and text != ("-",):
        yield from " ".join(text).split("\n")
        return
    for line in sys.stdin:
        yield line.removesuffix("\n").removesuffix("\r")


def message_language() -> str:
    """The language of messages, "ko" or "en", as for every command."""
    from pychang.cli import render

    return render.message_language(os.environ)
