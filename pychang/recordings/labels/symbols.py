"""The names that others give to the sounds of Korean, in labels.

A name stands for our phones, separated by spaces. A consonant letter (ㄱ) stands for all its allophones, of
which the context decides.
"""

from __future__ import annotations

from pychang.korean.model import PHONES

SILENCES = ("", "sil", "silence", "sp", "spn", "pau", "pause", "_", "#", "<eps>", "<sil>", "<p>")
BREATHS = ("ap", "br", "bre", "breath", "<br>", "asp")
"""In lower case. pau, sil, br: HTS and NNSVS; AP, SP: DiffSinger; sp, spn: HTK and MFA."""

TRIGRAPHS = {
    **{
        r"\vt": "ʌ",
        r"\mt": "ɯ",
        r"\ml": "ɰ",
        r"\ng": "ŋ",
        r"\fh": "ɾ",
        r"\gs": "ɡ",
        r"\cc": "ɕ",
        r"\zc": "ʑ",
    },
    **{r"\h^": "ɦ", r"\^h": "ʰ", r"\cn": "̚", r"\at": "ɐ", r"\ef": "ɛ", r"\i-": "ɨ", r"\nj": "ɲ"},
    **{r"\yt": "ʎ", r"\l.": "ɭ", r"\c,": "ç", r"\ff": "ɸ"},
}
"""How these are typed in Praat (its manual, *Special symbols*)."""

STOPS = ("p", "t", "k", "tɕ")
OURS = {
    **{phone: phone for phone in PHONES},
    **{"V": "ʌ", "M": "ɯ", "M\\": "ɰ", "N": "ŋ", "4": "ɾ", "g": "ɡ", "h\\": "ɦ"},  # X-SAMPA
    **{"s\\": "ɕ", "ts\\": "tɕ", "dz\\": "dʑ", "tc": "tɕ", "dz": "dʑ", "sh": "ɕ", "s*": "s͈", "sh*": "ɕ͈"},
    **{ascii_ + "*": ipa + "͈" for ascii_, ipa in zip(("p", "t", "k", "tc"), STOPS, strict=True)},
    **{ascii_ + "h": ipa + "ʰ" for ascii_, ipa in zip(("p", "t", "k", "tc"), STOPS, strict=True)},
    **{stop + "_}": stop + "̚" for stop in "ptk"},
}
"""The International Phonetic Alphabet as we write it, and in signs of any keyboard: k* tense, kh aspirated,
k_} unreleased."""

_PLACES = {"b": "b", "β": "b", "d": "d", "ɡ": "ɡ", "ɣ": "ɡ", "ɟ": "ɡ", "ʝ": "ɡ", "dʑ": "dʑ"}
MFA = {
    **{sign: phone for sign, phone in _PLACES.items()},
    **{"p": "p", "t": "t", "k": "k", "c": "k", "tɕ": "tɕ", "p̚": "p̚", "t̚": "t̚", "k̚": "k̚", "c̚": "k̚"},
    **{"pʰ": "pʰ", "tʰ": "tʰ", "kʰ": "kʰ", "cʰ": "kʰ", "tɕʰ": "tɕʰ"},
    **{"p͈": "p͈", "t͈": "t͈", "k͈": "k͈", "c͈": "k͈", "tɕ͈": "tɕ͈"},
    **{"s": "s", "sʰ": "s", "s͈": "s͈", "ɕ": "ɕ", "ɕʰ": "ɕ", "ɕ͈": "ɕ͈"},
    **{"h": "h", "ç": "h", "x": "h", "ɸ": "h", "ɦ": "ɦ"},
    **{"m": "m", "n": "n", "ɲ": "n", "ŋ": "ŋ", "ɾ": "ɾ", "l": "l", "ɭ": "l", "ʎ": "l"},
    **{"j": "j", "w": "w", "ɥ": "w", "ɰ": "ɰ"},
    **{"ɐ": "a", "a": "a", "ʌ": "ʌ", "o": "o", "u": "u", "ɨ": "ɯ", "ɯ": "ɯ", "i": "i", "e": "e", "ɛ": "e"},
}
"""Korean MFA dictionary 3.0 (McAuliffe & Sonderegger 2024): without ʲ ʷ ː. ɨ is ㅡ, ɥ the w of ㅟ."""

_MONOPHTHONGS = {
    **{"a": "a", "ae": "e", "eo": "ʌ", "e": "e", "o": "o", "oe": "w e", "u": "u", "eu": "ɯ", "i": "i"},
}
_DIPHTHONGS = {
    **{"ya": "j a", "yae": "j e", "yeo": "j ʌ", "ye": "j e", "yo": "j o", "yu": "j u", "wi": "w i"},
    **{"wa": "w a", "wae": "w e", "weo": "w ʌ", "wo": "w ʌ", "we": "w e", "ui": "ɰ i", "eui": "ɰ i"},
}
ROMANISED = {
    **_MONOPHTHONGS,
    **_DIPHTHONGS,
    **{vowel + "1": phones for vowel, phones in _MONOPHTHONGS.items()},
    **{vowel + "2": phones for vowel, phones in _MONOPHTHONGS.items()},
    **{vowel + "3": phones + " ŋ" for vowel, phones in _MONOPHTHONGS.items()},
    **{vowel + "4": phones + " l" for vowel, phones in _MONOPHTHONGS.items()},
    **{"y": "j", "w": "w", "g": "ㄱ", "d": "ㄷ", "b": "ㅂ", "j": "ㅈ", "s": "ㅅ", "h": "ㅎ", "r": "ㄹ"},
    **{"k": "ㅋ", "t": "ㅌ", "p": "ㅍ", "ch": "ㅊ", "kk": "ㄲ", "gg": "ㄲ", "tt": "ㄸ", "dd": "ㄸ"},
    **{"pp": "ㅃ", "bb": "ㅃ", "ss": "ㅆ", "jj": "ㅉ", "n": "n", "m": "m", "l": "l", "ll": "l", "ng": "ŋ"},
    **{"K": "k̚", "T": "t̚", "P": "p̚", "cl": "t̚", "N": "n", "M": "m", "L": "l", "NG": "ŋ"},
}
"""The Revised Romanisation as the Children's Song Dataset (Choi et al. 2020) and Korean voices of DiffSinger
have it; there a1…a4 are vowels before ㅁ/ㅂ, ㄴ/ㄷ, with ㅇ, and with ㄹ, and capitals are finals."""

JAMO = {
    **{letter: letter for letter in "ㄱㄲㄷㄸㄹㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ"},
    **{"ㄴ": "n", "ㅁ": "m", "ㅇ": "ŋ", "ㅏ": "a", "ㅓ": "ʌ", "ㅗ": "o", "ㅜ": "u", "ㅡ": "ɯ", "ㅣ": "i"},
    **{"ㅔ": "e", "ㅐ": "e", "ㅑ": "j a", "ㅕ": "j ʌ", "ㅛ": "j o", "ㅠ": "j u", "ㅖ": "j e", "ㅒ": "j e"},
    **{"ㅘ": "w a", "ㅝ": "w ʌ", "ㅟ": "w i", "ㅚ": "w e", "ㅙ": "w e", "ㅞ": "w e", "ㅢ": "ɰ i"},
}
