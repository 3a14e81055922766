"""Values of the Korean stage: syllables as pronounced, and the phones of the language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spoken:
    """One syllable as the Standard Pronunciation has it, in jamo (compatibility letters).

    `onset` and `coda` are "" when there is none; `coda` is one of ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅇ or "".
    """

    onset: str
    nucleus: str
    coda: str
    rules: tuple[str, ...] = ()  # keys of the rules that acted on it, in order


@dataclass(frozen=True)
class SyllablePhones:
    """The phones of one syllable, in the International Phonetic Alphabet."""

    onset: tuple[str, ...]  # zero or one consonant
    glide: tuple[str, ...]  # zero or one of j, w, ɰ
    vowel: str
    coda: tuple[str, ...]  # zero or one consonant


VOWELS = ("a", "ʌ", "o", "u", "ɯ", "i", "e")
GLIDES = ("j", "w", "ɰ")
NASALS = ("m", "n", "ŋ")
LIQUIDS = ("ɾ", "l")  # flap in the onset; lateral in the coda and doubled
LAX_INITIAL = ("p", "t", "k", "tɕ")  # after a pause or a voiceless sound
LAX_VOICED = ("b", "d", "ɡ", "dʑ")  # between voiced sounds
TENSE = ("p͈", "t͈", "k͈", "tɕ͈")
ASPIRATED = ("pʰ", "tʰ", "kʰ", "tɕʰ")
UNRELEASED = ("p̚", "t̚", "k̚")
FRICATIVES = ("s", "s͈", "ɕ", "ɕ͈", "h", "ɦ")  # ɕ: before i, j and wi; ɦ: between voiced sounds
SILENCE = "SP"
BREATH = "AP"

PHONES = (
    (SILENCE, BREATH)
    + VOWELS
    + GLIDES
    + NASALS
    + LIQUIDS
    + LAX_INITIAL
    + LAX_VOICED
    + TENSE
    + ASPIRATED
    + UNRELEASED
    + FRICATIVES
)
"""Every phone, in the fixed order that voices are trained with."""

VOICED = frozenset(VOWELS + GLIDES + NASALS + LIQUIDS + LAX_VOICED + ("ɦ",))
