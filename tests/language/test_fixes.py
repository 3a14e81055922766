"""What can be mended is mended as meant, and nothing else is touched."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistakes_beside import MISTAKES, diagnostics

from pychang.diagnostic import Severity
from pychang.language.names import LIKELY, SETTINGS, SYNONYMS
from pychang.language.wording import slip_of
from pychang.mending import with_fixes
from pychang.score.settings import RULES

END = "\n[노래]\n| C4:4 D4 E4 r |\n> 노래해\n"

MENDED = {  # code: songs with a mistake, and as they are meant
    "E103": [("| C4:4 D4 E4 r |\n> 노\x07래해\n", "| C4:4 D4 E4 r |\n> 노래해\n")],
    "E201": [
        ("voice sora" + END, "voice: sora" + END),
        ("tempo = 90" + END, "tempo: 90" + END),
        ("title：　새야 새야" + END, "title: 새야 새야" + END),
        ("제목= 새야  새야 // 민요" + END, "title: 새야  새야 // 민요" + END),
        ("# 민요" + END, "// 민요" + END),
        ("  ## 민요" + END, "  // 민요" + END),
        ("／／ 전각" + END, "// 전각" + END),
        ("［노래］\n| C4:4 D4 E4 r |\n> 노래해\n", "[노래]\n| C4:4 D4 E4 r |\n> 노래해\n"),
        ("｜ C4:4 D4 ｜ E4：4 r ｜\n> 노래해\n", "| C4:4 D4 | E4:4 r |\n> 노래해\n"),
        ("| C4:4 D4 E4 r |\n＞ 노래해！\n", "| C4:4 D4 E4 r |\n> 노래해！\n"),
        ("C4:4 D4 E4 r |\n> 노래해\n", "| C4:4 D4 E4 r |\n> 노래해\n"),
    ],
    "E202": [
        ("| C4：4 D4 E4 r |\n> 노래해\n", "| C4:4 D4 E4 r |\n> 노래해\n"),
        ("| C4:4 D4 ｜ E4 r |\n> 노래해\n", "| C4:4 D4 | E4 r |\n> 노래해\n"),
    ],
    "E203": [("| Fx4:4 D4 E4 r |\n> 노래해\n", "| F##4:4 D4 E4 r |\n> 노래해\n")],
    "E204": [
        ("| C44 D4 E4 r |\n> 노래해\n", "| C4:4 D4 E4 r |\n> 노래해\n"),
        ("| C4 4 D4 E4 r |\n> 노래해\n", "| C4:4 D4 E4 r |\n> 노래해\n"),
        ("| 파#4\t8. D4:16 E4:4 r4 |\n> 노래해\n", "| 파#4:8. D4:16 E4:4 r:4 |\n> 노래해\n"),
        ("| C4:2 ~4 r8. r:16 |\n> 노\n", "| C4:2 ~:4 r:8. r:16 |\n> 노\n"),
    ],
    "E207": [("| C4:4{stacato} D4 E4 r |\n> 노래해\n", "| C4:4{staccato} D4 E4 r |\n> 노래해\n")],
    "E208": [
        ("| C4:4{accent  accent} D4 E4 r |\n> 노래해\n", "| C4:4{accent} D4 E4 r |\n> 노래해\n"),
        ("| C4:4 D4{slide=0.2 slide=0.2} E4 r |\n> 노래해\n", "| C4:4 D4{slide=0.2} E4 r |\n> 노래해\n"),
    ],
    "E209": [
        ("| @forte C4:4 D4 @cresc E4 r |\n> 노래해\n", "| @f C4:4 D4 @< E4 r |\n> 노래해\n"),
        ("| @mf(3) C4:4 D4 E4 r |\n> 노래해\n", "| @mf C4:4 D4 E4 r |\n> 노래해\n"),
        ("| @MF C4:4 D4 @rall(60) E4 r |\n> 노래해\n", "| @mf C4:4 D4 @rit(60) E4 r |\n> 노래해\n"),
    ],
    "E213": [
        ("| C4:1 | | D4:1 |\n> 노래\n", "| C4:1 | r:1 | D4:1 |\n> 노래\n"),
        ("meter: 6/8\n| C4:2. |  | D4 |\n> 노래\n", "meter: 6/8\n| C4:2. | r:6/8 | D4 |\n> 노래\n"),
    ],
    "E216": [
        ("[노래\n| C4:4 D4 E4 r |\n> 노래해\n", "[노래]\n| C4:4 D4 E4 r |\n> 노래해\n"),
        ("[노래) // 1\n| C4:4 D4 E4 r |\n> 노래해\n", "[노래] // 1\n| C4:4 D4 E4 r |\n> 노래해\n"),
    ],
    "E401": [
        ("제목: 새야" + END, "title: 새야" + END),
        ("BPM: 90" + END, "tempo: 90" + END),
        ("Tempo: 90\nmeetr: 4/4" + END, "tempo: 90\nmeter: 4/4" + END),
        ("파트: 소라" + END, "part: 소라" + END),
        ("[노래]\n빠르기: 90\n| C4:1 |\n> 노\n", "[노래]\ntempo: 90\n| C4:1 |\n> 노\n"),
    ],
    "E403": [
        ("tempo: 90\ntitle: 새야\ntempo: 90\n" + END, "tempo: 90\ntitle: 새야\n" + END),
        ("tempo: 90\n  tempo: 90 // 또\n" + END, "tempo: 90\n  // 또\n" + END),
    ],
    "E405": [
        ("form: 훌렴*2\n[후렴]\n| C4:1 |\n> 노\n", "form: 후렴*2\n[후렴]\n| C4:1 |\n> 노\n"),
        ("form: 가×2\n[가]\n| C4:1 |\n> 노\n", "form: 가*2\n[가]\n| C4:1 |\n> 노\n"),
    ],
    "W110": [
        ("| C4:1 |  // ok: W241 높아서\n> 노\n", "| C4:1 |\n> 노\n"),
        ("| C4:1 | // ok: W241, W301\n", "| C4:1 | // ok: W301\n"),
        ("| C4:1 | // ok: W301, W241 참\n", "| C4:1 | // ok: W301 참\n"),
        ("| C4:1 |  // ok: E203\n> 노\n", "| C4:1 |\n> 노\n"),
    ],
}

DECOMPOSED = unicodedata.normalize("NFD", "form: 훌렴*2\n[후렴]\n| C4:1 |\n> 노\n")
MENDED["E405"].append((DECOMPOSED, DECOMPOSED.replace(unicodedata.normalize("NFD", "훌렴"), "후렴")))

UNSURE = [  # more than one thing may be meant, or mending would break something else
    *(f"{name}: 소라{END}" for name in LIKELY),
    f"제목: 새야\ntitle: 아리랑{END}",
    f"[가]\n제목: 새야\n| C4:1 |\n> 노{END}",
    f"tempo: 90\ntempo: 80{END}",
    f"박자 좋고 가락 좋다{END}",
    "form: 2절\n[1절]\n| C4:1 |\n> 노\n",
    "form: 나\n[가]\n| C4:1 |\n> 노\n",
    "| C4:4 D4 E4 F4 | | G4 A4 B4 C5 |\n> 노래하자야야야야\n",
    "| @f C4:1 | @p | D4:1 |\n> 노래\n",
    "| H4:1 |\n> 노\n",
    "| C4:4 4 4 D4 |\n> 노래\n",
    "| C4:4{accent accent=1} D4:2. |\n> 노래\n",
    "| @xx C4:1 |\n> 노\n",
    "| @ritard C4:1 |\n> 노\n",
    "| C4:4 D4 |\n> 1 love\n",
    "[두 말\n| C4:1 |\n> 노\n",
]


@pytest.mark.parametrize(
    ("code", "written", "meant"),
    [(code, *pair) for code, pairs in MENDED.items() for pair in pairs],
)
def test_a_mistake_is_mended_as_it_is_meant(code: str, written: str, meant: str) -> None:
    found = diagnostics("song.chang", written.encode())
    assert {one.code for one in found if one.fix} == {code}
    mended, count = with_fixes(written.encode(), "song.chang", found)
    assert mended.decode() == meant and count >= 1
    left = Counter(one.code for one in diagnostics("song.chang", mended))
    before = Counter(one.code for one in found)
    assert left[code] == 0
    assert left - before == Counter()


@pytest.mark.parametrize("written", UNSURE)
def test_what_may_mean_several_things_is_left_alone(written: str) -> None:
    found = diagnostics("song.chang", written.encode())
    assert found and not any(one.fix for one in found if one.severity is Severity.ERROR)


@pytest.mark.parametrize("path", sorted(MISTAKES.glob("*.chang")), ids=lambda path: path.stem)
def test_songs_full_of_mistakes_have_fewer_once_mended(path) -> None:
    data = path.read_bytes()
    found = diagnostics(path.name, data)
    mended, count = with_fixes(data, path.name, found)
    left = diagnostics(path.name, mended)
    assert (mended != data) == (count > 0)
    assert len(left) <= len(found)


_PIECES = [
    *("\n| ", "\n> ", "\n[", "]", "\n", " ", "\r\n", "|", " | ", "  // ok: ", "｜", "］", "{", "}", "："),
    *("C4:4", "D44", "r8", "8.", " 4 ", "Fx4", "~:2", "@forte", "@MF(3)", "{accent accent}", "stacato"),
    *(
        "tempo: 90",
        "tempo 90",
        "템포 = 90",
        "제목: 가",
        "# ",
        "W241, ",
        "E203",
        "form: 훌렴×2 훌렴",
        "후렴",
        "\x07",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join), st.sampled_from(["NFC", "NFD"]))
def test_mending_any_text_comes_to_an_end(text: str, form: str) -> None:
    data = unicodedata.normalize(form, text).encode()
    for _ in range(20):
        found = diagnostics("song.chang", data)
        mended, count = with_fixes(data, "song.chang", found)
        if not count:
            break
        assert mended != data, [one.fix for one in found if one.fix]
        data = mended
    else:
        raise AssertionError("mending goes on and on")


def test_fixes_say_what_they_do_in_both_languages() -> None:
    fixes = [one.fix for pairs in MENDED.values() for text, _ in pairs for one in _found(text) if one.fix]
    assert all(any("가" <= ch <= "힣" for ch in fix.title.ko) and fix.title.en.isprintable() for fix in fixes)
    assert {fix.title.en for fix in fixes} >= {"Write `title`", "Take out the control character U+0007"}


def _found(text: str):
    return diagnostics("song.chang", text.encode())


def test_of_two_fixes_in_one_place_the_first_is_taken() -> None:
    found = diagnostics("song.chang", b"tempo 90\n| C4:1 |\n> \xea\xb0\x80\n")
    mended, count = with_fixes(b"tempo 90\n| C4:1 |\n> \xea\xb0\x80\n", "song.chang", found * 2)
    assert count == 1 and mended.startswith(b"tempo: 90\n|")


def test_fixes_of_other_files_are_not_made() -> None:
    found = diagnostics("song.chang", f"tempo 90{END}".encode())
    assert with_fixes(b"include: song.chang", "other.chang", found) == (b"include: song.chang", 0)


def test_names_of_settings_are_the_rules() -> None:
    assert tuple(RULES) == SETTINGS
    assert {*SYNONYMS.values(), *LIKELY.values()} <= {*SETTINGS}
    assert not {*SYNONYMS, *LIKELY} & {*SETTINGS}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("tempoo", "tempo"),
        ("tmpo", "tempo"),
        ("tenpo", "tempo"),
        ("tmepo", "tempo"),
        ("TEMPO", "tempo"),
        ("tempooo", None),
        ("par", None),
        ("x", None),
    ],
)
def test_a_slip_is_one_letter_of_one_name(word: str, name: str | None) -> None:
    assert slip_of(word, SETTINGS) == name


def test_a_slip_is_not_a_digit() -> None:
    assert slip_of("2절", ["1절"]) is None and slip_of("후렴1", ["후렴"]) is None
    assert slip_of("훌렴", ["후렴", "1절"], shortest=4) == "후렴"
