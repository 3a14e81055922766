"""OpenUtau's files, as its versions write them, and what no version writes."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest

from pychang.convert.editor.times import Grid, usual
from pychang.convert.formats import Incoming, Wishes
from pychang.convert.key import Key
from pychang.convert.sheet import Dynamic
from pychang.convert.utau.plain_yaml import NoPlainYaml, plain
from pychang.convert.utau.read_ustx import read_ustx
from pychang.finding import Wrong
from pychang.score.model import Vibrato

HEAD = """\
name: New Project
comment: ''
output_dir: Vocal
cache_dir: UCache
ustx_version: 0.6
resolution: 480
bpm: 120
beat_per_bar: 4
beat_unit: 4
expressions:
  dyn: {name: dynamics (curve), abbr: dyn, type: Curve, min: -240, max: 120, default_value: 0}
key: 2
time_signatures:
- bar_position: 0
  beat_per_bar: 3
  beat_unit: 4
- bar_position: 2
  beat_per_bar: 6
  beat_unit: 8
tempos:
- position: 0
  bpm: 90
- position: 1440
  bpm: 72.5
tracks:
- singer: Sora
  phonemizer: OpenUtau.Plugin.Builtin.KoreanCVCPhonemizer
  renderer_settings: {renderer: CLASSIC}
  track_name: 소라
  mute: false
  solo: false
  volume: -3
  pan: 50
- track_name: 나루
  mute: true
