"""Who sings: parts, voices and staves, words lent by another voice, the track that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pychang.finding import Wrong
from tests.convert.musicxml_texts import backup, kinds, lyrics, note, part, read, rest, score, tones

MELODY = part(note("G4", 8, "나") + note("A4", 8, "비"))
OTHER = part(note("E4", 8, "꽃") + note("F4", 8, "잎"))
PIANO = part(note("C3", 4) + note("E3", 4) + note("G3", 4) + note("E3", 4))


def names(folder: Path, *parts: tuple[str, str], **wishes: str) -> list[str]:
    return [one.name for one in read(folder, score(*parts), **wishes).sheet.parts]


def test_parts_with_words_are_sung_and_the_others_told(tmp_path: Path) -> None:
    found = read(tmp_path, score(("소프라노", MELODY), ("알토", OTHER), ("Piano", PIANO)))
    assert [one.name for one in found.sheet.parts] == ["소프라노", "알토"]
    left = next(one for one in found.findings if one.kind == "part-left-out")
    assert left.message.en == "parts without words are left out: Piano."
    assert left.message.ko == "가사가 없는 파트는 뺐습니다: Piano."


def test_the_part_that_is_asked_for_by_number_or_name(tmp_path: Path) -> None:
    parts = (("Soprano", MELODY), ("Alto", OTHER), ("Piano", PIANO))
    assert names(tmp_path, *parts, track="2") == ["Alto"]
    assert names(tmp_path, *parts, track="soprano") == ["Soprano"]
    assert names(tmp_path, *parts, track="Piano") == ["Piano"]
    with pytest.raises(Wrong) as caught:
        read(tmp_path, score(*parts), track="4")
    assert caught.value.hint.en == "Its parts: 1 Soprano, 2 Alto, 3 Piano."


def test_without_any_words_a_singer_is_taken_or_the_first(tmp_path: Path) -> None:
    plain = part(note("G4", 16))
    assert names(tmp_path, ("Piano", PIANO), ("Voice", plain)) == ["Voice"]
    assert names(tmp_path, ("Flute", plain), ("Piano", PIANO)) == ["Flute"]
    found = read(tmp_path, score(("Flute", plain)))
    assert "no-words" in kinds(found)
    assert all(not tone.lyrics for tone in found.sheet.parts[0].tones)


def test_two_voices_with_words_on_one_staff_are_two_parts(tmp_path: Path) -> None:
    both = part(note("G4", 8, "나") + note("A4", 8, "비") + backup(16) + note("E4", 16, "꽃", voice=2))
    found = read(tmp_path, score(("여성", both))).sheet
    assert [(one.name, lyrics(one)) for one in found.parts] == [("여성 1", "나 비"), ("여성 2", "꽃")]


@pytest.mark.parametrize("name", ["Soprano&#10;Alto", "Soprano Alto", "Soprano/Alto", "Soprano, Alto"])
def test_a_staff_named_after_two_singers_gives_each_their_name(tmp_path: Path, name: str) -> None:
    both = part(note("G4", 16, "나") + backup(16) + note("E4", 16, "꽃", voice=2))
    assert names(tmp_path, (name, both)) == ["Soprano", "Alto"]


HYMN_WOMEN = part(
    note("G4", 4, "나") + note("A4", 4, "비") + note("B4", 8, "야") + backup(16)
    + note("E4", 4, voice=2) + note("F4", 4, voice=2) + note("G4", 4, voice=2) + note("E4", 4, voice=2)
)  # fmt: skip
HYMN_MEN = part(
    note("C4", 4, voice=1) + note("C4", 4) + note("D4", 8) + backup(16)
    + note("C3", 4, voice=2) + note("F3", 4, voice=2) + note("G3", 8, voice=2)
)  # fmt: skip


def test_hymns_lend_their_words_to_the_voices_that_move_with_them(tmp_path: Path) -> None:
    found = read(tmp_path, score(("Soprano Alto", HYMN_WOMEN), ("Tenor Bass", HYMN_MEN)))
    assert [(one.name, lyrics(one)) for one in found.sheet.parts] == [
        ("Soprano", "나 비 야"),
        ("Alto", "나 비 야-"),
        ("Tenor", "나 비 야"),
        ("Bass", "나 비 야"),
    ]
    told = next(one for one in found.findings if one.kind == "lent").message.en
    assert told.endswith("Alto ← Soprano, Tenor ← Soprano, Bass ← Soprano.")


def test_a_singer_with_many_notes_borrows_the_words_too(tmp_path: Path) -> None:
    moving = part("".join(note(pitch, 4) for pitch in ("E4", "F4", "G4", "F4")))
    found = read(tmp_path, score(("Soprano", MELODY), ("Alto", moving), ("Lead", moving)))
    assert [(one.name, lyrics(one)) for one in found.sheet.parts] == [
        ("Soprano", "나 비"),
        ("Alto", "나- 비-"),
    ]


def test_nothing_is_lent_to_an_accompaniment(tmp_path: Path) -> None:
    doubled = part(note("G4", 8) + note("A4", 8))
    assert names(tmp_path, ("노래", MELODY), ("피아노", doubled)) == ["노래"]


def test_nothing_is_lent_to_a_voice_that_moves_otherwise(tmp_path: Path) -> None:
    both = MELODY.replace("</measure>", "") + backup(16)
    both += rest(2, 2) + "".join(note("E4", 2, voice=2) for _ in range(7)) + "</measure>"
    found = read(tmp_path, score(("노래", both)))
    assert [one.name for one in found.sheet.parts] == ["노래"]
    assert "voice-left-out" in kinds(found)


def test_a_melody_that_changes_its_voice_is_one_line(tmp_path: Path) -> None:
    song = part(
        note("G4", 16, "나"),
        rest(16) + backup(16) + note("A4", 16, "비", voice=2),
        note("B4", 16, "야"),
    )
    found = read(tmp_path, score(("노래", song))).sheet
    assert [(one.name, tones(one)) for one in found.parts] == [("노래", "G4:1 A4:1 B4:1")]


def test_voices_of_one_number_on_two_staves_are_two(tmp_path: Path) -> None:
    low = note("C3", 16, "꽃").replace("</note>", "<staff>2</staff></note>")
    high = note("G4", 16, "나").replace("</note>", "<staff>1</staff></note>")
    found = read(tmp_path, score(("합창", part(high + backup(16) + low)))).sheet
    assert [(one.name, lyrics(one)) for one in found.parts] == [("합창 1", "나"), ("합창 2", "꽃")]


def test_names_are_told_apart_and_those_of_programs_are_none(tmp_path: Path) -> None:
    assert names(tmp_path, ("Voice", MELODY), ("Voice", OTHER)) == ["Voice", "Voice 2"]
    assert names(tmp_path, ("MusicXML Part", MELODY)) == [""]
    assert names(tmp_path, ("", MELODY), ("", OTHER)) == ["파트 1", "파트 2"]


def test_parts_of_unlike_length_end_with_silence(tmp_path: Path) -> None:
    longer = part(note("G4", 16, "나"), note("G4", 16, "비"))
    found = read(tmp_path, score(("가", MELODY), ("나", longer))).sheet
    assert len(found.bars) == 2
    assert [tones(one) for one in found.parts] == ["G4:1/2 A4:1/2", "G4:1 G4:1"]


def test_a_score_without_any_length_is_of_no_use(tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        read(tmp_path, score(part(note("G4", 0, "나", before="<grace/>"))))


def test_numbers_that_no_page_shows_are_not_told(tmp_path: Path) -> None:
    song = part(*(note("G4", 16, "love") for _ in range(3))).replace('number="1"', 'number="X1"')
    (told,) = (one for one in read(tmp_path, score(("노래", song))).findings if one.kind == "foreign")
    assert told.message.en.endswith("(bars 2, 3 of 노래)")
