"""Korean in Latin letters, one syllable or a few at a time, as Hangul blocks.

Four ways to write it are known, each with its own table:

- romanised: 국어의 로마자 표기법 (Revised Romanisation, 2000), with what banks for UTAU and OpenUtau, and
  people in everyday use, write differently (`gg dd bb` for `kk tt pp`, `eui`, `weo`, `shi`, `oo`): no letters
  mean two things.
- McCune–Reischauer (1939), known by its breves and apostrophes: `ŏ ŭ k' t' p' ch'`.
- the phonemes of the Children's Song Dataset, joined by `_` (`b_a_n`, `y_eo`): Choi, Kim, Park, Yong & Nam,
  *Children's Song Dataset for Singing Voice Research* (ISMIR 2020, late-breaking).
- the phonetic symbols of Korean Vocaloids, parted by spaces (`g a np`, `n 7`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pychang.korean.jamo import compose

Table = Mapping[str, str]
LONGEST = 8  # letters of a syllable


def _row(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split())
    return {spelled: letter for spelled, _, letter in pairs}


_VOWELS = _row("""
    a=ㅏ ae=ㅐ ya=ㅑ yae=ㅒ eo=ㅓ e=ㅔ yeo=ㅕ ye=ㅖ o=ㅗ wa=ㅘ wae=ㅙ oe=ㅚ yo=ㅛ u=ㅜ wo=ㅝ we=ㅞ wi=ㅟ
    yu=ㅠ eu=ㅡ ui=ㅢ i=ㅣ
