"""Songs as projects of OpenUtau: what we read of them again, and what LibreSVIP reads of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from pychang.convert.formats import Wishes
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Sheet, SheetPart, Tone
from pychang.convert.utau.read_ustx import read_ustx
from pychang.convert.utau.write_ustx import project_text, write_ustx
from pychang.reading import read_song
from pychang.score.model import Expression, Score, Vibrato
from pychang.world import World
from tests.convert.sheets import sheets
from tests.convert.song_files import FEW, SONGS


def read_again(text: bytes, folder: Path) -> Sheet:
    path = folder / "song.ustx"
    path.write_bytes(text)
    return read_ustx(path, Wishes()).sheet


def outgoing(path: Path) -> Outgoing:
    return Outgoing(read_song(path, World()))


def sung(tones: tuple[Tone, ...]) -> Iterator[tuple]:
    """What must come back of a part."""
    for tone in tones:
        syllable = tone.lyrics[0]
        words = syllable and replace(syllable, span=None)
        yield tone.start, tone.duration, tone.pitch.midi, words, tone.breath_after


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_every_song_comes_back_with_its_notes_words_bars_and_sections(path: Path, tmp_path: Path) -> None:
    song = outgoing(path)
    sheet, back = song.sung_sheet, read_again(write_ustx(song, ".ustx"), tmp_path)
    assert [list(sung(part.tones)) for part in back.parts] == [list(sung(part.tones)) for part in sheet.parts]
    assert [(bar.start, bar.duration) for bar in back.bars] == [
        (bar.start, bar.duration) for bar in sheet.bars
    ]
    assert back.sections == sheet.sections
    assert back.title == sheet.title
    assert back.parts[0].dynamics == tuple(
        mark for mark in sheet.parts[0].dynamics if mark.position < sheet.parts[0].tones[-1].end
    )


@pytest.mark.parametrize("path", FEW, ids=lambda path: path.stem)
def test_libresvip_reads_the_same_notes_and_words(path: Path, tmp_path: Path) -> None:
    from libresvip.extension.manager import get_svs_plugin_by_suffix

    song = outgoing(path)
    file = tmp_path / "song.ustx"
    file.write_bytes(write_ustx(song, ".ustx"))
    plugin = get_svs_plugin_by_suffix("ustx")
    theirs = plugin.load(file, plugin.input_option_cls().model_dump())
    for part, track in zip(song.sung_sheet.parts, theirs.track_list, strict=True):
        expected = [
            (round(tone.start * 1920), round(tone.end * 1920), tone.pitch.midi, _lyric(tone))
            for tone in part.tones
        ]
        assert [
            (one.start_pos, one.end_pos, one.key_number, one.lyric) for one in track.note_list
        ] == expected


def _lyric(tone: Tone) -> str:
    syllable = tone.lyrics[0]
    return (syllable.spoken or syllable.text) if syllable else "-"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheet=sheets())
def test_any_sheet_comes_back(sheet: Sheet, tmp_path: Path) -> None:
    back = read_again(project_text(sheet).encode(), tmp_path)
    sheet = replace(sheet, parts=tuple(part for part in sheet.parts if part.tones))
    clock = Score("", "", (), sheet.tempo).tempo_map
    assert [list(sung(part.tones)) for part in back.parts] == [list(sung(part.tones)) for part in sheet.parts]
    assert [(bar.start, bar.duration) for bar in back.bars] == [
        (bar.start, bar.duration) for bar in sheet.bars if bar.start < back.end
    ]
    for part, own in zip(back.parts, sheet.parts, strict=True):
        for tone, expected in zip(part.tones, own.tones, strict=True):
            length_s = clock.seconds(expected.end) - clock.seconds(expected.start)
            assert nearly(filled(tone, part, length_s).expression, expected.expression, length_s)


def filled(tone: Tone, part: SheetPart, length_s: float) -> Tone:
    """The tone with the vibrato that its part gives to long ones."""
    if tone.expression.vibrato or length_s < 0.4:
        return tone
    return replace(tone, expression=replace(tone.expression, vibrato=part.vibrato))


def nearly(found: Expression, expected: Expression, length_s: float) -> bool:
    """Whether a note is sung the same; a vibrato begins half-way through it at the latest."""
    same = all(
        getattr(found, name) == pytest.approx(getattr(expected, name), abs=0.02)
        for name in ("slide_s", "level_db", "breathy", "bend_cents")
    )
    flags = (found.scoop, found.fall) == (expected.scoop, expected.fall)
    if expected.vibrato is None:
        return same and flags and found.vibrato is None
    delay_s = min(expected.vibrato.delay_s, length_s / 2)
    values = (expected.vibrato.depth_cents, expected.vibrato.rate_hz, delay_s)
    vibrato = found.vibrato or Vibrato(0, 0, 0)
    return (
        same
        and flags
        and (vibrato.depth_cents, vibrato.rate_hz, vibrato.delay_s) == pytest.approx(values, abs=2e-3)
    )


SONG = """\
title: 새야
tempo: 100
vibrato: depth=30 rate=5 delay=0.2

