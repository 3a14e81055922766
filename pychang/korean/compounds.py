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
NASAL_OR_OPEN = "ㄴㅁㅇ" + OPEN
CLOSED = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
PARTICLE = "(?=[ 을이은의에엔과으가를는와로라나야도만까부처보마조밖뿐인일임였들께여든])"  # or the word's end

# Article 26: Chinese characters read with ㄹ, and what follows them; endings (지, 자, 도 …) are left out
SINO_L = "갈결굴궐멸몰발별불설솔실열월일절졸질찰철촬출칠탈팔필할혈활밀율"
SINO_AFTER = (
    "[정심장증전제주중직진집종족존졸좌죄준재저적점접단당덕독동득두등사산살상색생서석선설성송수순술숭습승식신실십질]"
    "|소(?!서)|대(?!로)|속(?!에|을|의|이)|손(?!님)|시(?!다|는|고)|세(?!라)|조(?=망)"
)
# The same after the first two syllables: 개발자, 관찰자; 제철소, 화물선, 휘발성
SINO_L_AND_JA = "결괄굴궐글렬률멸발별설술실열율일절졸질찰철출칠탈필할혈활"
SINO_L_INSIDE = SINO_L_AND_JA + "갈골달돌말몰물벌불살울월휼밀"
SINO_SUFFIX = "([사소선성증죄상석세정수산점전단생심절승색시서장]|대(?!로)|제(?!도)|주(?!의))"
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

    Where `after` begins with a space, it acts across it.
    `least` and `most` say how many syllables of the word stand before the place; a pair of syllables in
    `words` is a word of its own, in which it does not act (after `^`, only where a word begins with it).
    """

    article: str
    after: str
    codas: str = CLOSED
    blocks: str = ""
    least: int = 1
    most: int = 99
    words: str = ""


# Syllables whose ㅅ links a compound when a word does not begin with them: 나뭇가지, 머릿속; but 뭇별, 삿갓
LINKING_S_INSIDE = "눗닷둣랏롯릿뭇삿숫싯잇잣젯줏칫톳폿"
LAX = "[가-깋다-딯바-빟사-싷자-짛]"

PATTERNS: tuple[Pattern, ...] = (
    # 20, 다만: a word and 란, 력, 론 …: 의견란, 판단력, 음운론
    Pattern("20.9", "[란량력령론료류례로]", "ㄴ", least=2, words=LATERAL_PAIRS),
    # 26: 결정, 열심, 활동; 개발자, 제철소; 현실적, 예술성
    Pattern("26", SINO_AFTER, blocks=SINO_L, most=1, words="실실 질질 절절 설설 졸졸"),
    Pattern("26", "자" + PARTICLE, blocks=SINO_L_AND_JA, least=2),
    Pattern(
        "26",
        SINO_SUFFIX + PARTICLE,
        blocks=SINO_L_INSIDE,
        least=2,
        words="별시 별상 별석 울시 울산 울장 울전 울상 골산 골장",
    ),
    Pattern("26", "도" + PARTICLE, blocks="밀", least=2),
    Pattern("26", "적(?!시|셔|신|실|어|었)", "ㄹ", least=2),
    Pattern("26", "(성|제|상|생|질)(?!기|도|마|꾸|대|가 )", blocks="실술출별결절물질열률율일", least=2),
    # 28: a noun and 빛, 소리 …: 눈빛, 물소리, 땀방울, 마음속
    Pattern(
        "28",
        "빛|소[리린릴]|줄기|자국|바닥|방울|값",
        SONORANT,
        words="은소 는소 던소 른소 큰소 잔소 흰소 딴소 된소 한소 한빛 맨바 ^은방 ^왕방",
    ),
    Pattern("28", "구멍|가루|덩어리|덩이|구덩이|수건|주머니|재간", SONORANT, words="엉덩 웅덩 잔구"),
    Pattern("28", "심부름|동무|버릇|동작|짐작|짐승|기운|더미", SONORANT),
    Pattern("28", "구석", SONORANT, words="한구 빈구"),
    Pattern("28", "쇠(?!고|말)", "ㄹ"),
    Pattern(
        "28",
        "길" + PARTICLE,
        SONORANT,
        least=2,
        words="은길 른길 운길 긴길 딴길 던길 는길 린길 난길 당길 넘길 안길 챙길",
    ),
    Pattern("28", "줄" + PARTICLE, "ㄴㄹㅁㅇ", least=2, words="은줄 른줄 는줄 던줄 할줄"),
    Pattern("28", "속(?=[ 에엔을의이으은도까만마])", blocks="음슴늘름움", least=2),
    Pattern("28", "짓" + PARTICLE, blocks="눈손발몸"),
    Pattern("28", "집" + PARTICLE, blocks="향골림", least=2),
    Pattern("28", "국" + PARTICLE, blocks="장물", least=2),
    Pattern("28", "살" + PARTICLE, blocks="름슴김둠", least=2),
    Pattern("28", "가" + PARTICLE, blocks="변안", least=2),
    # The dictionary's suffixes 權, 券, 法, 性, 症, 點, 科, 罪: 소유권, 요리법, 가능성, 우울증, 공통점, 피부과
    Pattern("28", "권" + PARTICLE, NOT_OBSTRUENT, least=2),
    Pattern("28", "권", blocks="기발분야여왕유주증채판패인정이교전공", most=1),
    Pattern(
        "28",
        "법(?!률|인|원|정|관|당|석|고)",
        NOT_OBSTRUENT,
        words="방법 마법 사법 ^무법 ^제법 ^위법 ^고법 ^지법 ^진법 ^행법 ^이법 ^그법",
    ),
    Pattern(
        "28",
        "성" + PARTICLE,
        NASAL_OR_OPEN,
        least=2,
        words="장성 금성 행성 유성 항성 혜성 함성 여성 남성 화성 위성 산성 작성 완성 구성 편성 형성 투성",
    ),
    Pattern("28", "증" + PARTICLE, NASAL_OR_OPEN, least=2, words="보증 검증 인증 논증 고증 수증 반증"),
    Pattern("28", "점(?!기|령|거)", blocks="감결기논단동맹벌시실원장쟁정종중채허요초관강이출총승득", most=1),
    Pattern(
        "28",
        "점" + PARTICLE,
        NASAL_OR_OPEN,
        least=2,
        words="상점 서점 지점 노점 매점 화점 반점 주점 과점 인점 세점 리점 맹점 문점 의점",
    ),
    Pattern("28", "과" + PARTICLE, OPEN, least=2, words="화과 효과 초과 여과 경과 투과 사과"),
    Pattern("28", "죄" + PARTICLE, NASAL_OR_OPEN, least=2, words="범죄 무죄 유죄 사죄 단죄 원죄"),
    Pattern("28", "병(?=자)|병" + PARTICLE, blocks="치뇨혈인전사염신부장풍우", least=2),
    Pattern("28", "건(?!너|네|드|강|조|져|지|반)", blocks="문사안여용인요조", most=1),
    Pattern("28", "적(?=[인으])", blocks="내단동미병외심공사인양시성지정", most=1),
    # 29: a closed syllable and a native word in 이, 야, 여, 요, 유; and words that often stand second
    Pattern(
        "29",
        "잎|이불|이파리|이야[기긴길]|얘[기긴길]|이끼|이빨|이삭|입술|입천장|일꾼|잉어|잇몸|야단|양말|양념|양반",
    ),
    Pattern("29", "여행|여우|여름|여울|열매|열차|엽서|연습|연필|염불|요리|요강|유리(?![하한해])"),
    # a work by day, in the field …: 밤일, 논일; not the copula: 별일까
    Pattern(
        "29",
        "일(?! 뿐| 거| 수| 것| 때)(?=[ 이을은도만에])",
        blocks="막삯논밭앞옛별볼웬딴헛낱잔좀흙낮푿궂",
        most=1,
    ),
    Pattern("29", "일(?=[ 이을은도만에])", blocks="깥엌렛엣욋삿", least=2),
    # numbers: 열여섯, 스물여덟, 서른일곱; 십육, 육백육
    Pattern("29", "여섯|여덟|일곱", blocks="열물른흔쉰순든"),
    Pattern("29", "육(?=[ 백천만십억년월일개명번분초은을이의층])", blocks="십백천"),
    # a whole word and 역, 용, 염, 약 …: 서울역, 학생용, 관절염, 식용유, 태양열
    Pattern("29", "역" + PARTICLE, least=2, words="번역 면역 반역 통역 영역 현역 권역"),
    Pattern(
        "29",
        "용" + PARTICLE,
        least=2,
        words="활용 적용 작용 착용 악용 관용 실용 인용 응용 남용 전용 등용 약용 신용 복용 운용 혼용 통용",
    ),
    Pattern("29", "염" + PARTICLE, least=2, words="감염 전염 속염"),
    Pattern(
        "29", "약" + PARTICLE, least=2, words="절약 계약 청약 언약 만약 연약 공약 협약 농약 빈약 활약 선약"
    ),
    Pattern("29", "욕" + PARTICLE, least=2, words="식욕 목욕 과욕 물욕 탐욕 성욕 금욕 의욕"),
    Pattern("29", "열" + PARTICLE, least=2, words="진열 분열 작열 직열 나열 균열 선열 검열"),
    Pattern(
        "29",
        "유" + PARTICLE,
        least=2,
        words="석유 공유 향유 원유 분유 은유 만유 온유 권유 점유 함유 특유 연유 섬유 블유",
    ),
    Pattern("29", "율", "ㄴ", least=2),
    # across words: 못 잊어, 잘 익은, 그런 일, 먼 옛날
    Pattern("29", " (?=이[루룬룰뤄기겨긴길어]|일어|[잊입읽익엮여열])", blocks="못"),
    Pattern("29", " (?=[잊입읽익엮]|이[끌루룬뤄])", blocks="잘"),
    Pattern("29", " (?=일(?=[ 이을은도들만에]))", blocks="런떤슨든픈쁜은"),
    Pattern("29", " (?=여자|이야기|얘기|옛)", blocks="런떤든픈쁜은한먼긴"),
    Pattern("29", " (?=잎)", blocks="한은른진던런떤"),
    Pattern("29", " (?=입[맞술]|여름|여인|연인|이야기|얘기|이슬|이별|잎)", blocks="첫옛"),
    Pattern("29", " (?=열차|여행(?! ?[가와온왔])|(이야|얘)[기길](?! ?[하해했한할]))"),
    # 15: 없- is a word of its own: 보잘것없다, 버릇없다
    Pattern("15", "없", "ㅅㅊㅌㅈㅍㅋㄲㄺㄳㅄ"),
    # 24, 다만: a causative or passive in -기- is no ending: 옮기다, 굶긴
    Pattern("=", "기(?! |를|가|는 |에)|[겨긴길김깁겼]", blocks="굶옮곪"),
    # 30: the ㅅ of a compound; not of 비릿비릿, 멈칫거리다
    Pattern(
        "30.1",
        rf"(?!거[리려렸릴림]|대[다는며고]|가뭇|비릿|아릿|배릿){LAX}",
        blocks=LINKING_S_INSIDE,
        least=2,
        words="잇단 잇따 잇달",
    ),
    Pattern(
        "30.3", "[이일임잎야여요유윷]", blocks=LINKING_S_INSIDE.replace("잇", "").replace("릿", ""), least=2
    ),
    Pattern(
        "30.1",
        rf"(?<=고깃|갈빗|북엇|방앗|가짓|먼젓|종갓|외갓|귀갓|처갓|건넛|가겟|장밋|수돗|진돗){LAX}",
        least=2,
    ),
)


@cache
def compiled() -> tuple[tuple[Pattern, re.Pattern[str], frozenset[str]], ...]:
    """Each pattern with its expression and the words in which it does not act."""
    return tuple((p, re.compile(p.after), frozenset(p.words.split())) for p in PATTERNS)


def compound_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Places and articles by the patterns, in the order of the table."""
    lengths = word_lengths(padded)
    for pattern, after, own in compiled():
        for found in after.finditer(padded):
            place = found.start()
            if place and fits(pattern, own, padded[place - 1 : place + 1], lengths[place]):
                yield place + (padded[place] == " "), pattern.article


def word_lengths(padded: str) -> list[int]:
    """For each place, how many characters of its word stand before it."""
    lengths: list[int] = []
    length = 0
    for character in padded:
        lengths.append(length)
        length = 0 if character == " " else length + 1
    return lengths


def fits(pattern: Pattern, own: frozenset[str], pair: str, length: int) -> bool:
    """Whether what stands before a place is what the pattern asks for; `pair` is the two characters there."""
    before = pair[0]
    if not is_block(before):
        return False
    if not (before in pattern.blocks if pattern.blocks else coda_of(before) in pattern.codas):
        return False
    if pair in own or (length == 1 and "^" + pair in own):
        return False
    return pattern.least <= length <= pattern.most


def coda_of(block: str) -> str:
    return decompose(block)[2] or OPEN
