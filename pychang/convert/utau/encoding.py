"""In which encoding a `.ust` file is: what it says itself, else what its texts look like."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(rb"^\s*Charset\s*=\s*([\w-]+)", re.MULTILINE | re.IGNORECASE)
_TELLING = re.compile(rb"^(?:Lyric|ProjectName)=(.*)$", re.MULTILINE)
_KANA_AND_KANJI = re.compile("[ぁ-ヾ一-鿿、。]")
_ENOUGH = 100_000  # bytes
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes) -> str:
    """The text of a file; what cannot be decoded becomes U+FFFD.

    UTAU writes the encoding of the Windows it runs on, Shift-JIS or CP949, and names it only if it is UTF-8.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    named = _CHARSET.search(data[:1000])
    if named and (encoding := _known(named[1].decode("ascii"))):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        texts = b"\n".join(_TELLING.findall(data))[:_ENOUGH] or data[:_ENOUGH]
        return data.decode(max(("cp932", "cp949"), key=lambda one: _likely(texts, one)), errors="replace")


def _known(name: str) -> str | None:
    try:
        return codecs.lookup({"shift_jis": "cp932", "sjis": "cp932"}.get(name.lower(), name)).name
    except LookupError:
        return None


def _likely(texts: bytes, encoding: str) -> int:
    """How many characters are such as people write in that encoding, less what is none of it."""
    text = texts.decode(encoding, errors="replace")
    usual = len(_KANA_AND_KANJI.findall(text)) if encoding == "cp932" else sum(map(_is_common, text))
    half_width = sum("｡" <= ch <= "ﾟ" for ch in text)
    return usual - half_width - 5 * text.count("\ufffd")


def _is_common(ch: str) -> bool:
    """Whether a block is one of the 2,350 of KS X 1001."""
    return "가" <= ch <= "힣" and len(ch.encode("euc_kr", errors="replace")) == 2
