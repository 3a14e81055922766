"""Hangul blocks and their letters: taken apart, put together."""

from __future__ import annotations

from functools import cache

from pychang.korean.model import Spoken

ONSETS = (
    "ㄱ",
    "ㄲ",
    "ㄴ",
    "ㄷ",
    "ㄸ",
    "ㄹ",
    "ㅁ",
    "ㅂ",
    "ㅃ",
    "ㅅ",
    "ㅆ",
    "",
    "ㅈ",
    "ㅉ",
    "ㅊ",
    "ㅋ",
    "ㅌ",
    "ㅍ",
    "ㅎ",
)
NUCLEI = tuple("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

FIRST_BLOCK = 0xAC00
BLOCKS = len(ONSETS) * len(NUCLEI) * len(CODAS)  # 11,172

ONSET_INDEX = {letter: i for i, letter in enumerate(ONSETS)}
NUCLEUS_INDEX = {letter: i for i, letter in enumerate(NUCLEI)}
CODA_INDEX = {letter: i for i, letter in enumerate(CODAS)}


def is_block(character: str) -> bool:
    """Whether this is one of the 11,172 composed Hangul blocks."""
    return len(character) == 1 and 0 <= ord(character) - FIRST_BLOCK < BLOCKS


@cache
def decompose(block: str) -> tuple[str, str, str]:
    """Onset, nucleus and coda of a composed block, in compatibility letters.

    The silent ㅇ of an onset is "", so that ㅇ always means [ŋ]. Raises ValueError for anything else.
    """
    if not is_block(block):
        raise ValueError(f"not a composed Hangul block: {block!r}")
    rest, coda = divmod(ord(block) - FIRST_BLOCK, len(CODAS))
    onset, nucleus = divmod(rest, len(NUCLEI))
    return ONSETS[onset], NUCLEI[nucleus], CODAS[coda]


@cache
def compose(onset: str, nucleus: str, coda: str) -> str:
    """The block of these letters; the inverse of `decompose`."""
    place = ONSET_INDEX[onset] * len(NUCLEI) + NUCLEUS_INDEX[nucleus]
    return chr(FIRST_BLOCK + place * len(CODAS) + CODA_INDEX[coda])


def to_hangul(spoken: Spoken) -> str:
    """The syllable as sung, in one Hangul block."""
    return compose(spoken.onset, spoken.nucleus, spoken.coda)
