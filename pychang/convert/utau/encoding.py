"""In which encoding a `.ust` file is: what it says itself, else what its texts look like."""

from __future__ import annotations

import codecs
import re

from pychang.convert.encoding import encoding_of
from pychang.text_file import marked

_CHARSET = re.compile(rb"^\s*Charset\s*=\s*([\w-]+)", re.MULTILINE | re.IGNORECASE)
_TELLING = re.compile(rb"^(?:Lyric|ProjectName)=(.*)$", re.MULTILINE)
_OF_WINDOWS = ("cp932", "cp949")


def decoded(data: bytes) -> str:
    """The text of a file; what cannot be decoded becomes U+FFFD.

    UTAU writes the encoding of the Windows it runs on, Shift-JIS or CP949, and names it only if it is UTF-8.
    """
    named = _CHARSET.search(data[:1000])
    known = marked(data) or (named and _known(named[1].decode("ascii", errors="replace")))
    if known:
        return data.decode(known, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        texts = _TELLING.findall(data) or [data]
        return data.decode(encoding_of(texts, _OF_WINDOWS), errors="replace")


def _known(name: str) -> str | None:
    try:
        return codecs.lookup({"shift_jis": "cp932", "sjis": "cp932"}.get(name.lower(), name)).name
    except LookupError:
        return None
