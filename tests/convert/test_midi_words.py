"""Words of MIDI files: lyric events and karaoke texts, wherever they stand, and how they are parted."""

from __future__ import annotations

import mido
import pytest

from pychang.convert.formats import Wishes
from pychang.convert.to_text import to_text
from pychang.diagnostic import Severity
from tests.convert.midi_files import read, saved, track

QUARTER = 480


def played(pitches, start=0, length=QUARTER, gap=0, channel=0):
    """Notes one after another; None is a rest."""
    events = []
    for i, pitch in enumerate(pitches):
        at = start + i * QUARTER
        if pitch is not None:
            events.append((at, mido.Message("note_on", note=pitch, velocity=80, channel=channel)))
            events.append((at + length - gap, mido.Message("note_off", note=pitch, channel=channel)))
    return events


def lyric(text, at, kind="lyrics"):
    return at, mido.MetaMessage(kind, text=text)


def sung(texts, kind="lyrics", late=0):
    """A text at each quarter; None is none."""
    return [lyric(text, i * QUARTER + late, kind) for i, text in enumerate(texts) if text is not None]


def song(folder, texts, pitches=(60, 62, 64, 65, 67, 69), kind="lyrics", encoding="utf-8", late=0):
    data = saved([track([*sung(texts, kind, late), *played(pitches)], "노래")], encoding=encoding)
    return read(folder, data)


def words(incoming, part=0):
    """`새야 파-랑|꽃`: syllables with what stands before them, holds as -."""
    text = ""
    for tone in incoming.sheet.parts[part].tones:
        syllable = tone.lyrics[0]
        text += "-" if syllable is None else syllable.boundary + syllable.text
    return text.removeprefix("|")


def told(incoming, kind="lyrics"):
    return [one.message.en for one in incoming.findings if one.kind == kind]


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["새", "야 ", "파", "랑", "새 ", "야"], "새야 파랑새 야"),
        (["새", "야", " 파", "랑", "새", " 야"], "새야 파랑새 야"),
        (["새-", "야", "파-", "랑-", "새", "야"], "새야 파랑새 야"),
        (["새", "-야", "파", "-랑", "-새", "야"], "새야 파랑새 야"),
        (["새", "야", "파", "랑", "새", "야"], "새야파랑새야"),
        (["새", "야\r", "파", "랑 ", "새", "야"], "새야|파랑 새야"),
        (["새", "야\r\n", "파", "랑", "새", "야 "], "새야|파랑새야"),
        (["\\새", "야 ", "/파", "랑", "새", "야"], "새야|파랑새야"),
        (["새", "야, ", "파", "랑! ", "새", "야"], "새야|파랑|새야"),
        (["새", "-", "파 ", "-", "새", "야"], "새-파- 새야"),
        (["새", "+", "파 ", "~", "새", "_"], "새-파- 새-"),
        (["새 ", "*", "ー", None, "새", "야"], "새--- 새야"),
        (["새", "- ", "파", "-\r", "새", "야"], "새- 파-|새야"),
        (["새야 ", None, "파랑새", None, None, "야"], "새야 파랑새야"),
        (["새야 파랑새", None, None, None, None, "야"], "새야 파랑새야"),
        (["새 ", "야~ ", "파", "랑_", "새", "야"], "새 야 파랑새야"),
        (["새- ", "야 ", "파- ", "랑- ", "새 ", "야 "], "새야 파랑새 야"),
        (["{@JP}새 ", "야", "파", "랑", "새", "야"], "새 야파랑새야"),
    ],
)
def test_words_as_programs_write_them(tmp_path, texts, meant):
    assert words(song(tmp_path, texts)) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16-le", "johab"])
def test_in_any_encoding(tmp_path, encoding):
    found = song(tmp_path, ["동", "해 ", "물", "과 ", "백", "두"], encoding=encoding)
    assert words(found) == "동해 물과 백두"
    assert found.sheet.parts[0].name == "노래"
    assert bool(told(found, "encoding")) == (encoding != "utf-8")


