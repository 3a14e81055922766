"""The Standard Pronunciation (표준 발음법, 문화체육관광부 고시) as an ordered list of rules.

A rule looks at one `Junction`, the place where the coda of one syllable meets the onset and nucleus
of the next, and gives the junction back as it sounds. `RULES`, at the end, is the order in which they act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pychang.korean.junction import (
    ASPIRATED,
    CLUSTER,
    CLUSTER_SECOND,
    LINKING_S,
    NASAL,
    NOUNS_IN_LB,
    NOUNS_IN_LG,
    NOUNS_IN_LM,
    OBSTRUENT_CODAS,
    SINGLE,
    SPLIT,
    TENSE,
    WITH_H,
    Junction,
    representative,
)


@dataclass(frozen=True)
class Rule:
    """One rule: the article it comes from, its names, and what it does to a junction."""

    key: str  # "18", or "12.4" for a paragraph of an article
    korean: str
    english: str
    apply: Callable[[Junction], Junction]

    @property
    def article(self) -> str:
        return self.key.partition(".")[0]


# Article 29: ㄴ before 이, 야, 여, 요, 유 ------------------------------------------------------------


def insert_n(at: Junction) -> Junction:
    """솜이불 → 솜니불, where the dictionary has it so (`seams`)."""
    return with_n(at) if at.mark == "29" and not linking_s(at) else at


def insert_n_after_linking_s(at: Junction) -> Junction:
    """30.3: after the ㅅ of a compound always: 깻잎 → 깬닙, 뒷일 → 뒨닐."""
    return with_n(at) if linking_s(at) or at.mark == "30.3" else at


def linking_s(at: Junction) -> bool:
    """Whether the coda is the ㅅ of a compound by its syllable alone."""
    return at.coda == "ㅅ" and at.left in LINKING_S and not at.gap


def with_n(at: Junction) -> Junction:
    """ㄴ as the onset, where there is none before ㅣ or a j; the coda is closed before it."""
    if at.before_vowel and at.nucleus in "ㅣㅑㅒㅕㅖㅛㅠ":
        return replace(at, onset="ㄴ", coda=representative(at.coda))
    return at


# Articles 5 and 17 --------------------------------------------------------------------------------


def simplify_ui(at: Junction) -> Junction:
    """Article 5, 다만 3: ㅢ after a written consonant is ㅣ: 희망 → 히망."""
    return replace(at, nucleus="ㅣ") if at.nucleus == "ㅢ" and at.onset else at


def simplify_yeo(at: Junction) -> Junction:
    """Article 5, 다만 1: 져, 쪄, 쳐 are 저, 쩌, 처: 가져 → 가저."""
    return replace(at, nucleus="ㅓ") if at.nucleus == "ㅕ" and at.onset and at.onset in "ㅈㅉㅊ" else at


def palatalise(at: Junction) -> Junction:
    """Article 17: ㄷ, ㅌ, ㄾ before 이: 굳이 → 구지, 밭이 → 바치; 붙임: 굳히다 → 구치다."""
    if not at.joined or at.gap or at.mark or at.nucleus not in "ㅣㅕ" or at.coda not in ("ㄷ", "ㅌ", "ㄾ"):
        return at
    rest = "ㄹ" if at.coda == "ㄾ" else ""
    if at.onset == "ㅎ":
        return replace(at, coda=rest, onset="ㅊ")
    if at.onset == "":
        return replace(at, coda=rest, onset="ㅈ" if at.coda == "ㄷ" else "ㅊ")
    return at


# Article 12: ㅎ ------------------------------------------------------------------------------------


def aspirate_after_h(at: Junction) -> Junction:
    """12.1: ㅎ(ㄶ, ㅀ) with ㄱ, ㄷ, ㅈ: 놓고 → 노코, 많고 → 만코."""
    if at.coda in WITH_H and at.onset in ("ㄱ", "ㄷ", "ㅈ") and not at.mark:
        return replace(at, coda=without_h(at.coda), onset=ASPIRATED[at.onset])
    return at


def aspirate_before_h(at: Junction) -> Junction:
    """12.1 붙임 1 and 2: ㄱ, ㄷ, ㅂ, ㅈ and what sounds like them with ㅎ: 먹히다 → 머키다, 옷 한 → 오탄."""
    if not at.joined or at.onset != "ㅎ" or at.coda not in OBSTRUENT_CODAS | {"ㄵ", "ㄼ"}:
        return at
    if not at.gap and at.nucleus in "ㅣㅕ" and at.coda in ("ㄺ", "ㄼ", "ㅈ", "ㄵ"):
        rest, last = SPLIT.get(at.coda, ("", at.coda))
        return replace(at, coda=rest, onset=ASPIRATED[last])
    sounding = representative(at.coda)
    return replace(at, coda="", onset=ASPIRATED[sounding]) if sounding in ASPIRATED else at


def tense_after_h(at: Junction) -> Junction:
    """12.2: ㅎ(ㄶ, ㅀ) with ㅅ: 닿소 → 다쏘, 많소 → 만쏘."""
    return replace(at, coda=without_h(at.coda), onset="ㅆ") if at.coda in WITH_H and at.onset == "ㅅ" else at


def nasal_after_h(at: Junction) -> Junction:
    """12.3: ㅎ before ㄴ is ㄴ: 놓는 → 논는; in ㄶ and ㅀ it is not heard: 않네 → 안네."""
    if at.coda in WITH_H and at.onset == "ㄴ":
        return replace(at, coda=without_h(at.coda) or "ㄴ")
    return at


def drop_h(at: Junction) -> Junction:
    """12.4: ㅎ(ㄶ, ㅀ) is not heard before an ending's vowel: 좋아 → 조아, 싫어도 → 실어도."""
    if at.coda in WITH_H and at.before_vowel and at.mark != "16":
        return replace(at, coda=without_h(at.coda))
    return at