"""
PLAIN_PITCH = "    pitch: {data: [{x: -40, y: 0, shape: io}, {x: 40, y: 0, shape: io}], snap_first: true}\n"


def part(
    *notes: str, position: int = 0, track: int = 0, more: str = "  curves: []\n", comment: str = ""
) -> str:
    head = f"- duration: 7680\n  name: New Part\n  comment: '{comment}'\n"
    head += f"  track_no: {track}\n  position: {position}\n"
    return head + "  notes:\n" + "".join(notes) + more


def note(position: int, lyric: str, duration: int = 480, tone: int = 60, more: str = PLAIN_PITCH) -> str:
    return (
        f"  - position: {position}\n    duration: {duration}\n    tone: {tone}\n    lyric: {lyric}\n{more}"
        "    phoneme_expressions: []\n    phoneme_overrides: []\n"
    )


def read(folder: Path, *parts: str, head: str = HEAD, wishes: Wishes | None = None) -> Incoming:
    path = folder / "song.ustx"
    path.write_text(head + "voice_parts:\n" + "".join(parts) + "wave_parts: []\n", encoding="utf-8")
    return read_ustx(path, wishes or Wishes())


def sung(incoming: Incoming, part: int = 0) -> str:
    return " ".join(
        f"{one.start}:{one.lyrics[0].boundary + one.lyrics[0].text if one.lyrics[0] else '-'}"
        for one in incoming.sheet.parts[part].tones
    )


def test_a_project_is_read(tmp_path: Path) -> None:
    first = part(note(0, "새"), note(480, "야"), note(960, "+~"))
    found = read(tmp_path, first, part(note(0, "파"), position=2880), part(note(0, "끔"), track=1))
    assert sung(found) == "0:|새 1/4:야 1/2:- 3/2:|파"
    sheet = found.sheet
    assert [(one.position, one.quarters_per_minute) for one in sheet.tempo] == [
        (0, 90),
        (Fraction(3, 4), 72.5),
    ]
    assert [(one.start, str(one.meter)) for one in sheet.bars] == [
        (0, "3/4"),
        (Fraction(3, 4), "3/4"),
        (Fraction(3, 2), "6/8"),
    ]
    assert sheet.key == Key(2)
    assert sheet.title == ""
    assert (sheet.parts[0].gain_db, sheet.parts[0].pan) == (-3, 0.5)
    assert [one.kind for one in found.findings] == ["muted", "boundaries"]


def test_a_muted_track_is_sung_if_it_is_asked_for(tmp_path: Path) -> None:
    parts = (part(note(0, "새")), part(note(0, "꿈"), track=1))
    for asked in ("2", "나루"):
        assert sung(read(tmp_path, *parts, wishes=Wishes(track=asked))) == "0:|꿈"
    with pytest.raises(Wrong) as wrong:
        read(tmp_path, *parts, wishes=Wishes(track="없음"))
    assert "1 소라, 2 나루" in wrong.value.hint.en


def test_two_tracks_are_two_parts(tmp_path: Path) -> None:
    head = HEAD.replace("mute: true", "mute: false")
    found = read(tmp_path, part(note(0, "새")), part(note(0, "꿈", tone=64), track=1), head=head)
    assert [one.name for one in found.sheet.parts] == ["소라", "나루"]
    assert sung(found, 1) == "0:|꿈"


def test_an_old_project_has_one_tempo_and_dots_for_plus(tmp_path: Path) -> None:
    head = "name: 노래\nustx_version: 0.4\nbpm: 76\nbeat_per_bar: 3\nbeat_unit: 4\ntracks:\n- singer: a\n"
    found = read(tmp_path, part(note(0, "아리"), note(480, "..."), note(960, "...~")), head=head)
    assert sung(found) == "0:|아 1/4:리 1/2:-"
    assert found.sheet.tempo[0].quarters_per_minute == 76
    assert str(found.sheet.bars[0].meter) == "3/4"
    assert found.sheet.title == "노래"


def test_further_syllables_of_a_note(tmp_path: Path) -> None:
    assert (
        sung(read(tmp_path, part(note(0, "아리랑"), note(480, "+"), note(960, "+~"))))
        == "0:|아 1/8:리 1/4:랑 1/2:-"
    )
    assert sung(read(tmp_path, part(note(0, "아리랑")))) == "0:|아 1/12:리 1/6:랑"


def test_hints_and_raw_phonemes(tmp_path: Path) -> None:
    assert (
        sung(read(tmp_path, part(note(0, "'값[gap]'"), note(480, "'?아'"), note(960, "R")))) == "0:|값 1/4:아"
    )


def test_rests_are_none_of_the_notes_for_other_words(tmp_path: Path) -> None:
    notes = part(note(0, "가"), note(480, "R"), note(960, "+~"), note(1440, "AP"), note(1920, "나"))
    tones = read(tmp_path, notes, wishes=Wishes(has_lyrics=True)).sheet.parts[0].tones
    assert [(one.start, one.lyrics) for one in tones] == [(0, ()), (Fraction(1, 2), ()), (1, ())]
    with pytest.raises(Wrong):
        read(tmp_path, part(note(0, "R"), note(480, "AP")))


def test_nothing_is_held_over_a_rest(tmp_path: Path) -> None:
    assert (
        sung(read(tmp_path, part(note(0, "'-'"), note(480, "강"), note(1440, "+")))) == "0:|아 1/4:강 3/4:|앙"
    )


def test_words_with_spaces_are_taken_from_the_comment(tmp_path: Path) -> None:
    notes = [note(480 * i, block) for i, block in enumerate("값이없다")]
    found = read(tmp_path, part(*notes, comment="값이[갑씨] 없다"))
    assert sung(found) == "0:|값 1/4:이 1/2: 없 3/4:다"
    assert [one.lyrics[0].spoken for one in found.sheet.parts[0].tones] == ["갑", "씨", None, None]
    assert sung(read(tmp_path, part(*notes, comment="a remark"))) == "0:|값 1/4:이 1/2:없 3/4:다"


def pitch(points: str, snap: str = "true") -> str:
    return f"    pitch:\n      data: [{points}]\n      snap_first: {snap}\n"


DRAWN = [
    ("{x: -60, y: 0, shape: io}, {x: 60, y: 0, shape: io}", {"slide_s": 0.12}),
    ("{x: -25, y: 0, shape: io}, {x: 25, y: 0, shape: io}", {}),
    ("{x: -40, y: 0}, {x: 0, y: -20}, {x: 120, y: 0}", {"scoop": True}),
    ("{x: -40, y: 0}, {x: 40, y: 0}, {x: 500, y: 0}, {x: 660, y: -30}", {"fall": True}),
    (
        "{x: -40, y: 0}, {x: 0, y: 0, shape: l}, {x: 333.3, y: 10, shape: l}, {x: 666.7, y: 0}",
        {"bend_cents": (0, 100, 0)},
    ),
    ("{x: 5}", {}),
    ("3, x, {}", {}),
]


@pytest.mark.parametrize(("points", "expected"), DRAWN, ids=lambda one: str(one)[:40])
def test_drawn_pitch(points: str, expected: dict, tmp_path: Path) -> None:
    found = read(tmp_path, part(note(0, "가", tone=64), note(480, "나", more=pitch(points))))
    how = found.sheet.parts[0].tones[1].expression
    drawn = {name: getattr(how, name) for name in ("slide_s", "scoop", "fall", "bend_cents")}
    assert {name: value for name, value in drawn.items() if value} == expected


def test_vibrato(tmp_path: Path) -> None:
    drawn = (
        PLAIN_PITCH
        + "    vibrato: {length: 75, period: 200, depth: 25, in: 10, out: 10, shift: 0, drift: 0}\n"
    )
    found = read(tmp_path, part(note(0, "가", more=drawn), note(480, "나", more=drawn), note(960, "다")))
    assert [one.expression.vibrato for one in found.sheet.parts[0].tones] == [
        *[Vibrato(25, 5, 0.167)] * 2,
        None,
    ]


def curve(name: str, points: list[tuple[int, int]]) -> str:
    xs, ys = "".join(f"    - {x}\n" for x, _ in points), "".join(f"    - {y}\n" for _, y in points)
    return f"  curves:\n  - xs:\n{xs}    ys:\n{ys}    abbr: {name}\n"


def test_steps_of_loudness_are_dynamics(tmp_path: Path) -> None:
    drawn = curve("dyn", [(0, -80), (475, -80), (480, 40), (960, 40), (1440, 0)])
    dynamics = (
        read(tmp_path, part(*(note(480 * i, "가") for i in range(4)), more=drawn)).sheet.parts[0].dynamics
    )
    at = [Fraction(i, 4) for i in range(4)]
    assert dynamics == (Dynamic(at[0], "p"), Dynamic(at[1], "f"), Dynamic(at[2], ">"), Dynamic(at[3], "mf"))


def test_other_loudness_is_each_notes_own(tmp_path: Path) -> None:
    drawn = curve("dyn", [(0, -30), (475, -30), (480, 55), (960, 55)])
    sheet = read(tmp_path, part(note(0, "가"), note(480, "나"), note(960, "다"), more=drawn)).sheet
    assert [one.expression.level_db for one in sheet.parts[0].tones] == [-3.0, 5.5, 0.0]
    assert sheet.parts[0].dynamics == ()


def test_a_drawn_deviation_of_pitch_is_a_bend(tmp_path: Path) -> None:
    drawn = curve("pitd", [(475, 0), (480, 0), (720, 80), (960, 0)])
    first, second = read(tmp_path, part(note(0, "가"), note(480, "나"), more=drawn)).sheet.parts[0].tones
    assert first.expression.bend_cents == ()
    assert second.expression.bend_cents == pytest.approx((0, 80, 0), abs=1)


def test_overlapping_notes_are_sung_one_at_a_time(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        part(note(0, "가", 960), note(480, "나"), note(960, "다", tone=55), note(960, "라", tone=67)),
    )
    assert sung(found) == "0:|가 1/4:나 1/2:라"
    assert "polyphony" in [one.kind for one in found.findings]


NO_USTX = [
    *("", "- 1", "a: b", "ustx_version: 0.6", "{", "name: &a [*a]\nustx_version: 1", "\0"),
    *("!!python/object:x {}", "ustx_version: '0.6'\nvoice_parts: 5", "[" * 100_000, "a: " + "{a: " * 50_000),
    "ustx_version: 0.6\nvoice_parts: [{notes: [[1]]}, 2]",
]


@pytest.mark.parametrize("text", NO_USTX, ids=lambda text: text[:24])
def test_what_is_no_ustx_is_refused_at_once(text: str, tmp_path: Path) -> None:
    path = tmp_path / "song.ustx"
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Wrong):
        read_ustx(path, Wishes())
    assert time.process_time() - start < 5


def test_aliases_are_refused() -> None:
    with pytest.raises(NoPlainYaml):
        plain("a: &x [1, 2]\nb: [*x, *x]")
    assert plain("a: &x [1, 2]\nb: !!int '3'") == {"a": ["1", "2"], "b": "3"}


ODD = """
    bpm: 90 = bpm: .nan | bpm: 90 = bpm: -3 | bpm: 90 = bpm: 1e30 | bpm: 90 = bpm: [1]
    beat_per_bar: 6 = beat_per_bar: 0 | beat_unit: 8 = beat_unit: 7 | bar_position: 2 = bar_position: -9
    bar_position: 2 = bar_position: 999999999 | track_no: 0 = track_no: 7 | track_no: 0 = track_no: x
    tone: 60 = tone: 600 | tone: 60 = tone: -60 | lyric: 새 = lyric: [새] | shape: io = shape: q
    data: [ = data: 5, x: [ | key: 2 = key: q | pan: 50 = pan: 1e9 | volume: -3 = volume: -.inf
    curves: [] = curves: [{abbr: dyn, xs: [x, 1], ys: q}, 4]
"""


@pytest.mark.parametrize("change", [one.strip() for one in ODD.strip().replace("\n", "|").split("|")])
def test_odd_values_do_no_harm(change: str, tmp_path: Path) -> None:
    old, new = change.split(" = ")
    body = part(note(0, "새"), note(480, "야"))
    assert old in HEAD + body
    found = read(tmp_path, body.replace(old, new), head=HEAD.replace(old, new))
    assert found.sheet.parts[0].tones[-1].lyrics[0].text == "야"


def test_a_note_beyond_any_song_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        read(tmp_path, part(note(900_000_000, "새")))


def test_ticks_on_usual_grids_come_in_exactly() -> None:
    assert usual(480) == Fraction(1, 4)
    assert usual(160) == Fraction(1, 12)
    assert usual(1920 + 274) == Fraction(8, 7)
    assert usual(213) == Fraction(1, 9)
    assert usual(24) == Fraction(1, 80)
    assert usual(487) is None
    assert Grid.of([0, 480, 960, 1447, 1920] * 3, Fraction(1, 8)).place(530) == Fraction(1, 4)
