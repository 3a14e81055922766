"""Which encoding the texts of a file are in, from few of them."""

from __future__ import annotations

import re
from random import Random

import pytest

from pychang.convert.encoding import decode, encoding_of
from tests.convert.song_files import SONGS

_JAPANESE = """
さくら さくら 野山も里も 見わたす限り かすみか雲か 朝日ににおう 花ざかり いざや いざや 見にゆかん
うさぎ追いしかの山 小鮒釣りしかの川 夢は今もめぐりて 忘れがたき故郷 春高楼の花の宴 めぐる盃かげさして
菜の花畠に入日薄れ 見わたす山の端霞ふかし ハルコウロウノ ハナノエン キミガヨハ チヨニ ヤチヨニ
"""
_LATIN = """
Au clair de la lune mon ami Pierrot prête moi ta plume pour écrire un mot il était une bergère
Stille Nacht heilige Nacht alles schläft Freude schöner Götterfunken El niño duerme en la montaña
"""
JAPANESE, LATIN = _JAPANESE.split(), _LATIN.split()


def korean() -> list[str]:
    lines = [
        line[1:] for path in SONGS for line in path.read_text("utf-8").split("\n") if line.startswith(">")
    ]
    return re.sub(r"\[.*?\]|-", "", " ".join(lines)).split()


def syllables(words: list[str], random: Random, number: int) -> list[str]:
    """Texts as they stand on notes: single characters, or words."""
    start = random.randrange(len(words) - number)
    some = words[start : start + number]
    split = random.random() < 0.5 and words is not LATIN
    return [ch for word in some for ch in word][:number] if split else some


def right_share(words: list[str], encoding: str, number: int, tries: int = 300) -> float:
    """How often `number` texts are read right."""
    random = Random(number)
    right = tried = 0
    while tried < tries:
        texts = syllables(words, random, number)
        data = [text.encode(encoding) for text in texts]
        if all(one.isascii() for one in data):
            continue
        found = encoding_of([*data, b"Track 1", b"Verse"])
        right += [decode(one, found) for one in data] == texts
        tried += 1
    return right / tries


@pytest.mark.parametrize(("number", "least"), [(1, 0.98), (2, 1.0), (4, 1.0), (10, 1.0), (40, 1.0)])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_korean(encoding, number, least):
    assert right_share(korean(), encoding, number) >= least


@pytest.mark.parametrize(("encoding", "number", "least"), [("johab", 4, 0.98), ("johab", 10, 1.0)])
def test_korean_of_the_eighties(encoding, number, least):
    assert right_share(korean(), encoding, number) >= least


@pytest.mark.parametrize(("number", "least"), [(1, 0.85), (2, 0.99), (4, 1.0), (10, 1.0), (20, 1.0)])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_japanese(encoding, number, least):
    assert right_share(JAPANESE, encoding, number) >= least


@pytest.mark.parametrize("number", [4, 10, 20])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_latin(encoding, number):
    assert right_share(LATIN, encoding, number) == 1.0


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16(encoding):
    assert right_share(korean(), encoding, 20) == 1.0
    mark = "\ufeff".encode(encoding)
    data = [mark + text.encode(encoding) for text in ("새", "야")]
    assert [decode(one, encoding_of(data)) for one in data] == ["새", "야"]


def test_a_mark_before_utf_8():
    data = [b"\xef\xbb\xbf" + "새".encode(), "야".encode()]
    assert [decode(one, encoding_of(data)) for one in data] == ["새", "야"]


def test_language_tags():
    """RP-026: what is plain kana either way is read as the tag says."""
    data = [b"{@JP}", *(text.encode("cp932") for text in ("ﾊ", "ﾙ"))]
    assert encoding_of(data) == "cp932"
    assert encoding_of(data[1:]) != "cp932"
    assert encoding_of([b"{@LATIN}", "Å".encode("cp1252"), "Ä".encode("cp1252")]) == "cp1252"


def test_one_syllable_alone_is_not_decided_for_itself():
    """`챗` in CP949 are the bytes of `ê` in UTF-8."""
    assert "챗".encode("cp949").decode("utf-8") == "ê"
    assert encoding_of(["챗".encode("cp949"), "봇".encode("cp949")]) == "cp949"
    assert encoding_of(["prête".encode(), b"moi"]) == "utf-8"


def test_much_text_is_told_from_its_beginning():
    syllables = [chr(0xAC00 + 28 * i) for i in range(200)]
    data = [(one + other).encode("cp949", "ignore") for one in syllables for other in syllables[:50]]
    assert encoding_of([*data, *(bytes([i % 256, 255]) for i in range(40_000))]) == "cp949"


def test_what_cannot_be_read_is_left_out():
    assert decode("새야".encode("cp949")[:3], "cp949") == "새"
    assert decode("가".encode("utf-16-le") + b"a", "utf-16-le") == "가"
