"""What stands under a note in somebody's file, as syllables that can be sung."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pychang.convert.kana import LONG, hangul_of
from pychang.convert.latin import Scheme, Tail, scheme_of, syllables_of, tail_of, without_hyphens
from pychang.convert.syllables import UNKNOWN
from pychang.diagnostic import Text
from pychang.korean.jamo import CODA_INDEX, ONSET_INDEX, compose
from pychang.language.written_as_sung import letters_as_sung, number_as_sung
from pychang.score.model import Boundary

__all__ = ["WRITE_HANGUL", "Scheme", "SungText", "is_hold", "is_rest", "scheme_of", "sung_text"]

WRITE_HANGUL = Text(
    "원래 낱말은 줄 끝의 // 뒤에 있으니 소리 나는 대로 한글로 옮기세요(love는 러브). "
    "따로 적은 가사는 --lyrics로 줍니다.",
    "The words stand behind `//` at the ends of lines: write them in Hangul as sung, `love` as 러브. "
    "Words of your own are given with --lyrics.",
)
LONGEST = 200  # characters; more are not sung on one note
_PAUSE = re.compile(r"[,.!?;:…·。、，！？~”’\"'()“‘\n\r]")
_HOLD = re.compile(r"[-‐‑–—_~〜～*ー]+|\+[~*\d]?")
_REST = re.compile(
    r"(?i:r|sil|pau|br\d?|bre|rest|inhale|exhale|breath)|AP|SP|cl|[吸呼息]|っ|ッ|[aeiounmNL]+ ?R"
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ … ～
_VERSE_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s*(?=\S)")
_PIECES = re.compile(
    r"(?P<hangul>[가-힣]+)|(?P<jamo>[ㄱ-ㆎᄀ-ᇿ]+)|(?P<kana>[ぁ-ゖァ-ヺー]+)|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_ㄱ-힣ぁ-ヺ]+(?:['’][a-zA-Z]+)*)|(?P<marks>.)",
    re.DOTALL,
)
_TRAILING_PITCH = re.compile(r"_?[A-G]#?[1-7]$|[↑↓]$")  # a bank's sample of another pitch
_SAMPLE = re.compile(r"^(?:(?:[aeioumnl]|eo|eu|ng|[-*]) )?([가-힣])(?:_?[A-G]#?[1-7]|_?[1-9]|[↑↓])?$")
"""A block as banks name it: behind the vowel that it comes from, before its pitch or its number."""
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True)
class SungText:
    """The Hangul blocks of one text, and what stands before and behind them.

    `foreign` is what could not be read as Korean; it stands for one `UNKNOWN` among the blocks. `coda`: the
    text only closes the syllable that is being sung (`a n` after `ba`, in files made for a bank of samples);
    there are no blocks then.
    """

    blocks: tuple[str, ...]
    before: Boundary = ""
    after: Boundary = ""
    foreign: str = ""
    coda: str = ""


def is_hold(raw: str) -> bool:
    """Whether a text under a note says that the syllable before goes on: `-` `+` `+~` `+*` `ー` `~` `_` `*`.

    After a text of several syllables `+` is the next of them, in OpenUtau and Synthesizer V.
    """
    return _HOLD.fullmatch(raw.strip()) is not None


def is_rest(raw: str, scheme: Scheme | None = None) -> bool:
    """Whether what looks like a note is silence or breath: `R` `rest` `pau` `sil` `br` `AP` `SP` `吸` `a R` …

    For files of singing synthesisers; in scores `rest` is a word. In romanised Korean `sil` is 실.
    """
    text = raw.strip()
    return _REST.fullmatch(text) is not None and not (scheme and text in ("sil", "r"))


def sung_text(raw: str, scheme: Scheme | None = None) -> SungText:
    """The syllables of what stands under one note; no blocks where nothing is sung (marks, spaces alone).

    Without a scheme Hangul, jamo, kana, numbers and abbreviations are read, and Latin letters are foreign.
    With one, which `scheme_of` finds for all texts of a file together, they are romanised Korean: `an`, `me`
    and `song` are words of an English song as well as syllables of a Korean one.
    """
    if len(raw) > LONGEST:
        return SungText((UNKNOWN,), foreign=raw[:LONGEST])
    text = unicodedata.normalize("NFC", raw).translate(_WIDE)
    if re.search("[\uff61-\uff9f]", text):  # half-width kana
        text = unicodedata.normalize("NFKC", text)
    if scheme and (found := _in_latin(text, scheme)):
        return found
    text = _VERSE_NUMBER.sub("", text) if re.search("[^\\W\\d_]", text) else text
    return _mixed(_SAMPLE.sub(r"\1", text))


def _in_latin(text: str, scheme: Scheme) -> SungText | None:
    """A text of Latin letters alone; None if it is none, or cannot be read."""
    core = re.sub(r"^[^\w-]+|[^\w'’-]+$", "", text)
    bare = _TRAILING_PITCH.sub("", without_hyphens(core))
    blocks = syllables_of(bare, scheme)
    tail: Tail | None = None if blocks else tail_of(bare, scheme)
    if not blocks and tail is None:
        return None
    before, _, after = text.partition(core)
    boundaries = (_boundary(before), _boundary(after))
    return SungText(blocks, *boundaries, coda=tail.coda if tail else "")


def _mixed(text: str) -> SungText:
    blocks: list[str] = []
    foreign: list[str] = []
    ends = ["", ""]  # what stands before the first block, and behind the last
    was_foreign = False
    for kind, piece in _pieces(text):
        if kind == "marks":
            ends[bool(blocks)] += piece
            continue
        sung = _READ[kind](piece)
        foreign += [piece] if sung is None else []
        blocks += sung if sung is not None else [UNKNOWN] * (not was_foreign)
        was_foreign = sung is None
        ends[1] = ""
    return SungText(tuple(blocks), _boundary(ends[0]), _boundary(ends[1]), " ".join(foreign))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    if re.search("[ぁ-ヺ]", text):
        text = re.sub(r"^[a-zA-Z-]{1,2} |[_ ]?[A-G]#?\d$", "", text)  # `a か`: the vowel that it comes from
    for found in _PIECES.finditer(text):
        yield found.lastgroup or "", found[0]


def _jamo(letters: str) -> tuple[str, ...] | None:
    """`ㅇㅏ` is 아, `ㄱㅏㄴ` 간, `ㅏ` 아; None where letters stand that make no syllable."""
    # Conjoining letters come in as compatibility letters, by their places among the letters of Unicode.
    text = "".join(_COMPATIBLE.get(one, one) for one in letters)
    if not _JAMO_WORD.fullmatch(text):
        return None
    return tuple(_block(*found.groups()) for found in _JAMO_SYLLABLE.finditer(text))


def _block(onset: str, nucleus: str, coda: str) -> str:
    return compose("" if onset == "ㅇ" else onset, nucleus, coda)


def _number(digits: str) -> tuple[str, ...] | None:
    return tuple(number_as_sung(digits)[0]) if len(digits) <= 4 else None


def _word(word: str) -> tuple[str, ...] | None:
    """An abbreviation by its letters (`DJ`); words are foreign."""
    spelled = word.isascii() and word.isupper() and 1 < len(word) <= _LONGEST_ABBREVIATION
    if not spelled or set(word) & set("AEIOUY"):
        return None
    return tuple(letters_as_sung(word) or ()) or None


def _boundary(between: str) -> Boundary:
    if _PAUSE.search(between):
        return "|"
    return " " if between.strip() != between else ""


_READ = {
    "hangul": tuple,
    "jamo": _jamo,
    "kana": lambda text: hangul_of(text.replace(LONG, "")),
    "number": _number,
    "word": _word,
}
_COMPATIBLE = {
    **{chr(0x1100 + i): onset or "ㅇ" for i, onset in enumerate(ONSET_INDEX)},
    **{chr(0x1161 + i): chr(0x314F + i) for i in range(21)},
    **{chr(0x11A7 + i): coda for coda, i in CODA_INDEX.items() if coda},
}
_CONSONANTS = "[" + "".join(one or "ㅇ" for one in ONSET_INDEX) + "]"
_CODAS = "[" + "".join(one for one in CODA_INDEX if one) + "]"
_JAMO_SYLLABLE = re.compile(f"({_CONSONANTS}?)([ㅏ-ㅣ])({_CODAS}?(?![ㅏ-ㅣ]))")
_JAMO_WORD = re.compile(f"(?:{_JAMO_SYLLABLE.pattern})+")
