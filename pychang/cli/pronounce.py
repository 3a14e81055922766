"""`pychang pronounce`: how a line is sung, in Hangul, and by which articles."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pychang.korean import Change


@click.command()
@click.argument("text", nargs=-1)
@click.option("--why", is_flag=True, help="Add the rules that acted, with their articles.")
def pronounce(text: tuple[str, ...], why: bool) -> None:
    """Print how TEXT is sung, by the Standard Pronunciation; lines of standard input without TEXT, or for -.

    \b
    pychang pronounce 꽃 위         꼬 뒤
    pychang pronounce --why 국물    궁물, and the article: 제18항 비음화
    """
    from pychang.cli.render import message_language
    from pychang.korean import pronounce_text

    language = message_language(os.environ)
    for line in lines_of(text):
        sung, changes = pronounce_text(line)
        click.echo(sung)
        for change in changes if why else ():
            click.echo(reason(change, language))


def reason(change: Change, language: str) -> str:
    """One rule that acted: its article, its name, and what it changed."""
    rule = change.rule
    named = (
        f"제{rule.article}항 {rule.korean}" if language == "ko" else f"Article {rule.article}, {rule.english}"
    )
    return f"  {named}  {change.before} → {change.after}"


def lines_of(text: tuple[str, ...]) -> Iterator[str]:
    """The words of the command line as one line, or each line of standard input (UTF-8 in every locale)."""
    if text and text != ("-",):
        yield from " ".join(text).splitlines() or [""]
        return
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            place = f"line {number}, byte {error.start + 1}"
            raise click.UsageError(f"standard input is not UTF-8: {place}") from None