""")
_LENIS = _row("g=ㄱ n=ㄴ d=ㄷ r=ㄹ l=ㄹ m=ㅁ b=ㅂ s=ㅅ j=ㅈ h=ㅎ")
_TENSE = _row("kk=ㄲ tt=ㄸ pp=ㅃ ss=ㅆ jj=ㅉ")


@dataclass(frozen=True)
class Spelling:
    """What is written for each letter of a syllable; `between` stands between the letters."""

    onsets: Table
    nuclei: Table
    codas: Table
    between: str = ""

    @cached_property
    def syllable(self) -> re.Pattern[str]:
        gap = re.escape(self.between)
        onset, coda = f"(?:({_any(self.onsets)}){gap})?", f"(?:{gap}({_any(self.codas)}))?"
        return re.compile(f"{onset}({_any(self.nuclei)}){coda}")

    def block(self, spelled: str) -> str:
        """The block of one syllable, or ""."""
        found = self.syllable.fullmatch(spelled)
        return self._block(*found.groups(default="")) if found else ""

    def blocks(self, spelled: str) -> tuple[str, ...]:
        """The blocks of several syllables in a row; none if they cannot be told apart (`hangang`, `you`).

        A consonant before a vowel begins a syllable; but `ng` there may as well be ㄴ and ㄱ.
        """
        found: list[str] = []
        at = 0
        while at < len(spelled):
            ends = (end for end in range(min(len(spelled), at + LONGEST), at, -1) if _may_end(spelled, end))
            block, at = next(((one, end) for end in ends if (one := self.block(spelled[at:end]))), ("", at))
            if not block or _is_ng_before_vowel(spelled, at):
                return ()
            found.append(block)
        return tuple(found)

    def _block(self, onset: str, nucleus: str, coda: str) -> str:
        return compose(self.onsets.get(onset, ""), self.nuclei[nucleus], self.codas.get(coda, ""))


def _may_end(spelled: str, end: int) -> bool:
    """Whether a syllable may end here: before a consonant, a glide after a vowel, or at an unclear `ng`."""
    following = spelled[end : end + 1]
    if not following or following not in "aeiouwyŏŭ":
        return True
    glide = following in "wy" and spelled[end - 1] in "aeiouŏŭ"
    return glide or _is_ng_before_vowel(spelled, end)


def _is_ng_before_vowel(spelled: str, end: int) -> bool:
    return spelled[:end].endswith("ng") and spelled[end : end + 1] in tuple("aeiouwyŏŭ")


def _any(table: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(filter(None, table), key=len, reverse=True))


ROMANISED = Spelling(
    {**_LENIS, **_TENSE, **_row("k=ㅋ t=ㅌ p=ㅍ ch=ㅊ gg=ㄲ dd=ㄸ bb=ㅃ")},
    {**_VOWELS, **_row("eui=ㅢ weo=ㅝ oo=ㅜ woo=ㅜ yoo=ㅠ")},
    {**_row("k=ㄱ n=ㄴ t=ㄷ l=ㄹ m=ㅁ p=ㅂ ng=ㅇ g=ㄱ d=ㄷ b=ㅂ"), **_row("2=ㄴ 3=ㅇ 4=ㄹ"), "1": ""},
)
"""Digits: the vowels of CBNN banks, coloured by the coda that a note of its own brings (`a2` before `an`)."""
MCCUNE = Spelling(
    {**_LENIS, **_TENSE, **_row("tch=ㅉ k=ㄱ t=ㄷ p=ㅂ ch=ㅈ k'=ㅋ t'=ㅌ p'=ㅍ ch'=ㅊ sh=ㅅ")},
    {**_VOWELS, **_row("ŏ=ㅓ yŏ=ㅕ wŏ=ㅝ ŭ=ㅡ ŭi=ㅢ")},
    _row("k=ㄱ n=ㄴ t=ㄷ l=ㄹ m=ㅁ p=ㅂ ng=ㅇ"),
)
SPELLED = Spelling(
    {**_LENIS, **_TENSE, **_row("k=ㅋ t=ㅌ p=ㅍ ch=ㅊ")},
    {
        **_row(
            "a=ㅏ ae=ㅐ eo=ㅓ e=ㅔ o=ㅗ u=ㅜ eu=ㅡ ui=ㅢ i=ㅣ y_a=ㅑ y_ae=ㅒ y_eo=ㅕ y_e=ㅖ y_o=ㅛ y_u=ㅠ"
        ),
        **_row("w_a=ㅘ w_ae=ㅙ w_eo=ㅝ w_e=ㅞ w_i=ㅟ"),
    },
    _row("g=ㄱ k=ㄱ n=ㄴ d=ㄷ t=ㄷ l=ㄹ r=ㄹ m=ㅁ b=ㅂ p=ㅂ ng=ㅇ"),
    between="_",
)
VOCALOID = Spelling(
    {
        **_LENIS,
        **_row("g'=ㄲ d'=ㄸ b'=ㅃ s'=ㅆ c=ㅈ c'=ㅉ ch=ㅊ k=ㅋ t=ㅌ p=ㅍ sh=ㅅ sh'=ㅆ"),
    },
    _row("a=ㅏ e=ㅔ 7=ㅓ o=ㅗ u=ㅜ M=ㅡ i=ㅣ ja=ㅑ je=ㅖ j7=ㅕ jo=ㅛ ju=ㅠ oa=ㅘ ue=ㅞ u7=ㅝ ui=ㅟ Mi=ㅢ"),
    _row("gp=ㄱ np=ㄴ dp=ㄷ rp=ㄹ mp=ㅁ bp=ㅂ Np=ㅇ"),
    between=" ",
)


def hangul(spelled: str) -> str:
    """The block of a syllable spelled as the Children's Song Dataset does, or "" if it is none."""
    return SPELLED.block(spelled.strip().lower())


def revised(text: str) -> tuple[str, ...]:
    """The blocks of a romanised word, with or without hyphens; none if it cannot be read, or in two ways."""
    return _word(re.sub("sh(?!w?i)", "sy", text.lower()).replace("sh", "s"), ROMANISED)


def mccune(text: str) -> tuple[str, ...]:
    """The same, after McCune and Reischauer."""
    return _word(text.lower().replace("’", "'").replace("ʻ", "'"), MCCUNE)


def _word(text: str, spelling: Spelling) -> tuple[str, ...]:
    pieces = [spelling.blocks(piece) for piece in text.split("-") if piece]
    return tuple(block for piece in pieces for block in piece) if all(pieces) else ()
