"""Productive compounds and Sino-Korean words: patterns that many words share, so that `lexicon` stays short.

What `lexicon` says of a word goes before what a pattern says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pychang.korean.jamo import decompose, is_block

SONORANT = "ㄴㄹㅁㅇ"
OPEN = "-"  # no coda
NOT_OBSTRUENT = SONORANT + OPEN
CLOSED = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
PARTICLE = "(?=[ 을이은도만의에엔과으까부처보마조밖뿐인일임들])"  # or the word's end

# Article 26: Chinese characters read with ㄹ, and what follows them; endings (지, 자, 도 …) are left out
SINO_L = "갈결굴궐멸몰발별불설솔실열월일절졸질찰철촬출칠탈팔필할혈활밀율"
SINO_AFTER = (
    "[정심장증전제주중직진집종족존졸좌죄준재저적점접단당덕독동득등사산살상색생서석선설성송수순술숭습승식신실십질]|소(?!서)"
    "|대(?!로)|속(?!에|을|의|이)|시(?!다|는|고)|세(?!라)"
)
# Words in ㄴㄹ of two syllables: article 20 holds inside them, in longer words too
LATERAL_PAIRS = """
    혼란 곤란 훈련 관련 권력 전력 인력 천리 편리 논리 원리 진리 윤리 관리 분리 권리 신뢰 연락 난로 진로 연료
    원료 인류 한류 전류 본론 언론 논란 진료 만료 완료 연령 전략 분량 건립 반란 환란 난류 산림 만리 선로 분류
    연립 근로 순례 전례 한량 간략 인륜 관료 신라 산란 찬란 전령 본령 단련 시련 수련 변론 민란 훈령 전래 본래
    원래 근래 연루 건륭 윤락
"""


@dataclass(frozen=True)
class Pattern:
    """`article` acts where `after` (a regular expression) follows one of `codas`, or one of `blocks`.

    `least` and `most` say how many syllables of the word stand before the place; a pair of syllables in
    `words` is a word of its own, in which it does not act.
    """

    article: str
    after: str
    codas: str = CLOSED
    blocks: str = ""
    least: int = 1
    most: int = 99
    words: str = ""


PATTERNS: tuple[Pattern, ...] = (
    # 20, 다만: a word and 란, 력, 론 …: 의견란, 판단력, 음운론
    Pattern("20.9", "[란량력령론료류례로]", "ㄴ", least=2, words=LATERAL_PAIRS),
    # 26: 결정, 열심, 활동; 현실적, 예술성
    Pattern("26", SINO_AFTER, blocks=SINO_L, most=1, words="실실 질질 절절 설설"),
    Pattern("26", "적(?!시|셔|신|실|어|었)", "ㄹ", least=2),
    Pattern("26", "(성|자|제|상|생|질)(?!기|도|마|꾸|대|가 )", blocks="실술출별결절질물열률율일", least=2),
    # 28: a noun and 빛, 소리 …: 눈빛, 물소리, 땀방울, 마음속
    Pattern("28", "빛|소리|줄기|자국|바닥|방울|값", SONORANT),
    Pattern("28", "길(?=[ 을이에엔은도만의로가까])", blocks="생승행근향로름솔탈성언천슬", least=2),
    Pattern("28", "속(?=[ 에엔을의이으은도까만마])", blocks="음슴늘름움", least=2),
    Pattern("28", "짓" + PARTICLE, blocks="눈손발몸"),
    # The dictionary's suffixes 權, 法, 性, 症, 點: 소유권, 요리법, 가능성, 우울증, 공통점
    Pattern("28", "권" + PARTICLE, NOT_OBSTRUENT, least=2),
    Pattern("28", "법" + PARTICLE, NOT_OBSTRUENT, least=2, words="방법 마법 사법"),
    Pattern(
        "28",
        "성" + PARTICLE,
        "ㄴㅁㅇ-",
        least=2,
        words="장성 금성 행성 유성 항성 혜성 함성 여성 남성 화성",
    ),
    Pattern("28", "증" + PARTICLE, "ㄴㅁㅇ-", least=2, words="보증 검증 인증 논증 고증 수증"),
    Pattern(
        "28",
        "점" + PARTICLE,
        "ㄴㅁㅇ-",
        least=2,
        words="상점 서점 지점 노점 매점 화점 반점 주점 과점 인점 세점 리점 맹점",
    ),
    Pattern("28", "병" + PARTICLE, blocks="치뇨혈인전사염신부장풍", least=2),
    # 29: a closed syllable and a native word in 이; a whole word and 역, 용, 염, 약: 서울역, 학생용, 관절염
    Pattern("29", "잎|이불|이파리|입술|여행|열차|요리"),
    Pattern("29", "역" + PARTICLE, least=2, words="번역 면역 반역 통역 영역 현역"),
    Pattern(
        "29", "용" + PARTICLE, least=2, words="활용 적용 작용 착용 악용 관용 실용 인용 응용 남용 전용 등용"
    ),
    Pattern("29", "염" + PARTICLE, least=2, words="감염 전염 속염"),
    Pattern("29", "약" + PARTICLE, least=2, words="절약 계약 청약 언약 만약 연약 공약 협약 농약 빈약"),
    Pattern("29", "욕" + PARTICLE, least=2, words="식욕 목욕 과욕 물욕 탐욕 성욕 금욕"),
    Pattern("29", "열" + PARTICLE, least=2, words="진열 분열 작열 직열 나열"),
    Pattern("29", "율", "ㄴ", least=2),
    # 15: 없- is a word of its own: 보잘것없다, 버릇없다
    Pattern("15", "없", "ㅅㅊㅌㅈㅍㅋㄲㄺㄳㅄ"),
    # 24, 다만: a causative or passive in -기- is no ending: 옮기다
    Pattern("=", "기(?! |를|가|는 |에)", blocks="굶옮곪"),
)


@cache
def compiled(pattern: Pattern) -> re.Pattern[str]:
    return re.compile(pattern.after)


def compound_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Places and articles by the patterns, in the order of the table."""
    for pattern in PATTERNS:
        for found in compiled(pattern).finditer(padded):
            if fits(pattern, padded, found.start()):
                yield found.start(), pattern.article


def fits(pattern: Pattern, padded: str, place: int) -> bool:
    """Whether what stands before the place is what the pattern asks for."""
    if not place or not is_block(padded[place - 1]):
        return False
    before = padded[place - 1]
    here = before in pattern.blocks if pattern.blocks else (decompose(before)[2] or OPEN) in pattern.codas
    if not here or padded[place - 1 : place + 1] in pattern.words.split():
        return False
    return pattern.least <= place - padded.rfind(" ", 0, place) - 1 <= pattern.most