def without_h(coda: str) -> str:
    return {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[coda]


# Articles 13–16: linking ----------------------------------------------------------------------------


def close_before_word(at: Junction) -> Junction:
    """Article 15: before a word with its own meaning the coda is neutral first: 밭 아래 → 받 아래."""
    if at.before_vowel and (at.gap or at.mark == "15"):
        return replace(at, coda=representative(at.coda))
    return at


def name_of_letter(at: Junction) -> Junction:
    """Article 16: the names of letters link as ㅅ, ㄱ, ㅂ: 디귿이 → 디그시, 피읖이 → 피으비."""
    if at.mark == "16" and at.before_vowel and not at.gap:
        return replace(at, coda="", onset={"ㅋ": "ㄱ", "ㅍ": "ㅂ"}.get(at.coda, "ㅅ"))
    return at


def link_single(at: Junction) -> Junction:
    """Article 13: a single coda moves over as it is: 옷이 → 오시, 밭에 → 바테, 있어 → 이써."""
    if at.before_vowel and at.coda and at.coda not in ("ㅇ", *SPLIT, *WITH_H):
        return replace(at, coda="", onset=at.coda)
    return at


def link_cluster(at: Junction) -> Junction:
    """Article 14: only the second of two moves over, ㅅ as ㅆ: 앉아 → 안자, 값을 → 갑쓸."""
    if at.before_vowel and at.coda in SPLIT:
        rest, moving = SPLIT[at.coda]
        return replace(at, coda=rest, onset="ㅆ" if moving == "ㅅ" else moving)
    return at


# Articles 23–28 and 30: tensing ---------------------------------------------------------------------


def tense(at: Junction) -> Junction:
    return replace(at, onset=TENSE.get(at.onset, at.onset))


def drop_linking_s(at: Junction) -> Junction:
    """30.1: the ㅅ of a compound tenses what follows and is itself not heard: 냇가 → 내까."""
    written = linking_s(at) or (at.mark == "30.1" and at.coda == "ㅅ")
    return replace(tense(at), coda="") if written and at.onset in TENSE and at.mark != "=" else at


def tense_after_obstruent(at: Junction) -> Junction:
    """Article 23: ㄱ, ㄷ, ㅂ and what sounds like them tense the next: 국밥 → 국빱, 넓죽 → 넙쭉."""
    return tense(at) if at.coda in OBSTRUENT_CODAS else at


def tense_after_stem(at: Junction) -> Junction:
    """Article 24: after a stem in ㄴ(ㄵ), ㅁ(ㄻ): 앉고 → 안꼬, 닮고 → 담꼬; single ㄴ, ㅁ by `seams`."""
    cluster = at.coda == "ㄵ" or (at.coda == "ㄻ" and at.left not in NOUNS_IN_LM)
    if at.joined and not at.gap and at.onset in ("ㄱ", "ㄷ", "ㅅ", "ㅈ") and at.mark != "=":
        return tense(at) if cluster or (at.mark == "24" and at.coda in ("ㄴ", "ㅁ", "ㄻ")) else at
    return at


def tense_after_liquid_stem(at: Junction) -> Junction:
    """Article 25: after a stem in ㄼ, ㄾ: 넓게 → 널께, 핥다 → 할따."""
    if not at.gap and at.coda in ("ㄼ", "ㄾ") and at.left not in NOUNS_IN_LB:
        return tense(at)
    return at


def tense_where(article: str, codas: tuple[str, ...]) -> Callable[[Junction], Junction]:
    """Articles 26–28: where a word of the lexicon or an ending asks for it (`seams`)."""

    def apply(at: Junction) -> Junction:
        return tense(at) if at.mark == article and at.joined and at.coda in codas else at

    return apply


# Articles 8–11: the seven codas -----------------------------------------------------------------------


def balp_and_neolp(at: Junction) -> Junction:
    """Article 10, 다만: 밟- before a consonant, and 넓죽, 넓둥글, 넓적: 밟다 → 밥따, 넓죽하다 → 넙쭈카다."""
    neolp = at.left == "넓" and at.right in ("죽", "둥", "적")
    if at.coda == "ㄼ" and at.joined and not at.gap and (at.left == "밟" or neolp):
        return replace(at, coda="ㅂ")
    return at


def lg_before_g(at: Junction) -> Junction:
    """Article 11, 다만: ㄺ of a stem before ㄱ is ㄹ: 맑게 → 말께; not of a noun: 닭과 → 닥꽈."""
    if at.coda == "ㄺ" and not at.gap and at.right and at.onset == "ㄲ" and at.left not in NOUNS_IN_LG:
        return replace(at, coda="ㄹ")
    return at


def neutralise(table: dict[str, str]) -> Callable[[Junction], Junction]:
    """Articles 9–11: the coda by this table; what links has already moved over."""

    def apply(at: Junction) -> Junction:
        return replace(at, coda=table[at.coda]) if at.coda in table else at

    return apply


# Articles 18–20: nasals and liquids ---------------------------------------------------------------------


def r_as_n(at: Junction) -> Junction:
    """Article 19: ㄹ after ㅁ, ㅇ, and (붙임) after ㄱ, ㅂ, is ㄴ: 강릉 → 강능, 막론 → 막논."""
    after = ("ㄱ", "ㄷ", "ㅂ") if at.gap else ("ㄱ", "ㄷ", "ㅂ", "ㅁ", "ㅇ")
    return replace(at, onset="ㄴ") if at.onset == "ㄹ" and at.coda in after else at


def nasalise(at: Junction) -> Junction:
    """Article 18: ㄱ, ㄷ, ㅂ before ㄴ, ㅁ are ㅇ, ㄴ, ㅁ: 국물 → 궁물, 밥 먹는다 → 밤멍는다."""
    return replace(at, coda=NASAL.get(at.coda, at.coda)) if at.onset in ("ㄴ", "ㅁ") else at


def r_as_n_after_n(at: Junction) -> Junction:
    """Article 20, 다만: 의견란 → 의견난 and the words like it (`seams`)."""
    return replace(at, onset="ㄴ") if at.mark == "20.9" and at.coda == "ㄴ" and at.onset == "ㄹ" else at


def lateralise(at: Junction) -> Junction:
    """Article 20: ㄴ before or after ㄹ is ㄹ: 신라 → 실라, 칼날 → 칼랄."""
    if at.coda == "ㄴ" and at.onset == "ㄹ" and (not at.gap or at.mark == "20"):
        return replace(at, coda="ㄹ")
    return replace(at, onset="ㄹ") if at.coda == "ㄹ" and at.onset == "ㄴ" else at


RULES: tuple[Rule, ...] = (
    Rule("5.3", "ㅢ의 단모음화", "ㅢ after a consonant", simplify_ui),
    Rule("29", "ㄴ 첨가", "ㄴ-insertion", insert_n),
    Rule("30.3", "사이시옷 뒤 ㄴ 첨가", "ㄴ-insertion after a linking ㅅ", insert_n_after_linking_s),
    Rule("17", "구개음화", "palatalisation", palatalise),
    Rule("12.1", "격음화", "aspiration", aspirate_after_h),
    Rule("12.1", "격음화", "aspiration", aspirate_before_h),
    Rule("12.2", "ㅎ과 ㅅ의 된소리", "ㅎ with ㅅ", tense_after_h),
    Rule("12.3", "ㅎ의 비음화", "ㅎ before ㄴ", nasal_after_h),
    Rule("16", "자모 이름의 연음", "linking of letter names", name_of_letter),
    Rule("12.4", "ㅎ 탈락", "ㅎ-deletion", drop_h),
    Rule("15", "실질 형태소 앞의 대표음", "neutral coda before a word", close_before_word),
    Rule("13", "연음", "linking", link_single),
    Rule("14", "겹받침의 연음", "linking of a cluster", link_cluster),
    Rule("30.1", "사이시옷", "linking ㅅ", drop_linking_s),
    Rule("10", "겹받침의 대표음", "cluster reduction", balp_and_neolp),
    Rule("23", "경음화", "tensing after an obstruent", tense_after_obstruent),
    Rule("24", "어간 뒤의 경음화", "tensing after a stem", tense_after_stem),
    Rule("25", "ㄼ, ㄾ 뒤의 경음화", "tensing after ㄼ, ㄾ", tense_after_liquid_stem),
    Rule("26", "한자어의 경음화", "Sino-Korean tensing", tense_where("26", ("ㄹ", "ㅀ", "ㄼ"))),
    Rule("27", "관형사형 뒤의 경음화", "tensing after -(으)ㄹ", tense_where("27", ("ㄹ",))),
    Rule(
        "28",
        "합성어의 경음화",
        "tensing in a compound",
        tense_where("28", ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ", "ㅀ")),
    ),
    Rule("11", "겹받침의 대표음", "cluster reduction", lg_before_g),
    Rule("9", "받침의 대표음", "neutralisation", neutralise(SINGLE)),
    Rule("10", "겹받침의 대표음", "cluster reduction", neutralise(CLUSTER)),
    Rule("11", "겹받침의 대표음", "cluster reduction", neutralise(CLUSTER_SECOND)),
    Rule("12", "ㅎ 받침의 대표음", "neutralisation of ㅎ", neutralise(WITH_H)),
    Rule("19", "ㄹ의 비음화", "ㄹ as ㄴ", r_as_n),
    Rule("18", "비음화", "nasalisation", nasalise),
    Rule("20.9", "유음화의 예외", "exception to lateralisation", r_as_n_after_n),
    Rule("20", "유음화", "lateralisation", lateralise),
    Rule("5.1", "져, 쪄, 쳐", "ㅕ after ㅈ, ㅉ, ㅊ", simplify_yeo),
)
