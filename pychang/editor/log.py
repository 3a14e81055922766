"""What the server tells its terminal: little, and only what the user must know."""

from __future__ import annotations

import os
import sys
import traceback

import click

from pychang.cli.main import our_bug
from pychang.diagnostic import Text

_told: set[Text] = set()


def told_bug(bug: BaseException) -> Text:
    """A mistake of ours in words, also on the terminal: each once, and whole if PYCHANG_DEBUG is set."""
    if not isinstance(bug, Exception):
        raise bug
    text = Text(*our_bug(bug))
    if text not in _told:
        _told.add(text)
        trace(bug)
        tell(text)
    return text


def trace(failure: BaseException) -> None:
    """Where it happened, on the terminal, if PYCHANG_DEBUG is set."""
    if os.environ.get("PYCHANG_DEBUG"):
        traceback.print_exception(failure)


def tell(text: Text) -> None:
    """On standard error, in the user's language."""
    from pychang.cli.words import language

    click.echo(text.say(language()), file=sys.stderr)
