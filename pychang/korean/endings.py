"""Verb stems and endings after which a lax consonant is tense (articles 24 and 27).

No morphological analysis: a stem counts only before the endings listed with it, so that 신고 (제24항)
is one and 감자 is not; the form in -(으)ㄹ counts before bound nouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ENDINGS = "고 다 던 더 겠 지 게 거나 거든 도록 자 기 소 든"
STEMS: dict[str, str] = {
    "껴안": ENDINGS,
    "더듬": ENDINGS,
    "다듬": ENDINGS,
    "머금": ENDINGS,
    "보듬": ENDINGS,
    "안": "고 던 겠 거나 도록",
    "신": "고_ 고서 던 다_ 겠 거나 도록 지_",
    "감": "고 다_ 던 겠 거나 지_",
    "남": "고 다_ 다가 던 더라 겠 거나 지_ 지만 지도 거든 도록 게",
    "넘": "고 다_ 던 더라 겠 거나 지_ 지만 도록 게 자_",
    "참": "고_ 고서 다_ 다가 던 더라 겠 거나 지_ 지만 기_ 자_ 도록 게",
    "숨": "고 다_ 던 겠 거나 지_ 자_ 도록",
    "품": "고 다_ 던 겠 거나 지_ 자_ 게_",
    "담": "고 다_ 던 겠 거나 지_ 자_ 도록",
    "심": "고 다_ 던 겠 거나 지_ 자_ 도록",
    "삼": "고 다_ 던 겠 거나 지_ 자_ 도록",
    "검": "고_ 다_ 던 지_ 게",
    "뿜": "고 다 던 겠 거나 지 자",
}
STEM_FORMS = tuple(
    (stem + ending.replace("_", " "), len(stem))
    for stem, endings in STEMS.items()
    for ending in endings.split()
)

# What ends in ㄹ and is surely -(으)ㄹ, and what looks like it but is a noun, an adverb or a stem
SURE = "할 될 갈 볼 올 릴 킬 낼 챌 쉴 플 쁠 낄 뀔 틸 딜 닐 눌 칠 질 쓸 줄 뵐 뛸 쏠 잘 탈 찰 둘 출 춤 살"
BEFORE_BOUND = "을 를 울 날 일 실 클 펼 필 길 들 빌 놀 알 말 열 걸 돌"
BOUND = (
    r"것|거(?=[ 야예에니라란다고든면지])|게(?= |요)|걸(?= |요)|건(?= |가|데|지)|겁|데(?=[ 가로도를는]|없)"
    r"|수(?=[ 가는도를]|록|밖|있|없)|바(?=[ 를가에와])|적(?=[ 에이의])|줄(?=[ 도은만을이])|듯|성|법(?= |도|한|하)"
    r"|지(?= |도|라도|언|니|어다)"
    r"|세라|진대|정도|즈음|때|동안|도리|밖에"
)
ADNOMINAL_BOUND = re.compile(rf"(?<=[{(SURE + BEFORE_BOUND).replace(' ', '')}])( ?)(?={BOUND})")


def stem_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Article 24: places after a stem in ㄴ or ㅁ; -습니다 follows nothing but a stem."""
    for written, length in STEM_FORMS:
        at = padded.find(written)
        while at >= 0:
            if at == 0 or padded[at - 1] == " " or length > 1:
                yield at + length, "24"
            at = padded.find(written, at + 1)
    for found in re.finditer("습니", padded):
        yield found.start(), "24"


def adnominal_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Article 27: places after -(으)ㄹ, by the bound noun or the rest of the ending that follows."""
    for found in ADNOMINAL_BOUND.finditer(padded):
        yield found.end(), "27"
