"""Which phone a consonant letter of a label is, by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from pychang.korean.model import BREATH, GLIDES, LAX_INITIAL, LAX_VOICED, PHONES, SILENCE, VOWELS
from pychang.korean.phones import CODA, PALATAL, onset_phone

FINALS = {
    **dict.fromkeys("ㄱㄲㅋ", "ㄱ"),
    **dict.fromkeys("ㄷㄸㅌㅅㅆㅈㅉㅊㅎ", "ㄷ"),
    **dict.fromkeys("ㅂㅃㅍ", "ㅂ"),
    "ㄹ": "ㄹ",
}
"""Article 9 of the Standard Pronunciation: what is left of a consonant that no vowel follows."""

VOICELESS = dict(zip(LAX_VOICED, LAX_INITIAL, strict=True))


def allophones(sounds: Sequence[str]) -> list[str]:
    """Our phones for phones and consonant letters in a row: initial before a vowel or glide, else final.

    Where a label says more than Korean has it is overruled: ㅅ is [ɕ] before i and j, and no stop is voiced
    after a pause.
    """
    phones: list[str] = []
    for i, sound in enumerate(sounds):
        after = tuple(sounds[i + 1 : i + 3])
        if sound not in PHONES:
            sound = _initial(sound, phones) if after[:1] and _opens(after[0]) else CODA[FINALS[sound]]
        elif sound in VOICELESS and (not phones or phones[-1] in (SILENCE, BREATH)):
            sound = VOICELESS[sound]
        phones.append(PALATAL.get(sound, sound) if _is_palatal(after) else sound)
    return phones


def _initial(letter: str, before: Sequence[str]) -> str:
    return onset_phone(letter, before[-1] if before else "")


def _opens(sound: str) -> bool:
    return sound in VOWELS or sound in GLIDES


def _is_palatal(after: tuple[str, ...]) -> bool:
    return after[:1] in (("i",), ("j",)) or after == ("w", "i")
