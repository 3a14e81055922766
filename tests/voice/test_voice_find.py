"""Which voice a name means, and what a card may say."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from pychang.singing import key_of
from pychang.voice import VoiceError, find_voice, read_card
from pychang.voice.files import SHIPPED
from pychang.voice.find import all_names, installed_voices, voices_folder
from pychang.voice.package.archive import to_zip
from pychang.voice.package.source import read_files
from pychang.world import World

SONG = "| A4:4 B4 |\n> 꽃잎\n"


@pytest.fixture
def zipped(mine: Path) -> Path:
    path = mine.parent / "둘.zip"
    path.write_bytes(to_zip(read_files(mine)))
    return path


@pytest.fixture
def installed(mine: Path, voices_of_its_own: Path) -> Path:
    return Path(shutil.copytree(mine, voices_of_its_own / "셋"))


def test_by_path_and_by_name(mine: Path, zipped: Path, installed: Path, tmp_path: Path) -> None:
    assert find_voice("mine", tmp_path) == mine == find_voice("mine/voice.toml", tmp_path)
    assert find_voice("둘.zip", tmp_path) == zipped == find_voice(str(zipped), Path())
    assert find_voice("셋", tmp_path) == installed
    assert find_voice(unicodedata.normalize("NFD", "셋"), tmp_path) == installed
    assert find_voice(None, tmp_path) == find_voice("sora", tmp_path) == SHIPPED / "sora"


def test_what_comes_first(mine: Path, voices_of_its_own: Path, tmp_path: Path) -> None:
    shutil.copytree(mine, voices_of_its_own / "mine")
    shutil.copytree(mine, tmp_path / "sora")
    assert find_voice("mine", tmp_path) == mine
    assert find_voice("mine", voices_of_its_own.parent) == voices_of_its_own / "mine"
    assert find_voice("sora", tmp_path) == SHIPPED / "sora"
    assert find_voice("./sora", tmp_path) == tmp_path / "sora"


def test_the_names_there_are(mine: Path, zipped: Path, installed: Path, tmp_path: Path) -> None:
    (installed.parent / ".숨은").mkdir()
    (installed.parent / "빈").mkdir()
    assert voices_folder() == installed.parent
    assert installed_voices() == {"셋": installed}
    assert all_names(tmp_path) == ["sora", "셋", "mine", "둘.zip"]


@pytest.mark.parametrize(
    ("wanted", "ko", "en"),
    [
        ("min", "‘mine’를 쓰려고", "did you mean `mine`?"),
        ("셌", "‘셋’을 쓰려고", "did you mean `셋`?"),
        ("둘", "‘둘.zip’를 쓰려고", "did you mean `둘.zip`?"),
        ("mine/run", "아직 훈련하지 않은", "not trained yet"),
        ("zzzzz", "쓸 수 있는 목소리: sora, 셋", "there are: sora, 셋"),
        ("a\x1b[31m", "쓸 수 있는", "`a\ufffd[31m`"),
        ("가" * 300, "찾을 수 없습니다", "there is no voice"),
        ("a\0b", "찾을 수 없습니다", "there is no voice"),
    ],
)
def test_none_of_that_name(
    mine: Path, zipped: Path, installed: Path, tmp_path: Path, wanted: str, ko: str, en: str
) -> None:
    with pytest.raises(VoiceError) as caught:
        find_voice(wanted, tmp_path)
    assert ko in caught.value.text.ko and en in caught.value.text.en


def test_one_voice_is_one_wherever_it_lies(
    performed, mine: Path, zipped: Path, installed: Path, tmp_path: Path
) -> None:
    world, performance = World(), performed(SONG).performance
    cards = [world.card(name, tmp_path) for name in ("mine", "둘.zip", "셋")]
    assert len({key_of(performance, card) for card in cards}) == 1
    assert len({card.folder for card in cards}) == 3


def test_a_voice_sings_straight_from_its_zip(performed, zipped: Path) -> None:
    from pychang.image import draw_conditioning

    world = World()
    card = world.card("둘.zip", zipped.parent)
    conditioning = draw_conditioning(performed(SONG).performance, card.geometry)
    picture = world.voice(card).sing_whole(conditioning)
    shipped = world.voice(world.card(None, Path())).sing_whole(conditioning)
    assert (picture == shipped).all() and picture.max() > 0


def test_what_an_old_card_does_not_say(mine: Path) -> None:
    card = read_card(mine)
    assert (card.singer, card.consent, card.weights_sha256, card.held_out) == ("", "", None, ())


def test_what_a_card_says_of_its_singer(mine: Path, say) -> None:
    say('licence = "MIT"', 'licence = "CC BY 4.0"\nsinger = "홍 길동"\nconsent = "노래에\\n쓰세요"')
    say("[made]", f'weights_sha256 = "{"a" * 64}"\n\n[made]\nheld_out = ["나비", "학교종"]')
    card = read_card(mine)
    assert (card.singer, card.consent) == ("홍 길동", "노래에 쓰세요")
    assert card.weights_sha256 == "a" * 64 and card.held_out == ("나비", "학교종")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "mine"', "name = 3"),
        ('name = "mine"', 'name = ""'),
        ('name = "mine"', 'name = "\\u001b[2J"'),
        ('name = "mine"', 'name = "\\u202egnp"'),
        ('licence = "MIT"', 'licence = ["MIT"]'),
        ('licence = "MIT"', f'licence = "{"ha" * 2000}"'),
        ('licence = "MIT"', 'licence = "MIT"\nsinger = 1'),
        ("low_midi = 55", "low_midi = 55.5"),
        ("low_midi = 55", "low_midi = true"),
        ("low_midi = 55", "low_midi = 1e400"),
        ("low_midi = 55", "low_midi = 77"),
        ("rate_hz = 5.7", "rate_hz = nan"),
        ("rate_hz = 5.7", 'rate_hz = "5.7"'),
        ("delay_s = 0.32", "delay_s = 0.32\nmore = 1"),
        ("hop = 200", "hop = 0x7fffffffffffffff"),
        ("frames = 256", "frames = 8192\nmore = 1"),
        ("n_fft = 800", "n_fft = -800"),
        ("log_floor = -6.2", "log_floor = -inf"),
        ("level_dbfs = -25.17", "level_dbfs = 1" + "0" * 400),
        ("reach_frames = 21", "reach_frames = 128"),
        ("[files]", "[[files]]"),
        ("[made]", "[mede]"),
        ("[made]", 'weights_sha256 = "../x"\n[made]'),
        ("[made]", "[made]\nheld_out = [1]"),
        ("[made]", '[made]\n"\\u001b" = 1'),
        ("[made]", '[made]\na = ["\\u0007"]'),
        ("[made]", "[made]\na = " + "[" * 3000 + "]" * 3000),
        ("[made]", "[made]\na = " + "[" * 6 + "]" * 6),
        ("[made]", "[made]\na = " + "1" * 5000),
        ("[made]", "[made]\na = '" + "x" * 70000 + "'"),
    ],
)
def test_a_card_that_is_none(mine: Path, say, old: str, new: str) -> None:
    say(old, new)
    with pytest.raises(VoiceError) as caught:
        read_card(mine)
    assert "voice.toml" in caught.value.text.ko and caught.value.text.en.isprintable()
