"""What a terminal can show: colour, and characters.

Colour is asked for by `--color`, refused by NO_COLOR, asked for by FORCE_COLOR, and else is for terminals.
A character that the terminal's encoding lacks is shown as one that it has: no message ever fails.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

import click

from pychang.cli.words import said

if TYPE_CHECKING:
    from rich.console import Console

COLOURS: dict[str, bool | None] = {"auto": None, "always": True, "never": False}
_INSTEAD = "pychang-instead"  # how Python's codecs know `instead`
_LIKE = {
    "…": "...",
    "│": "|",
    "━": "=",
    "╌": "-",
    "–": "-",
    "—": "-",
    "→": "->",
    "←": "<-",
    "×": "x",
    "−": "-",
    "·": ".",
    "▶": ">",
    "♯": "#",
    "♭": "b",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "\u00a0": " ",
}
_OBEY_ESCAPES = 0x0004  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
_JAMO = re.compile("[\u1100-\u11ff]+")
_BYTES = re.compile("[\udc80-\udcff]+")  # of a file's name, where the system's encoding could not read them


def color_option() -> click.Option:
    """`--color`, for the program and for each command; the one nearest to the end counts."""
    return click.Option(
        ["--color"],
        type=click.Choice(list(COLOURS)),
        expose_value=False,
        callback=_set_colour,
        help=said("색을 쓸지. NO_COLOR도 따릅니다.", "Whether to use colour; NO_COLOR is heeded too."),
    )


def _set_colour(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    """Click itself heeds `ctx.color`, in what `click.echo` prints."""
    if value is not None or ctx.color is None:
        wish = COLOURS[value or "auto"]
        ctx.color = wished(os.environ) if wish is None else wish


def wished(env: Mapping[str, str]) -> bool | None:
    """What NO_COLOR (no-color.org) and FORCE_COLOR ask for; None: colour on terminals."""
    if env.get("NO_COLOR"):
        return False
    forced = env.get("FORCE_COLOR")
    return forced != "0" if forced else None


def has_colour(stream: TextIO, env: Mapping[str, str] = os.environ) -> bool:
    """Whether what is written to `stream` is coloured."""
    ctx = click.get_current_context(silent=True)
    wish = ctx.color if ctx else wished(env)
    return is_terminal(stream, env) if wish is None else wish


def is_terminal(stream: TextIO, env: Mapping[str, str] = os.environ) -> bool:
    """Whether `stream` is a terminal that obeys escapes: that has colours, and lines to be written over."""
    if not stream.isatty() or env.get("TERM") in ("dumb", "unknown"):
        return False
    return sys.platform != "win32" or windows_obeys(stream)


def windows_obeys(stream: TextIO) -> bool:
    """Ask Windows' console to obey escapes; false where it is too old to."""
    import ctypes
    import msvcrt

    kernel, mode = ctypes.windll.kernel32, ctypes.c_uint32()
    try:
        handle = msvcrt.get_osfhandle(stream.fileno())
    except OSError:
        return False
    found = kernel.GetConsoleMode(ctypes.c_void_p(handle), ctypes.byref(mode))
    return bool(found and kernel.SetConsoleMode(ctypes.c_void_p(handle), mode.value | _OBEY_ESCAPES))


def console(stream: TextIO, coloured: bool | None = None) -> Console:
    """Where messages are printed: with colour if it is wanted, else without any escape.

    `coloured`: whether it is, where somebody else decides that.
    """
    from rich.console import Console

    if not (has_colour(stream) if coloured is None else coloured):
        return Console(file=stream, color_system=None, force_terminal=stream.isatty(), no_color=True)
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    made = Console(file=stream, force_terminal=True, no_color=False, _environ=env)
    return made if made.color_system else Console(file=stream, force_terminal=True, color_system="standard")


# ── characters ───────────────────────────────────────────────────────────────────────────────────


def prepare_streams(env: Mapping[str, str] = os.environ) -> None:
    """Pipes and files get UTF-8 unless PYTHONIOENCODING says otherwise; a terminal keeps its own encoding.

    ASCII is what Python finds where no locale is set, and what no terminal is limited to: it gets UTF-8 too.
    """
    codecs.register_error(_INSTEAD, instead)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            is_own = stream.isatty() or env.get("PYTHONIOENCODING", "").partition(":")[0]
            keeps = is_own and codecs.lookup(stream.encoding).name != "ascii"
            stream.reconfigure(encoding=None if keeps else "utf-8", errors=_INSTEAD)


def instead(failure: UnicodeError) -> tuple[str | bytes, int]:
    """What is written where an encoding lacks a character: for `codecs.register_error`."""
    if not isinstance(failure, UnicodeEncodeError):
        raise failure
    text, start = failure.object, failure.start
    if found := _JAMO.match(text, start):
        shown = unicodedata.normalize("NFC", found[0])
    elif found := _BYTES.match(text, start):
        shown = found[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    else:
        shown = _LIKE.get(text[start], text[start])
    end = found.end() if found else start + 1
    if failure.encoding == "utf-8":  # takes only ASCII as text
        return shown.encode("utf-8", "replace"), end
    return "".join(ch if _has(failure.encoding, ch) else _mark(ch) for ch in shown), end


def _has(encoding: str, ch: str) -> bool:
    try:
        ch.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _mark(ch: str) -> str:
    """As wide as the character, so that what stands under it stays there."""
    return "??" if unicodedata.east_asian_width(ch) in "WF" else "?"
