"""The options that every command takes."""

from __future__ import annotations

import click

from pychang.cli.terminal import color_option
from pychang.cli.words import LANGUAGES, OPTION, said


def with_common_options(command: click.Command) -> click.Command:
    """The command, and those in it, with `--lang` and `--color`, which every command takes."""
    if not any(OPTION in parameter.opts for parameter in command.params):
        command.params += (language_option(), color_option())
        for inside in getattr(command, "commands", {}).values():
            with_common_options(inside)
    return command


def language_option() -> click.Option:
    """Obeyed before click reads it, since help is in the language too."""
    return click.Option(
        [OPTION],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=said("메시지와 도움말의 언어.", "The language of messages."),
    )
