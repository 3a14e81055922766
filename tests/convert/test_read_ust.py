"""UTAU's files, as UTAU and its plug-ins write them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from pychang.convert.formats import Incoming, Wishes
from pychang.convert.sheet import Tone
from pychang.convert.to_text import to_text
from pychang.convert.utau.read_ust import read_ust
from pychang.diagnostic import Severity
from pychang.finding import Wrong
from pychang.score.model import Vibrato

HEAD = """[#VERSION]
UST Version1.2
[#SETTING]
Tempo=120.00
Tracks=1
ProjectName={name}
VoiceDir=%VOICE%sora
Mode2=True
"""


def note(lyric: str, pitch: int = 60, length: int = 480, **fields: object) -> str:
    more = "".join(f"{name}={value}\n" for name, value in fields.items())
    return f"[#0000]\nLength={length}\nLyric={lyric}\nNoteNum={pitch}\nPreUtterance=\n{more}"


def read(
    folder: Path, *notes: str, encoding: str = "utf-8", name: str = "새야", head: str = HEAD
) -> Incoming:
    path = folder / "song.ust"
    text = head.format(name=name) + "".join(notes) + "[#TRACKEND]\n"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return read_ust(path, Wishes())


def tones(incoming: Incoming) -> tuple[Tone, ...]:
    return incoming.sheet.parts[0].tones


def sung(incoming: Incoming) -> list[tuple[str, str, str]]:
    """Where, how long, and what: `-` where a syllable is held, `|` before it after a pause."""
    return [(str(one.start), str(one.duration), _text(one)) for one in tones(incoming)]


def _text(tone: Tone) -> str:
    syllable = tone.lyrics[0]
    return f"{syllable.boundary}{syllable.text}" if syllable else "-"


def kinds(incoming: Incoming) -> list[str]:
    return [finding.kind for finding in incoming.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_words_are_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    found = read(
        tmp_path, note("새", 67), note("야", 69, 240), note("R", 60, 240), note("파"), encoding=encoding
    )
    assert sung(found) == [("0", "1/4", "|새"), ("1/4", "1/8", "야"), ("1/2", "1/4", "|파")]
    assert found.sheet.title == "새야"
    assert [one.pitch.midi for one in tones(found)] == [67, 69, 60]


def test_japanese_words_are_read_from_shift_jis(tmp_path: Path) -> None:
    found = read(tmp_path, note("- さ"), note("a く"), note("u ら"), encoding="cp932", name="さくら")
    assert sung(found) == [("0", "1/4", "|사"), ("1/4", "1/4", "쿠"), ("1/2", "1/4", "라")]
    assert found.sheet.title == "さくら"


def test_a_named_encoding_is_believed(tmp_path: Path) -> None:
    head = HEAD.replace("UST Version1.2\n", "UST Version 2.0\nCharset=Shift_JIS\n")
    found = read(tmp_path, note("さ"), encoding="cp932", name="x", head=head)
    assert _text(tones(found)[0]) == "|사"


def test_holds_and_sounds_of_banks(tmp_path: Path) -> None:
    words = ["- sa", "a ra", "ng hae", "e yo", "+", "a n"]
    found = read(tmp_path, *map(note, words))
    assert [_text(one) for one in tones(found)] == ["|사", "라", "해", "욘", "-", "-"]
    assert "romanised" in kinds(found)


def test_tempo_changes_at_notes_and_the_fault_of_500k(tmp_path: Path) -> None:
    notes = [note("가", Tempo="90,5"), note("나"), note("다", Tempo="60.00")]
    found = read(tmp_path, *notes, head=HEAD.replace("120.00", "500k"))
    assert [(one.position, one.quarters_per_minute) for one in found.sheet.tempo] == [
        (0, 90.5),
        (Fraction(1, 2), 60),
    ]


def test_version_2_places_notes_by_delta_and_duration(tmp_path: Path) -> None:
    found = read(tmp_path, note("가", Delta=0, Duration=480), note("나", Delta=960, Duration=240))
    assert sung(found) == [("0", "1/4", "|가"), ("1/2", "1/8", "|나")]


def test_vibrato(tmp_path: Path) -> None:
    first = tones(
        read(tmp_path, note("가", length=960, VBR="65,180,35,20,20,0,0,0"), note("나", length=960))
    )[0]
    assert first.expression.vibrato == Vibrato(35.0, 5.556, 0.35)


def test_a_vibrato_that_all_long_notes_have_is_the_tracks(tmp_path: Path) -> None:
    found = read(tmp_path, *[note("가", length=960, VBR="65,200,35")] * 3)
    assert found.sheet.parts[0].vibrato == Vibrato(35.0, 5.0, 0.35)
    assert all(one.expression.vibrato is None for one in tones(found))


DRAWN = [
    (dict(PBS="-40;0", PBW=80), {}),
    (dict(PBS=-40, PBW="80", PBY="", PBM=""), {}),
    (dict(PBS=-100, PBW=250), {"slide_s": 0.25}),
    (dict(PBS=-40, PBW="80,300,80", PBY="0,0,-30"), {"fall": True}),
    (dict(PBS=-40, PBW="40,120", PBY="-20,0"), {"scoop": True}),
    (dict(PBS=-40, PBW="80,30,30", PBY="0,-1.5,0"), {}),
]


@pytest.mark.parametrize(("drawn", "expected"), DRAWN, ids=str)
def test_drawn_pitch(drawn: dict, expected: dict, tmp_path: Path) -> None:
    how = tones(read(tmp_path, note("가", 64), note("나", 60, **drawn)))[1].expression
    found = {name: getattr(how, name) for name in ("slide_s", "scoop", "fall", "bend_cents")}
    assert {name: value for name, value in found.items() if value} == expected


def test_a_bend_is_spread_over_the_note(tmp_path: Path) -> None:
    bent = note("나", 60, PBS=-40, PBW="80,210,210", PBY="0,20,0")
    cents = tones(read(tmp_path, note("가", 64), bent))[1].expression.bend_cents
    assert len(cents) == 9
    assert max(cents) == cents[4] == pytest.approx(195, abs=10)
    assert (cents[0], cents[-1]) == (0, 0)


def test_the_bends_of_mode_1(tmp_path: Path) -> None:
    values = ",".join(str(100 if 32 <= i < 64 else 0) for i in range(96))
    cents = tones(read(tmp_path, note("가", PBType=5, PBStart=0, PitchBend=values)))[0].expression.bend_cents
    assert cents[0] == cents[-1] == 0
    assert cents[len(cents) // 2] == 100


def test_loudness_and_breath(tmp_path: Path) -> None:
    soft, plain, breathy = tones(
        read(tmp_path, note("가", Intensity=50), note("나", Intensity=95), note("다", Flags="g-5B80Y0"))
    )
    assert (soft.expression.level_db, plain.expression.level_db) == (-6.0, 0.0)
    assert breathy.expression.breathy == pytest.approx(0.6)


def test_stray_lines_and_sections_are_passed_over(tmp_path: Path) -> None:
    stray = "[#PREV]\nLength=480\nLyric=앞\nNoteNum=60\n"
    odd = "[#0001]\n@filename=x.wav\nno sense\nLength=240\n==\nLyric=나\nNoteNum=62\n$region=a\n"
    found = read(tmp_path, stray, note("가"), odd, "[#NEXT]\nLength=480\nLyric=뒤\n[#DELETE]\nLength=1\n")
    assert sung(found) == [("0", "1/4", "|가"), ("1/4", "1/8", "나")]


def test_notes_off_the_beat_are_moved_and_it_is_told(tmp_path: Path) -> None:
    lengths = [478, 487, 473, 481, 483, 479, 482]
    found = read(tmp_path, *[note("가", length=length) for length in lengths])
    assert [one.start for one in tones(found)] == [Fraction(i, 4) for i in range(7)]
    moved = next(one for one in found.findings if one.kind == "moved")
    assert moved.severity is Severity.WARNING
    assert "bar 1" in moved.message.en


def test_a_file_of_one_placeholder_has_no_words(tmp_path: Path) -> None:
    found = read(tmp_path, note("あ"), note("あ", 62))
    assert all(one.lyrics == () for one in tones(found))
    assert kinds(found) == ["no-words"]


def test_english_words_are_foreign_and_told_with_their_bars(tmp_path: Path) -> None:
    found = read(tmp_path, note("사"), note("랑"), note("해"), note("요"), note("love"))
    assert _text(tones(found)[4]) == "아"
    assert "> 사랑해요아 // love\n" in to_text(found.sheet)
    assert "`love` (bar 2)" in next(one for one in found.findings if one.kind == "foreign-words").message.en


@pytest.mark.parametrize(
    "data", [b"", b"no", b"\0" * 1000, b"MThd\0\0\0\6", b"[#SETTING]\nTempo=1\n", b"\xff\xfe["]
)
def test_what_is_no_ust_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.ust"
    path.write_bytes(data)
    with pytest.raises(Wrong):
        read_ust(path, Wishes())


@pytest.mark.parametrize(
    "fields",
    [dict(Length="1e99"), dict(Length="nan"), dict(Length=-5), dict(NoteNum="x"), dict(NoteNum=9999)]
    + [dict(PBS="inf;x", PBW=",,,", PBY="1e400"), dict(VBR="a,b"), dict(VBR="100,0,0"), dict(Tempo="1e999")]
    + [dict(Intensity=-3), dict(Intensity="nan"), dict(PitchBend="1,x,-inf,5")],
    ids=str,
)
def test_odd_values_do_no_harm(fields: dict, tmp_path: Path) -> None:
    odd = "[#0001]\n" + "".join(f"{name}={value}\n" for name, value in ({"Lyric": "나"} | fields).items())
    found = read(tmp_path, note("가"), odd, note("다"))
    assert {"|가", "다"} <= {_text(one) for one in tones(found)} | {
        _text(one).strip("|") for one in tones(found)
    }


def test_a_song_longer_than_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        read(tmp_path, note("가", length=10**8))


def test_the_delay_that_most_long_notes_have_is_the_tracks(tmp_path: Path) -> None:
    lengths = (480, 480, 480, 960)
    found = read(tmp_path, *(note("가", length=one, VBR="65,200,35") for one in lengths))
    assert found.sheet.parts[0].vibrato == Vibrato(35.0, 5.0, 0.175)
    own = [one.expression.vibrato for one in tones(found)]
    assert own == [None, None, None, Vibrato(35.0, 5.0, 0.35)]
