"""Syllables as sung to phones in the International Phonetic Alphabet, with the allophones of Korean.

Sources: Shin, Kiaer & Cha, *The Sounds of Korean* (2013), for voicing between voiced sounds, ㅅ before i,
the flap and the lateral, unreleased codas; article 5 of the Standard Pronunciation for ㅖ and ㅢ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pychang.korean.jamo import decompose
from pychang.korean.model import VOICED, Spoken, SyllablePhones

if TYPE_CHECKING:
    from pychang.score.model import Syllable

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
    for i, (sound, syllable) in enumerate(zip(spoken, syllables, strict=True)):
        before = phones[-1] if i and syllable.boundary != "|" else None
        phones.append(syllable_phones(sound, syllable, before))
    return tuple(phones)


def syllable_phones(sound: Spoken, syllable: Syllable, before: SyllablePhones | None) -> SyllablePhones:
    """One syllable after another, or after a pause (None)."""
    glide, vowel = nucleus_phones(sound, syllable)
    onset = onset_phone(sound.onset, last_phone(before))
    palatal = glide == "j" or (vowel == "i" and glide in ("", "w"))
    onset = PALATAL.get(onset, onset) if palatal else onset
    return SyllablePhones(
        onset=(onset,) if onset else (),
        glide=(glide,) if glide else (),
        vowel=vowel,
        coda=(CODA[sound.coda],) if sound.coda else (),
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


def nucleus_phones(sound: Spoken, syllable: Syllable) -> tuple[str, str]:
    """Glide, or "", and vowel.

    Article 5: ㅖ after a consonant of its own, save ㄹ, is [e] (계 → 게); ㅢ is [i] after one that has moved
    over inside a word (협의 → 혀비), but not where a word begins (산 의자 → 사 늬자).
    """
    linked = decompose(syllable.spoken or syllable.text)[0] == ""
    if sound.nucleus == "ㅢ" and sound.onset and not (linked and syllable.boundary):
        return "", "i"
    if sound.nucleus == "ㅖ" and sound.onset not in ("", "ㄹ") and not linked:
        return "", "e"
    return NUCLEUS[sound.nucleus]
