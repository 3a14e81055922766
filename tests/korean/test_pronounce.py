"""Words and lines as the Standard Pronunciation has them."""

from __future__ import annotations

import timeit
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_tables import words

from pychang.korean import pronounce, pronounce_text, to_hangul
from pychang.score.model import Syllable

BLOCK = st.integers(0xAC00, 0xD7A3).map(chr)
# Letters that meet in the rules are drawn more often than the others
LYRIC_BLOCK = st.one_of(
    st.sampled_from("꽃잎위값밭이넓죽밟할수있싫증디귿을안고신여덟못잊깻의희져결정력란서울역"), BLOCK
)
SYLLABLES = st.lists(
    st.tuples(LYRIC_BLOCK, st.sampled_from(["", " ", "|"]), st.none() | BLOCK), max_size=12
).map(lambda rows: [Syllable(*row) for row in rows])


def sung(text: str) -> str:
    return pronounce_text(text)[0]


def share_right(table: str) -> tuple[float, list[str]]:
    """The share of a table's words that come out right, and those that do not."""
    rows = list(words(table))
    wrong = [
        f"{w.shows} {w.written} → {sung(w.written)}"
        for w in rows
        if sung(w.written).replace(" ", "") not in w.readings
    ]
    return 1 - len(wrong) / len(rows), wrong


def test_examples_printed_in_the_articles():
    share, wrong = share_right("examples.txt")
    assert share == 1.0, wrong


def test_everyday_words():
    share, wrong = share_right("everyday.txt")
    assert share >= 0.99, wrong


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "나를 버리고 가시는 님은 십 리도 못 가서 발병 난다",
            "나를 버리고 가시는 니믄 심 니도 몯 까서 발뼝 난다",
        ),
        ("꽃잎이 흩날리는 밤길을 걸을 때", "꼰니피 흔날리는 밤끼를 거를 때"),
        ("별빛이 내린 창가에 앉아", "별삐치 내린 창까에 안자"),
        ("널 잊을 수 없어 못 잊어", "너 리즐 쑤 업써 몬 니저"),
        ("첫 음이 옷 안에", "처 드미 오 다네"),
        ("네 맘속엔 값진 햇살이", "네 맘쏘겐 갑찐 해싸리"),
        ("우리의 희망은 의자의 의미", "우리의 히망으 늬자의 의미"),
    ],
)
def test_lines_of_songs(line, expected):
    assert sung(line) == expected


def test_a_pause_stops_every_change():
    assert sung("꽃, 위") == "꼳, 위"
    assert sung("국\n물") == "국\n물"


def test_brackets_are_sung_as_they_stand():
    """값이[갑씨] keeps its ㅅ before ㄴ; the free neighbour still hears it."""
    assert sung("갈[갇]나") == "갇나"
    assert sung("갈[갇]다") == "갇따"
    assert sung("국물[국물]만") == "국물만"
    assert sung("값이[갑씨]네") == "갑씨네"


def test_brackets_of_another_length_are_text():
    assert sung("값이[갑]") == "갑씨[갑]"


def test_all_but_hangul_passes_through():
    assert sung("love 국물 123! ㅋㅋ\t같이") == "love 궁물 123! ㅋㅋ\t가치"


def test_decomposed_means_the_same_as_composed():
    text = "값어치 있는 꽃 위, café"
    assert sung(unicodedata.normalize("NFD", "값어치 있는 꽃 위")) == sung("값어치 있는 꽃 위")
    assert sung(text).endswith(", café")


def test_rules_name_their_articles():
    _, changes = pronounce_text("꽃 위")
    assert [(c.rule.article, c.before, c.after) for c in changes] == [
        ("15", "꽃 위", "꼳 위"),
        ("13", "꼳 위", "꼬 뒤"),
    ]
    spoken = pronounce([Syllable("국", "|"), Syllable("물", "")])
    assert [s.rules for s in spoken] == [("18",), ()]


def test_a_song_takes_under_50_ms():
    lines = "나를 버리고 가시는 님은 십 리도 못 가서 발병 난다\n" * 24  # 480 syllables
    assert min(timeit.repeat(lambda: sung(lines), number=1, repeat=5)) < 0.05


@settings(deadline=None)
@given(SYLLABLES)
def test_any_syllables_give_as_many_with_the_seven_codas(syllables):
    spoken = pronounce(syllables)
    assert len(spoken) == len(syllables)
    assert {s.coda for s in spoken} <= {"", *"ㄱㄴㄷㄹㅁㅂㅇ"}


@settings(deadline=None)
@given(SYLLABLES)
def test_a_syllable_in_brackets_keeps_its_onset_and_nucleus(syllables):
    for syllable, spoken in zip(syllables, pronounce(syllables), strict=True):
        if syllable.spoken:
            alone = pronounce([Syllable(syllable.text, "|", syllable.spoken)])[0]
            assert to_hangul(spoken) == to_hangul(alone)
            assert spoken.rules == ()


@settings(deadline=None)
@given(SYLLABLES, SYLLABLES)
def test_a_pause_parts_what_is_said(left, right):
    right = [Syllable(s.text, "|" if i == 0 else s.boundary, s.spoken) for i, s in enumerate(right)]
    assert pronounce([*left, *right]) == pronounce(left) + pronounce(right)


@settings(deadline=None)
@given(st.text())
def test_any_text_keeps_its_length(text):
    assert len(sung(text)) <= len(unicodedata.normalize("NFC", text)) + len(text)
