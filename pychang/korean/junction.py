"""The place where two syllables meet, and the letters that the articles speak of."""

from __future__ import annotations

from dataclasses import dataclass

TENSE = {"ㄱ": "ㄲ", "ㄷ": "ㄸ", "ㅂ": "ㅃ", "ㅅ": "ㅆ", "ㅈ": "ㅉ"}
ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
SINGLE = {**dict.fromkeys("ㄲㅋ", "ㄱ"), **dict.fromkeys("ㅅㅆㅈㅊㅌ", "ㄷ"), "ㅍ": "ㅂ"}  # article 9
CLUSTER = {"ㄳ": "ㄱ", "ㄵ": "ㄴ", "ㄼ": "ㄹ", "ㄽ": "ㄹ", "ㄾ": "ㄹ", "ㅄ": "ㅂ"}  # article 10
CLUSTER_SECOND = {"ㄺ": "ㄱ", "ㄻ": "ㅁ", "ㄿ": "ㅂ"}  # article 11
WITH_H = {"ㅎ": "ㄷ", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}  # article 12
REPRESENTATIVE = {**SINGLE, **CLUSTER, **CLUSTER_SECOND, **WITH_H}
SPLIT = {
    **{"ㄳ": ("ㄱ", "ㅅ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"), "ㄼ": ("ㄹ", "ㅂ")},
    **{"ㄽ": ("ㄹ", "ㅅ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅄ": ("ㅂ", "ㅅ")},
}
OBSTRUENT_CODAS = frozenset("ㄱㄲㅋㄳㄺㄷㅅㅆㅈㅊㅌㅂㅍㄿㅄ")  # article 23

# Stems that the articles name, by their last written syllable
NOUNS_IN_LG = frozenset("닭흙칡삵슭")  # 닭과 → 닥꽈, against 맑게 → 말께
NOUNS_IN_LB = frozenset("덟")  # 여덟도 → 여덜도, against 넓다 → 널따
NOUNS_IN_LM = frozenset("삶앎")  # 삶도 → 삼도, against 닮다 → 담따
# Syllables whose ㅅ is the linking ㅅ of a compound (사이시옷) and no part of a stem
LINKING_S = frozenset("갯곗굇굣귓깻냇댓뎃됫뒷딧랫룻맷멧뱃볏샛쇳왓욋윗잿쥣찻쳇촛춧콧큇탯텃툇팻핏혓홧횃횟훗")


@dataclass(frozen=True)
class Junction:
    """Where one syllable meets the next, in letters; without a neighbour its letters are "".

    `left` and `right` are the blocks as written, for the stems that an article names.
    `mark` is the article that a dictionary word asks for here (see `seams`), or "".
    """

    left: str
    coda: str
    gap: str  # "" inside a word, " " between words
    right: str
    onset: str
    nucleus: str
    mark: str = ""

    @property
    def joined(self) -> bool:
        """Whether there is a syllable on both sides."""
        return bool(self.left and self.right)

    @property
    def before_vowel(self) -> bool:
        return self.joined and not self.onset


def representative(coda: str) -> str:
    """The one of the seven codas that stands for it (articles 8–11)."""
    return REPRESENTATIVE.get(coda, coda)
