"""Syllables as sung to phones in the International Phonetic Alphabet, with the allophones of Korean.

Sources: Shin, Kiaer & Cha, *The Sounds of Korean* (2013), for voicing between voiced sounds, ㅅ before i,
the flap and the lateral, unreleased codas; article 5 of the Standard Pronunciation for ㅖ and ㅢ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pychang.korean.jamo import decompose
from pychang.korean.model import VOICED, Spoken, SyllablePhones

if TYPE_CHECKING:
    from pychang.score.model import Syllable

SYLLABLES_KEPT = 16384

LAX = {"ㄱ": ("k", "ɡ"), "ㄷ": ("t", "d"), "ㅂ": ("p", "b"), "ㅈ": ("tɕ", "dʑ"), "ㅎ": ("h", "ɦ")}
ONSET = {
    **{"ㄲ": "k͈", "ㄸ": "t͈", "ㅃ": "p͈", "ㅉ": "tɕ͈", "ㅋ": "kʰ", "ㅌ": "tʰ", "ㅍ": "pʰ", "ㅊ": "tɕʰ"},
    **{"ㄴ": "n", "ㅁ": "m", "ㄹ": "ɾ", "ㅅ": "s", "ㅆ": "s͈"},
}
PALATAL = {"s": "ɕ", "s͈": "ɕ͈"}
CODA = {"ㄱ": "k̚", "ㄴ": "n", "ㄷ": "t̚", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p̚", "ㅇ": "ŋ"}
NUCLEUS = {
    **{"ㅏ": ("", "a"), "ㅓ": ("", "ʌ"), "ㅗ": ("", "o"), "ㅜ": ("", "u"), "ㅡ": ("", "ɯ"), "ㅣ": ("", "i")},
    **{
        "ㅐ": ("", "e"),
        "ㅔ": ("", "e"),
        "ㅑ": ("j", "a"),
        "ㅕ": ("j", "ʌ"),
        "ㅛ": ("j", "o"),
        "ㅠ": ("j", "u"),
    },
    **{
        "ㅒ": ("j", "e"),
        "ㅖ": ("j", "e"),
        "ㅘ": ("w", "a"),
        "ㅝ": ("w", "ʌ"),
        "ㅚ": ("w", "e"),
        "ㅙ": ("w", "e"),
    },
    **{"ㅞ": ("w", "e"), "ㅟ": ("w", "i"), "ㅢ": ("ɰ", "i")},
}


def to_phones(spoken: Sequence[Spoken], syllables: Sequence[Syllable]) -> tuple[SyllablePhones, ...]:
    """The phones of each syllable; `syllables`, as many, say where the pauses are.

    Lax stops are voiced between voiced sounds, never after a pause. Every phone is one of `PHONES`.
    """
    phones: list[SyllablePhones] = []
    before: SyllablePhones | None = None
    for sound, syllable in zip(spoken, syllables, strict=True):
        previous = "" if syllable.boundary == "|" else last_phone(before)
        linked = decompose(syllable.spoken or syllable.text)[0] == ""
        before = syllable_phones(
            sound.onset, sound.nucleus, sound.coda, previous, linked, bool(syllable.boundary)
        )
        phones.append(before)
    return tuple(phones)


@lru_cache(maxsize=SYLLABLES_KEPT)
def syllable_phones(
    onset: str, nucleus: str, coda: str, previous: str, linked: bool, begins: bool
) -> SyllablePhones:
    """One syllable after the phone `previous`, or after a pause ("").

    `linked` says that it is written without an onset, `begins` that a word begins with it.
    """
    glide, vowel = nucleus_phones(onset, nucleus, linked, begins)
    phone = onset_phone(onset, previous)
    palatal = glide == "j" or (vowel == "i" and glide in ("", "w"))
    phone = PALATAL.get(phone, phone) if palatal else phone
    return SyllablePhones(
        onset=(phone,) if phone else (),
        glide=(glide,) if glide else (),
        vowel=vowel,
        coda=(CODA[coda],) if coda else (),
    )


def last_phone(before: SyllablePhones | None) -> str:
    """What is heard last before this syllable; "" after a pause."""
    if before is None:
        return ""
    return before.coda[0] if before.coda else before.vowel


def onset_phone(onset: str, previous: str) -> str:
    """The onset's allophone after `previous`."""
    if onset in LAX:
        voiceless, voiced = LAX[onset]
        return voiced if previous in VOICED else voiceless
    if onset == "ㄹ":
        return "l" if previous == "l" else "ɾ"
    return ONSET.get(onset, "")


def nucleus_phones(onset: str, nucleus: str, linked: bool, begins: bool) -> tuple[str, str]:
    """Glide, or "", and vowel.

    Article 5: ㅖ after a consonant of its own, save ㄹ, is [e] (계 → 게); ㅢ is [i] after one that has moved
    over inside a word (협의 → 혀비), but not where a word begins (산 의자 → 사 늬자).
    """
    if nucleus == "ㅢ" and onset and not (linked and begins):
        return "", "i"
    if nucleus == "ㅖ" and onset not in ("", "ㄹ") and not linked:
        return "", "e"
    return NUCLEUS[nucleus]
