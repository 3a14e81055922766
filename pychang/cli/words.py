"""The user's language, and what the commands say in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from pychang.diagnostic import Text

LANGUAGES = ("ko", "en")
OPTION = "--lang"
VARIABLES = ("PYCHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that says something counts
_KOREAN_WINDOWS = 0x12  # LANG_KOREAN, the low ten bits of a language identifier

_asked: str | None = None  # by `--lang`


def ask_for(arguments: Sequence[str]) -> None:
    """From now on speak the language that `--lang` asks for among these arguments, if it is there.

    The help pages need it before click reads the arguments, which complains about what is wrong with it.
    """
    global _asked
    _asked = asked_language(arguments)


def asked_language(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang ko` or `--lang=ko`; None if there is none of ours."""
    words = list(arguments)
    words = words[: words.index("--")] if "--" in words else words
    values = [
        after if word == OPTION else word.removeprefix(f"{OPTION}=")
        for word, after in pairwise((*words, ""))
        if word == OPTION or word.startswith(f"{OPTION}=")
    ]
    return next((value for value in reversed(values) if value in LANGUAGES), None)


def message_language(env: Mapping[str, str], system: Callable[[], str]) -> str:
    """`ko` where the environment, or else the system, is Korean; else `en`."""
    locale = next((env[name] for name in VARIABLES if env.get(name)), None)
    return "ko" if (system() if locale is None else locale).lower().startswith("ko") else "en"


def system_language() -> str:
    """What the system is set to, where no variable says it: Windows, and programs with windows on macOS."""
    if sys.platform == "win32":
        from ctypes import windll

        return "ko" if windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _KOREAN_WINDOWS else "en"
    from locale import getlocale

    return getlocale()[0] or ""


def language() -> str:
    """The language of whoever runs this command."""
    return _asked or message_language(os.environ, system_language)


def said(ko: str, en: str) -> str:
    """One of the two, for the help pages."""
    return Text(ko, en).say(language())