[노래]
| C4:2{vibrato=off} D4:4{slide} E4:4{scoop fall} | @p F4:4{bend=0,100,0} G4:4 @ff A4:2{loud=+3} |
> 값이[갑씨] 없다, 새야-
"""


@pytest.fixture
def project(tmp_path: Path) -> dict:
    path = tmp_path / "song.chang"
    path.write_text(SONG, encoding="utf-8")
    return yaml.safe_load(write_ustx(outgoing(path), ".ustx"))


def test_the_project_is_one_of_openutau(project: dict) -> None:
    assert list(project) == [
        *("name", "comment", "output_dir", "cache_dir", "ustx_version", "resolution"),
        *("bpm", "beat_per_bar", "beat_unit", "expressions", "exp_selectors", "exp_primary", "exp_secondary"),
        *("key", "time_signatures", "tempos", "tracks", "voice_parts", "wave_parts"),
    ]
    assert project["ustx_version"] == "0.6"
    assert project["tracks"][0]["phonemizer"] == "OpenUtau.Plugin.Builtin.KoreanCVPhonemizer"
    assert project["expressions"]["dyn"]["type"] == "Curve"


def test_notes_are_sung_as_they_are_spoken_and_the_words_stand_in_the_comment(project: dict) -> None:
    part = project["voice_parts"][0]
    assert [note["lyric"] for note in part["notes"]] == ["갑", "씨", "없", "다", "새", "야"]
    assert part["comment"] == "값이[갑씨] 없다\n새야"


def test_expressions_are_drawn(project: dict) -> None:
    off, slide, ornaments, bent, plain, last = project["voice_parts"][0]["notes"]
    assert off["vibrato"]["length"] == 0
    assert [point["x"] for point in slide["pitch"]["data"]] == [-60, 60]
    assert ornaments["pitch"]["data"][1] == {"x": 0, "y": -20, "shape": "io"}
    assert ornaments["pitch"]["data"][-1]["y"] == -35
    assert [point["y"] for point in bent["pitch"]["data"]] == [0, 0, 10, 0]
    assert bent["vibrato"]["period"] == 200  # the song's own vibrato, as the note is long
    assert plain["phoneme_expressions"] == []
    assert last["phoneme_expressions"][0] == {
        "index": 0,
        "abbr": "vol",
        "value": pytest.approx(141.25, abs=0.01),
    }


def test_dynamics_are_a_curve_in_tenths_of_a_decibel(project: dict) -> None:
    curve = next(one for one in project["voice_parts"][0]["curves"] if one["abbr"] == "dyn")
    assert list(zip(curve["xs"], curve["ys"], strict=True)) == [
        (0, 0),
        (1919, 0),
        (1920, -80),
        (2879, -80),
        (2880, 70),
        (3840, 70),
    ]
