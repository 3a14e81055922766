"""Which way of writing Korean in Latin letters a file has, if any; and its texts read so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from pychang.convert.romanised import ROMANISED, SPELLED, VOCALOID, mccune, revised


class Scheme(Enum):
    """How Korean is written in Latin letters; see `romanised`."""

    ROMANISED = "romanised"
    MCCUNE = "mccune"
    SPELLED = "spelled"  # `b_a_n`
    VOCALOID = "vocaloid"  # `g a np`


@dataclass(frozen=True)
class Tail:
    """The end of a syllable on a note of its own; no `coda` where it only leads over to the next."""

    coda: str


READABLE = 0.9  # so much of what is written in Latin letters must be Korean
ENGLISH = 0.15  # so much of it in common English words, and it is English
FEWEST = 3  # texts that differ; fewer tell nothing
_COMMON_WORDS = """
    the and of to you your my it we all with for that this is was are be not love by have he she his her they
    them what when where there here one so do don't can will if at as on from us our out up now like never
    know me in an no go oh yeah baby day night time way home see say tell feel come away down i'm it's let
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_AFTER_VOWEL = re.compile(r"(?:[aeiou]|eo|eu|[nmlN]|ng|-|\*) (\S+)")
_TAIL = re.compile(r"(?:[aeiou]|eo|eu) ?(k|t|p|n|m|l|ng|K|T|P|N|M|L|NG)(?: -)?")
_OVER = re.compile(r"(?:[aeiou]|eo|eu|[nml]|ng) (?:-|R|gg?|dd?|bb?|ss?h?|jj?|ch|h|r|kk|tt|pp|y|w)")
_EDGES = re.compile(r"^[^\w-]+|[^\w'’-]+$")
_SYLLABLES = re.compile(f"(?:{ROMANISED.syllable.pattern})+")
_CODAS = {"k": "ㄱ", "t": "ㄷ", "p": "ㅂ", "n": "ㄴ", "m": "ㅁ", "l": "ㄹ", "ng": "ㅇ"}


def scheme_of(texts: Iterable[str]) -> Scheme | None:
    """The way in which nearly all Latin texts of a file are Korean; None where they are English or the like.

    Where a fifth or more of the texts is in Hangul or kana, Latin letters are foreign words among them.
    """
    known = {unicodedata.normalize("NFC", text).strip(' ,.!?"“”') for text in texts}
    latin = {text for text in known if re.search("[A-Za-z]", text) and not re.search("[가-힣ぁ-ヺ]", text)}
    native = sum(bool(re.search("[가-힣ぁ-ヺㄱ-ㅣ]", text)) for text in known)
    if len(latin) < FEWEST or native * 4 > len(latin):
        return None
    if sum(text.lower().strip("-") in _COMMON for text in latin) > ENGLISH * len(latin):
        return None
    shares = {scheme: _share(latin, scheme) for scheme in _likely(latin)}
    best = max(shares, key=lambda scheme: shares[scheme])
    return best if shares[best] >= READABLE else None


def _likely(latin: set[str]) -> tuple[Scheme, ...]:
    text = "\n".join(latin)
    if re.search("[ŏŭ]|[ktp]['’ʻ]|ch['’ʻ]", text):
        return (Scheme.MCCUNE,)
    if re.search(r"[a-z]_[a-z]", text):
        return (Scheme.SPELLED,)
    if re.search(r"(?m)^(?:\S+ )?(?:[aeoiuM7]|j[aeou7]|oa|u[e7i]|Mi) [gndrmbN]p$", text):
        return (Scheme.VOCALOID,)
    return (Scheme.ROMANISED,)


def _share(latin: set[str], scheme: Scheme) -> float:
    bare = {without_hyphens(text) for text in latin}
    return sum(_could_be(text, scheme) for text in bare) / len(bare)


def _could_be(text: str, scheme: Scheme) -> bool:
    """Whether a text can be read, if only in one way among others (`hangang`)."""
    known = bool(syllables_of(text, scheme)) or tail_of(text, scheme) is not None
    return known or (scheme is Scheme.ROMANISED and _SYLLABLES.fullmatch(text.lower()) is not None)


def without_hyphens(text: str) -> str:
    """Without those that join a syllable to its neighbours; `- ra` and `a -` keep theirs."""
    return re.sub(r"^-+(?=\w)|(?<=\w)-+$", "", text)


def syllables_of(text: str, scheme: Scheme) -> tuple[str, ...]:
    """The blocks of a text, without what it comes from (`a ra` is 라); none if it cannot be read."""
    if scheme is Scheme.SPELLED:
        return tuple(SPELLED.block(text.lower()))
    if scheme is Scheme.VOCALOID:
        return tuple(VOCALOID.block(text))
    if scheme is Scheme.MCCUNE:
        return mccune(text)
    after = _AFTER_VOWEL.fullmatch(text)
    if after and (_TAIL.fullmatch(text) or _OVER.fullmatch(text)):
        return ()
    return revised(after[1] if after else text)


def tail_of(text: str, scheme: Scheme) -> Tail | None:
    """What a text like `a n` or `a g` says of the syllable before; None if it is none."""
    if scheme is not Scheme.ROMANISED or " " not in text:
        return None
    if found := _TAIL.fullmatch(text):
        return Tail(_CODAS[found[1].lower()])
    return Tail("") if _OVER.fullmatch(text) else None
