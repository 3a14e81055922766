"""What stands under notes, as Hangul: by itself, and with the way in which a whole file is written."""

from __future__ import annotations

import re
import zipfile

import pytest

from pychang.convert.romanised import hangul
from pychang.convert.sung_text import Scheme, SungText, is_hold, is_rest, scheme_of, sung_text
from pychang.korean.jamo import compose

ONSETS = "g kk n d tt r m b pp s ss j jj ch k t p h"
NUCLEI = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
LETTERS = dict(zip("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ", ONSETS.split(), strict=True))
VOWELS = dict(zip("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", NUCLEI.split(), strict=True))
CODAS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}

PLAIN = """
    아=아 아리랑=아리랑 리,=리| ,리=|리 (아)=|아| 새-=새 -나=나 값이=값이 1.나=나 2=이 21=이십일 DJ=디제이
    ㅇㅏ=아 ㄱㅏㄴㅏ=가나 ㄱㅏㄴ=간 ㅏ=아 가=가
    か=카 きゃ=캬 さくら=사쿠라 がっこう=갓코우 ん=응
    ファン=판 ラーメン=라멘 ﾗﾗ=라라 ﾊﾞ=바 か_C4=카 っ= ー= …=| 🙂=
"""


@pytest.mark.parametrize("pair", PLAIN.split())
def test_texts_are_read_without_a_scheme(pair: str) -> None:
    raw, _, expected = pair.partition("=")
    found = sung_text(raw)
    assert found.before + "".join(found.blocks) + found.after == expected
    assert not found.foreign


@pytest.mark.parametrize(
    "raw", ["a か", "- か", "か_C4", "a 카", "- 카", "eo 카", "카_C4", "카D#4", "카2", "ng 카_3"]
)
def test_what_banks_add_to_a_syllable_is_not_sung(raw: str) -> None:
    assert sung_text(raw) == SungText(("카",))


@pytest.mark.parametrize("raw", ["love", "ＬＯＶＥ", "I'm fine", "ㄴ", "é", "12345", "LOVE"])
def test_what_is_no_korean_stands_for_one_syllable(raw: str) -> None:
    found = sung_text(raw)
    assert found.blocks == ("아",)
    assert found.foreign


def test_foreign_words_among_korean_ones_keep_their_place() -> None:
    assert sung_text("love해") == SungText(("아", "해"), foreign="love")
    assert sung_text("oh my 사랑 ") == SungText(("아", "사", "랑"), after=" ", foreign="oh my")


def test_every_syllable_in_revised_romanisation_is_read() -> None:
    for onset, o in {**LETTERS, "": ""}.items():
        for nucleus, v in VOWELS.items():
            for coda, c in CODAS.items():
                assert sung_text(o + v + c, Scheme.ROMANISED).blocks == (compose(onset, nucleus, coda),)


ROMANISED = """
    arirang=아리랑 Saranghae=사랑해 na-ra=나라 haneul=하늘 neo,=너| gga=까
    bbang=빵 shi=시 sha=샤 weo=워 woo=우 eui=의
    jib=집 ga3=강 ra_C4=라 raD4=라
"""


@pytest.mark.parametrize("pair", ROMANISED.split())
def test_romanised_korean_is_read_where_it_is_clear(pair: str) -> None:
    raw, _, expected = pair.partition("=")
    found = sung_text(raw, Scheme.ROMANISED)
    assert "".join(found.blocks) + found.after == expected


@pytest.mark.parametrize("raw", ["hangang", "jungang", "maeum", "the", "love", "x"])
def test_romanised_korean_that_is_not_clear_is_not_guessed(raw: str) -> None:
    assert sung_text(raw, Scheme.ROMANISED).foreign == raw


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("- ra", SungText(("라",))),
        ("a ra", SungText(("라",))),
        ("ng geo", SungText(("거",))),
        ("a n", SungText((), coda="ㄴ")),
        ("a L", SungText((), coda="ㄹ")),
        ("eo ng", SungText((), coda="ㅇ")),
        ("eo g", SungText(())),
        ("a -", SungText(())),
    ],
)
def test_the_sounds_of_banks_are_read(raw: str, expected: SungText) -> None:
    assert sung_text(raw, Scheme.ROMANISED) == expected


@pytest.mark.parametrize(
    ("texts", "scheme", "expected"),
    [
        ("kŭ sarang ch'in chŏng pam", Scheme.MCCUNE, "그사랑친정밤"),
        ("b_a_n y_eo b_w_a eu", Scheme.SPELLED, "반여봐으"),
        ("sa rang hae yo geu dae", Scheme.ROMANISED, "사랑해요그대"),
    ],
)
def test_schemes_are_told_and_read(texts: str, scheme: Scheme, expected: str) -> None:
    assert scheme_of(texts.split()) is scheme
    assert "".join("".join(sung_text(one, scheme).blocks) for one in texts.split()) == expected


def test_the_symbols_of_vocaloids_are_read() -> None:
    texts = ["g a np", "n 7", "s' M rp", "h oa"]
    assert scheme_of(texts) is Scheme.VOCALOID
    assert [sung_text(one, Scheme.VOCALOID).blocks for one in texts] == [("간",), ("너",), ("쓸",), ("화",)]


@pytest.mark.parametrize(
    "words",
    [
        "A ma zing grace how sweet the sound that saved a wretch like me",
        "I am in an old song and you are my on ly sun",
        "me an song in on",
        "a ve ma ri a gra ti a ple na do mi nus te cum",
        "사 랑 해 요 my love oh baby la la la na na",
        "새 야 sa rang",
        "la",
    ],
)
def test_other_songs_are_not_taken_for_romanised_korean(words: str) -> None:
    assert scheme_of(words.split()) is None


def test_no_song_in_another_language_is_taken_for_korean() -> None:
    """The words of all MusicXML files in music21's corpus: English, German, Latin, Italian …"""
    from music21 import corpus

    files = [path for path in corpus.getPaths() if path.suffix == ".mxl"]
    told = [_words_of(path) for path in files[::4]]
    told = [words for words in told if len(words) >= 10]
    assert len(told) > 50
    assert not any(scheme_of(words) for words in told)


def _words_of(path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        name = next(one for one in archive.namelist() if one.endswith("xml") and "META" not in one)
        return re.findall(r"<text[^>]*>([^<]+)</text>", archive.read(name).decode("utf-8", "replace"))


@pytest.mark.parametrize("raw", ["-", "+", "+~", "+*", "+2", "ー", "~", "〜", "_", "*", "--", " - "])
def test_holds(raw: str) -> None:
    assert is_hold(raw)
    assert not is_rest(raw)


@pytest.mark.parametrize(
    "raw", ["R", "r", "rest", "sil", "pau", "br", "br1", "AP", "SP", "吸", "息", "っ", "a R"]
)
def test_rests(raw: str) -> None:
    assert is_rest(raw)
    assert not is_hold(raw)


@pytest.mark.parametrize("raw", ["아", "ar", "ap", "sp", "R2", "", "+a", "-아", "숨", "a"])
def test_neither(raw: str) -> None:
    assert not is_rest(raw)
    assert not is_hold(raw)


def test_a_syllable_of_romanised_korean_is_no_rest() -> None:
    assert not is_rest("sil", Scheme.ROMANISED)
    assert is_rest("R", Scheme.ROMANISED)


def test_the_spelling_of_the_childrens_song_dataset() -> None:
    assert [hangul(one) for one in ("b_a_n", "n_y_a_ng", "eu", "x", "")] == ["반", "냥", "으", "", ""]
