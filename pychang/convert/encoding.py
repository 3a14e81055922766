"""In which encoding the texts of a file are that does not say it, as MIDI files and those of UTAU.

Told from all texts together. Each candidate decodes them, and what comes out is weighed: syllables of KS X
1001 and kana are what people write; syllables beyond it, half-width katakana, symbols and stray letters are
what texts of another encoding look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

from pychang.text_file import marked

CANDIDATES = ("utf-8", "cp949", "cp932", "johab", "euc_jp", "cp1252")
_WIDE = ("utf-16-le", "utf-16-be")
_HANDICAP = {"johab": 0.4, "euc_jp": 0.3, "cp1252": 0.1, **dict.fromkeys(_WIDE, 0.8)}  # rare in files
_ACCENTED = {"cp1252": 2.5, "utf-8": 5.4}  # a letter with an accent beside a plain one, as Latin texts have
_ACCENT = re.compile(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ](?=[a-z])")
_UNREADABLE = -4.0  # a byte
_TAGGED = 2.5  # a byte: the file says so
_ENOUGH = 8192  # bytes
_TAGS = {"LATIN": "cp1252", "JP": "cp932"}  # RP-026, *SMF Language and Display Extensions*
_TAG = re.compile(rb"\{@(LATIN|JP)\}")


def encoding_of(texts: Iterable[bytes], candidates: Sequence[str] = CANDIDATES) -> str:
    """The encoding that most likely all of `texts` are in: one of `candidates`, or UTF-16."""
    known = _first(dict.fromkeys(texts))
    by_mark = next(filter(None, map(marked, known)), None)
    telling = [text for text in known if not text.isascii() or b"\0" in text.rstrip(b"\0")]
    if by_mark or not telling:
        return by_mark or "utf-8"
    tagged = {_TAGS[found[1].decode()] for text in known if (found := _TAG.match(text))}
    extra = {name: -handicap for name, handicap in _HANDICAP.items()} | dict.fromkeys(tagged, _TAGGED)
    wide = [name for name in _WIDE if _fits_wide(telling, name)]
    return max((*wide, *candidates), key=lambda name: _weigh(telling, name) + extra.get(name, 0.0))


def decode(text: bytes, encoding: str) -> str:
    """One text, without its byte-order mark and without what cannot be read."""
    return text.decode(encoding, errors="ignore").lstrip("\ufeff").strip("\0")


def _first(texts: Iterable[bytes]) -> list[bytes]:
    """As many of the texts as are enough to tell."""
    sizes = accumulate((len(text) for text in texts), initial=0)
    return [text[:_ENOUGH] for text, before in zip(texts, sizes, strict=False) if before < _ENOUGH]


def _fits_wide(texts: Sequence[bytes], encoding: str) -> bool:
    """Whether all texts could be UTF-16; its marks of a line's end are no letters."""
    if any(len(text) % 2 for text in texts):
        return False
    decoded = (text.decode(encoding, errors="replace") for text in texts)
    return all(text.replace("\r", "").replace("\n", "").isprintable() for text in decoded)


def _weigh(texts: Sequence[bytes], encoding: str) -> float:
    """How likely the texts are in an encoding: the mean of what their characters weigh, a byte."""
    wide = encoding in _WIDE
    weight, size = 0.0, 0
    for text in texts:
        decoded = text.decode(encoding, errors="surrogateescape" if encoding == "utf-8" else "replace")
        weight += sum(_WEIGHTS[_kind(ch)] for ch in decoded if ch == "\0" or not ch.isascii())
        weight += sum(ch.isascii() for ch in decoded) if wide else 0
        weight += _ACCENTED.get(encoding, 0.0) * len(_ACCENT.findall(decoded))
        size += len(text) if wide else sum(byte >= 0x80 or not byte for byte in text)
    return weight / max(size, 1)


@cache
def _kind(ch: str) -> str:
    return next((kind for kind, first, last in _RANGES if first <= ch <= last and _is(kind, ch)), "other")


def _is(kind: str, ch: str) -> bool:
    """Whether a character of the range is one of the common ones, where the kind says so."""
    if kind == "common hangul":
        return len(ch.encode("euc_kr", errors="replace")) == 2  # KS X 1001; others are spelled in 8 bytes
    if kind == "common kanji":
        code = ch.encode("shift_jis", errors="replace")
        return b"\x88\x9f" <= code <= b"\x98\x72"  # JIS X 0208, level 1
    return True


_RANGES = (
    ("common hangul", "가", "힣"),
    ("rare hangul", "가", "힣"),
    ("kana", "ぁ", "ヾ"),
    ("common kanji", "一", "鿿"),
    ("rare kanji", "㐀", "鿿"),
    ("jamo", "ㄱ", "ㆎ"),
    ("half-width kana", "｡", "ﾟ"),
    ("mark", "、", "〗"),
    ("mark", "！", "～"),
    ("mark", "‘", "…"),
    ("unreadable", "\0", "\0"),
    ("unreadable", "\ufffd", "\ufffd"),
    ("unreadable", "\udc80", "\udcff"),
    ("unreadable", "\x80", "\x9f"),
    ("accented", "À", "ÿ"),
)
_WEIGHTS = {
    "common hangul": 4.0,
    "rare hangul": -3.0,
    "kana": 4.0,
    "common kanji": 1.2,
    "rare kanji": -1.0,
    "jamo": -2.0,
    "half-width kana": -1.2,
    "mark": 0.5,
    "unreadable": _UNREADABLE,
    "accented": -0.6,
    "other": -2.0,
}