@pytest.mark.parametrize("late", [-170, -100, -40, 40, 100, 170])
def test_words_that_come_early_or_late(tmp_path, late):
    pitches = [None, 60, 62, 64, 65, 67, 69]
    found = song(tmp_path, [None, "새", "야 ", "파", "랑", "새", "야"], pitches, late=late)
    assert words(found) == "새야 파랑새야"


def test_words_that_come_now_early_now_late(tmp_path):
    offsets = (-90, 60, 230, -120, 10, 200)
    events = [
        lyric(text, 480 + i * 480 + late)
        for i, (text, late) in enumerate(zip("새야파랑새야", offsets, strict=True))
    ]
    data = saved([track([*events, *played([None, 60, 62, 64, 65, 67, 69])])])
    assert words(read(tmp_path, data)) == "새야파랑새야"


def test_two_words_near_one_note_are_shared_with_the_note_before(tmp_path):
    """The first of them is late by more than half of the way to the next note."""
    notes = [
        *played([60]),
        *[(480 + at, one) for at, one in played([62])],
        *[(720 + at, one) for at, one in played([64])],
    ]
    data = saved([track([lyric("새", 0), lyric("야", 630), lyric("꽃", 720), *notes])])
    assert words(read(tmp_path, data)) == "새야꽃"


def test_two_syllables_on_one_note_share_it(tmp_path):
    found = song(tmp_path, ["새야 ", "파", "랑", "새", "야", "꽃"])
    tones = found.sheet.parts[0].tones
    assert words(found) == "새야 파랑새야꽃"
    assert [tone.duration * 8 for tone in tones[:3]] == [1, 1, 2]
    assert any("1 note with several syllables" in one for one in told(found))


def test_words_of_other_languages_are_told(tmp_path):
    found = song(tmp_path, ["love ", "you ", "사", "랑 ", "해", "요"])
    assert words(found) == "아 아 사랑 해요"
    assert any(
        "2 lyrics not in Hangul" in one and "love, you" in one and "bar 1" in one for one in told(found)
    )


def test_words_of_a_track_without_notes(tmp_path):
    lyrics = track(sung(["새", "야 ", "파", "랑", "새", "야"]), "Words")
    chords = track([one for pitch in (48, 52, 55) for one in played([pitch] * 6)], "Piano")
    melody = track(played((60, 62, 64, 65, 67, 69)), "Lead")
    found = read(tmp_path, saved([lyrics, chords, melody]))
    assert found.sheet.parts[0].name == "Lead"
    assert words(found) == "새야 파랑새야"


def test_words_on_the_track_of_another(tmp_path):
    """The words stand on the bass's track, and are sung to the melody."""
    bass = track(
        [*sung(["새", "야 ", "파", "랑", "새", "야"]), *played([40, None, None, None, 43, None])], "Bass"
    )
    melody = track(played((60, 62, 64, 65, 67, 69)), "Lead")
    found = read(tmp_path, saved([bass, melody]))
    assert (found.sheet.parts[0].name, words(found)) == ("Lead", "새야 파랑새야")


def karaoke(encoding="cp949", whose="전래"):
    headers = [
        lyric(text, 0, "text")
        for text in ("@KMIDI KARAOKE FILE", "@LKOR", "@T새야 새야", f"@T{whose}", "@V0100")
    ]
    texts = sung(["\\새", "야 ", "새", "야", "/파", "랑"], "text")
    melody = played((60, 62, 64, 65, 67, 69), channel=3)
    piano = played((48, 52, 55, 48, 52, 55))
    return saved(
        [track([], "Soft karaoke"), track([*headers, *texts], "Words"), track(melody), track(piano, "Piano")],
        encoding=encoding,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_karaoke_files(tmp_path, encoding):
    found = read(tmp_path, karaoke(encoding), name="a.kar")
    assert words(found) == "새야 새야|파랑"
    assert (found.sheet.title, found.sheet.artist) == ("새야 새야", "전래")
    assert found.sheet.parts[0].tones[0].pitch.name == "C4"


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ("이원수 작사 홍난파 작곡", ("", "이원수", "홍난파")),
        ("작곡: 홍난파, 작사: 이원수", ("", "이원수", "홍난파")),
        ("이원수 작사/작곡", ("이원수 작사/작곡", "", "")),
        ("작사 작곡 이원수", ("작사 작곡 이원수", "", "")),
    ],
)
def test_who_wrote_the_words_of_a_karaoke_file(tmp_path, whose, told):
    sheet = read(tmp_path, karaoke(whose=whose), name="a.kar").sheet
    assert (sheet.artist, sheet.lyricist, sheet.composer) == told


