"""Syllables as the Children's Song Dataset spells them (`b_a_n`, `y_eo`, `ng`) as Hangul blocks.

Choi, Kim, Park, Yong & Nam, *Children's Song Dataset for Singing Voice Research* (ISMIR 2020, late-breaking):
phonemes joined by `_`, as they are pronounced.
"""

from __future__ import annotations

from pychang.korean.jamo import compose

ONSETS = {
    **{"g": "ㄱ", "kk": "ㄲ", "k": "ㅋ", "n": "ㄴ", "d": "ㄷ", "tt": "ㄸ", "t": "ㅌ", "r": "ㄹ", "l": "ㄹ"},
    **{"m": "ㅁ", "b": "ㅂ", "pp": "ㅃ", "p": "ㅍ", "s": "ㅅ", "ss": "ㅆ", "j": "ㅈ", "jj": "ㅉ", "ch": "ㅊ"},
    **{"h": "ㅎ", "": ""},
}
NUCLEI = {
    **{"a": "ㅏ", "ae": "ㅐ", "eo": "ㅓ", "e": "ㅔ", "o": "ㅗ", "u": "ㅜ", "eu": "ㅡ", "ui": "ㅢ", "i": "ㅣ"},
    **{"y a": "ㅑ", "y ae": "ㅒ", "y eo": "ㅕ", "y e": "ㅖ", "y o": "ㅛ", "y u": "ㅠ"},
    **{"w a": "ㅘ", "w ae": "ㅙ", "w eo": "ㅝ", "w e": "ㅞ", "w i": "ㅟ"},
}
CODAS = {
    **{"": "", "g": "ㄱ", "k": "ㄱ", "n": "ㄴ", "d": "ㄷ", "t": "ㄷ", "l": "ㄹ", "r": "ㄹ", "m": "ㅁ"},
    **{"b": "ㅂ", "p": "ㅂ", "ng": "ㅇ"},
}


def hangul(spelled: str) -> str:
    """The block of a spelled syllable, or "" if it is none."""
    phonemes = spelled.strip().lower().split("_")
    for width in (2, 1):
        for start in range(min(2, len(phonemes) - width + 1)):
            onset, coda = "_".join(phonemes[:start]), "_".join(phonemes[start + width :])
            nucleus = " ".join(phonemes[start : start + width])
            if onset in ONSETS and nucleus in NUCLEI and coda in CODAS:
                return compose(ONSETS[onset], NUCLEI[nucleus], CODAS[coda])
    return ""
