"""Verb stems and endings after which a lax consonant is tense (articles 24 and 27).

No morphological analysis: a stem counts only before the endings listed with it, so that 신고 (제24항) is
one and 감자 is not; the form in -(으)ㄹ counts before bound nouns, and before others when its last syllable
is surely one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Article 24: stems in ㄴ and ㅁ, each with the endings that mark it as a stem; `_` is the word's end
ENDINGS = "고 다 던 더 겠 지 게 거나 거든 도록 자 기 소 든"
STEMS: dict[str, str] = {
    **dict.fromkeys(("켜안", "껴안", "어안", "싸안", "더듬", "다듬", "머금", "보듬"), ENDINGS),
    **dict.fromkeys(
        ("아남", "어남", "어넘", "눈감", "휘감", "되감", "일삼", "말미암"),
        "고 다 던 더라 겠 거나 지_ 지만 도록",
    ),
    "삶": "고 다_ 던 지_ 겠",
    "안": "고 던 겠 거나 도록",
    "신": "고_ 고서 던 다_ 겠 거나 도록 지_",
    "감": "고 다_ 던 겠 거나",
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


def stem_form(stem: str, endings: str) -> str:
    """A stem before one of its endings; one of a single syllable only where a word begins."""
    follows = "|".join(ending.replace("_", " ") for ending in endings.split())
    return ("(?<![^ ])" if len(stem) == 1 else "") + f"{stem}(?={follows})"


# -습니다 follows nothing but a stem
STEM = re.compile("|".join([*(stem_form(*entry) for entry in STEMS.items()), "(?=습니)"]))

# Article 27. Syllables that end hardly anything but a verb in -(으)ㄹ; then those that end other words too
SURE = "할될갈볼올릴킬낼챌쉴플쁠낄뀔틸딜닐눌뵐뛸쏠쓸줄출칠잘탈찰살둘질럴쩔힐깰뗄맬룰"
DOUBTFUL = "을를울날일실클펼필빌놀알들걸길팔"
# Bound nouns, after a space or not; and endings in ㄹ, written as one with the stem
BOUND_NOUNS = (
    r"것|거(?=[ 야예에란라다고든면지]|니[까 ])|게(?= |요)|걸(?=요| $)|건(?= |가|데|지)|겁니"
    r"|데(?=[ 가로도를는]|없)|수(?=[ 가는도를]|밖|있|없)|바(?=[ 를가에와])|적(?=[ 에이의])"
    r"|줄(?=[도은만을]| ?[알모몰]|이야)|듯|법(?=[ 도한하])|성(?= 싶|싶)|정도(?=[ 로의])|길(?= ?없)"
    r"|지(?= 모르| 몰|도 )"
)
ENDINGS_IN_L = (
    r"수록|세라|지(?= |도|요)|지라도|지언|지니|지어다|진대|밖에|게(?= |요)|걸(?= |요)|거(?=[야예니라다])"
    r"|것|수(?=있|없)|듯"
)
LAX_ONSET = "[가-깋다-딯바-빟사-싷자-짛]"
# Contracted with the particle 를, and so no verb: 소릴 듣고, 어딜 가니, 어머닐 두고
WITH_REUL = "".join(f"(?<!{word})" for word in ("소릴", "머릴", "자릴", "우릴", " 거릴", "어딜", "머닐"))
NOUNS_AFTER = re.compile(
    rf"(?<=[할될갈올릴킬낼챌쉴플쁠낄뀔틸딜닐눌뵐뛸쏠쩔힐]){WITH_REUL} (?={LAX_ONSET})(?!가을|겨울|봄)"
)
# Whole words in -(으)ㄹ that end like nouns, adverbs or the particle 을; stems that are no nouns before it
STEMS_BEFORE_EUL = (
    "있없같좋먹죽믿잊찾웃받잃얻읽앉않싶많높깊젊닮닿놓씻잡붙묻꺾닦섞묶깎겪닫쏟"
    "뻗참넘뽑씹벗솟맺맞젖꽂쫓맡덮갚늙밟얹끊앓끓뚫걸"
)
ADNOMINAL = re.compile(
    rf"(?:떠날|만날|어날|빛날|끝날|(?<= )[모부흐다오]를|(?<= )[{STEMS_BEFORE_EUL}]을"
    rf"|그리울|외로울|아름다울|고마울|새로울) (?={LAX_ONSET})"
)
# After any syllable in ㄹ: what follows hardly anything but -(으)ㄹ
IN_L = "".join(map(chr, range(0xAC08, 0xD7A4, 28)))  # 갈 … 힐
SURELY_BOUND = (
    r"수(?= ?[있없]|밖에|[가는도] ?[있없])|것(?=[ ]?같)|줄(?=[도은을만]? ?[알몰모])|거(?=야|예요|라고|란 )"
)
BOUND = re.compile(
    rf"(?<=[{SURE}{DOUBTFUL}]) (?={BOUND_NOUNS})|(?<=[{SURE}을를울날일클펼필])(?={ENDINGS_IN_L})"
    rf"|(?<=[{IN_L}]) (?={SURELY_BOUND})|(?=수록)"
)


def stem_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Article 24: places after a stem in ㄴ or ㅁ."""
    for found in STEM.finditer(padded):
        yield found.end(), "24"


def adnominal_marks(padded: str) -> Iterator[tuple[int, str]]:
    """Article 27: places after -(으)ㄹ, by what follows it or by what it surely is."""
    for pattern in (BOUND, NOUNS_AFTER, ADNOMINAL):
        for found in pattern.finditer(" " + padded):
            yield found.end() - 1, "27"