def test_texts_that_are_no_words(tmp_path):
    """Remarks at the beginning, as programs leave them."""
    texts = [lyric(text, 0, "text") for text in ("Created by hand", "bpm 120")]
    found = read(tmp_path, saved([track([*texts, *played((60, 62, 64, 65))])]))
    assert all(tone.lyrics == () for tone in found.sheet.parts[0].tones)
    assert told(found) == ["there are no words for what is sung."]


def test_texts_at_the_notes_are_words(tmp_path):
    assert words(song(tmp_path, ["새", "야 ", "파", "랑", "새", "야"], kind="text")) == "새야 파랑새야"


def test_a_file_with_words_both_as_lyrics_and_as_texts(tmp_path):
    both = [*sung(["새", "야 ", "파", "랑"]), *sung(["새", "야 ", "파", "랑"], "text")]
    assert words(read(tmp_path, saved([track([*both, *played((60, 62, 64, 65))])]))) == "새야 파랑"


def test_notes_without_words(tmp_path):
    """Held after a note; after a rest told."""
    found = song(tmp_path, ["새", None, None, None, "야", None], (60, 62, None, 64, 65, 67))
    assert words(found) == "새--|야-"
    assert any("1 note after a rest without words" in one for one in told(found))


def test_words_without_notes(tmp_path):
    found = song(tmp_path, ["새", "야 ", None, None, None, "꽃"], (60, 62, None, None))
    assert words(found) == "새야"
    lost = [one for one in found.findings if one.severity is Severity.WARNING]
    assert any("1 lyric with no note near left out: 꽃; the first in bar" in one.message.en for one in lost)


def test_words_that_fit_nobody(tmp_path):
    words_only = track([lyric(text, 40_000 + 333 * i) for i, text in enumerate("새야파랑새야")])
    found = read(tmp_path, saved([words_only, track(played([60, 62, 64] * 5))]))
    assert found.sheet.parts[0].tones[0].lyrics == ()
    assert any("6 lyrics" in one and "left out" in one for one in told(found))


def test_words_from_elsewhere(tmp_path):
    """The file's own do not matter, and nothing is said of them."""
    data = saved([track([*sung(["a", "b", "c", "d"]), *played((60, 62, 64, 65))])])
    found = read(tmp_path, data, Wishes(has_lyrics=True))
    assert all(tone.lyrics == () for tone in found.sheet.parts[0].tones)
    assert told(found) == []


def test_what_parts_words_is_told_if_nothing_does(tmp_path):
    assert any("no spaces" in one for one in told(song(tmp_path, ["새", "야", "파", "랑", "새", "야"])))
    assert not any("no spaces" in one for one in told(song(tmp_path, ["새", "야 ", "파", "랑", "새", "야"])))


def test_a_rest_before_a_word_is_a_pause(tmp_path):
    assert (
        words(song(tmp_path, ["새", "야 ", None, "파", "랑", "새"], (60, 62, None, 64, 65, 67)))
        == "새야|파랑새"
    )


@pytest.mark.parametrize(
    ("texts", "row"),
    [
        (
            ["A-", "ma-", "zing ", "grace, ", "how ", "sweet\n"],
            "> 아아아 아, 아 아 // Amazing grace how sweet",
        ),
        (["널 ", "love ", "해 ", "so ", None, "//much "], "> 널 아 해 아-, 아 // love so much"),
        (["사", "랑 ", "love", "love ", "해", "요 "], "> 사랑 아아 해요 // lovelove"),
    ],
)
def test_words_that_are_not_korean_stand_beside_their_line(tmp_path, texts, row):
    assert row in to_text(song(tmp_path, texts).sheet).splitlines()
