"""The user's language, and what the commands say in it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pychang.diagnostic import Text


def message_language(env: Mapping[str, str]) -> str:
    """`ko` where the locale is Korean, else `en`."""
    locale = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


def language() -> str:
    """The language of whoever runs this command."""
    return message_language(os.environ)


def said(ko: str, en: str) -> str:
    """One of the two, for the help pages."""
    return Text(ko, en).say(language())
