"""`pychang pronounce`: how a line is sung, in Hangul, and by which articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from pychang.cli.words import language, said

if TYPE_CHECKING:
    from pychang.korean import Change, Rule


HELP = (
    """글을 어떻게 소리 내어 부르는지 표준 발음법대로 보입니다. 글이 없거나 -이면 표준 입력을 읽습니다.

    \b
    pychang pronounce 꽃 위         꼬 뒤
    pychang pronounce --why 국물    궁물, 그리고 제18항 비음화
    """,
    """Print how TEXT is sung, by the Standard Pronunciation; without TEXT, or for -, lines of standard input.

    \b
    pychang pronounce 꽃 위         꼬 뒤
    pychang pronounce --why 국물    궁물, and why: article 18, nasalisation
    """,
)


@click.command(help=said(*HELP))
@click.argument("text", nargs=-1)
@click.option(
    "--why",
    is_flag=True,
    help=said("쓰인 규칙과 조항도 보입니다.", "Add the rules that acted, with their articles."),
)
def pronounce(text: tuple[str, ...], why: bool) -> None:
    """Print how `text` is sung, line for line."""
    from pychang.korean import pronounce_text

    for line in lines_of(text):
        sung, changes = pronounce_text(line)
        click.echo(sung)
        for reason in reasons(sung, changes) if why else ():
            click.echo("  " + reason)


def reasons(sung: str, changes: Sequence[Change]) -> Iterator[str]:
    """The rules that acted, in the order of the line as sung: article, name, what it changed; in columns."""
    named = [article(change.rule, language()) for change in changes]
    width = max(map(columns, named), default=0)
    for name, change in zip(named, changes, strict=True):
        yield f"{name}{' ' * (width - columns(name))}  {change.before} → {change.after}"
    if not changes and any("가" <= character <= "힣" for character in sung):
        yield said("적힌 대로 소리 납니다.", "Sung as it is written.")


def article(rule: Rule, language: str) -> str:
    return (
        f"제{rule.article}항 {rule.korean}" if language == "ko" else f"Article {rule.article}, {rule.english}"
    )


def columns(text: str) -> int:
    """How wide a terminal shows it: Hangul takes two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def lines_of(text: tuple[str, ...]) -> Iterator[str]:
    """The words of the command line as one line, or each line of standard input (UTF-8 in every locale)."""
    if text and text != ("-",):
        yield from " ".join(text).splitlines() or [""]
        return
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise click.UsageError(said(*not_utf8(number, error.start + 1))) from None


def not_utf8(line: int, byte: int) -> tuple[str, str]:
    """In Korean and English."""
    return (
        f"표준 입력이 UTF-8이 아닙니다: {line}번째 줄, {byte}번째 바이트",
        f"standard input is not UTF-8: line {line}, byte {byte}",
    )
