"""MIDI files as sheets: bars, sections, keys, titles, dynamics, and whatever is wrong with a file."""

from __future__ import annotations

import sys
from fractions import Fraction
from subprocess import run
from time import process_time

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.formats import Wishes, reader_for
from pychang.convert.midi.read import read_midi
from pychang.convert.to_text import to_text
from pychang.convert.words import singable
from pychang.diagnostic import Severity, Source
from pychang.finding import Wrong
from pychang.language import parse
from pychang.score import arrange
from pychang.score.settings import Meter
from tests.convert.midi_files import midi_of, read, saved, score_of, track
from tests.convert.song_files import ARIRANG, SONGS

Q = 480


def notes(number=16, velocities=(80,), length=Q, pitch=60):
    events = []
    for i in range(number):
        velocity = velocities[i] if i < len(velocities) else velocities[-1]
        events.append((i * Q, mido.Message("note_on", note=pitch + i % 5, velocity=velocity)))
        events.append((i * Q + length, mido.Message("note_off", note=pitch + i % 5)))
    return events


def meta(at, kind, **values):
    return at, mido.MetaMessage(kind, **values)


def meter(at, beats, unit):
    return meta(at, "time_signature", numerator=beats, denominator=unit)


def sheet(folder, *events, tune=None, name=""):
    return read(folder, saved([track(events), track(tune or notes(), name)])).sheet


def bars(found):
    return [(bar.start * 4, bar.duration * 4, str(bar.meter)) for bar in found.bars]


def told(found, kind):
    return [one.message.en for one in found.findings if one.kind == kind]


# ── bars and sections ────────────────────────────────────────────────────────────────────────────


def test_without_a_meter_there_are_four_quarters(tmp_path):
    assert bars(sheet(tmp_path, tune=notes(6))) == [(0, 4, "4/4"), (4, 4, "4/4")]


def test_meters_change(tmp_path):
    found = sheet(tmp_path, meter(0, 3, 4), meter(6 * Q, 6, 8), meter(12 * Q, 4, 4))
    assert bars(found) == [
        *[(0, 3, "3/4"), (3, 3, "3/4"), (6, 3, "6/8"), (9, 3, "6/8"), (12, 4, "4/4")],
    ]


def test_a_first_short_meter_is_an_upbeat(tmp_path):
    found = sheet(tmp_path, meter(0, 1, 4), meter(Q, 4, 4))
    assert bars(found)[:2] == [(0, 1, "4/4"), (1, 4, "4/4")]


def test_a_meter_said_again_changes_nothing(tmp_path):
    assert bars(sheet(tmp_path, meter(0, 4, 4), meter(4 * Q, 4, 4), meter(Q * 7 + 11, 4, 4))) == [
        *[(0, 4, "4/4"), (4, 4, "4/4"), (8, 4, "4/4"), (12, 4, "4/4")]
    ]


def test_a_change_near_a_barline_is_on_it(tmp_path):
    assert bars(sheet(tmp_path, meter(4 * Q - 9, 3, 4)))[:3] == [(0, 4, "4/4"), (4, 3, "3/4"), (7, 3, "3/4")]


def test_meters_that_cannot_be_written(tmp_path):
    found = read(
        tmp_path, saved([track([meter(0, 3, 4), meter(3 * Q, 40, 4), meter(6 * Q, 3, 64)]), track(notes(9))])
    )
    assert {str(bar.meter) for bar in found.sheet.bars} == {"3/4"}
    assert "40/4, 3/64" in told(found, "meter")[0]


def test_markers_are_sections(tmp_path):
    found = sheet(
        tmp_path,
        meta(0, "marker", text="1절"),
        meta(8 * Q, "marker", text="후렴 [A]"),
        meta(16 * Q, "marker", text="End"),
    )
    assert [(one.name, one.start * 4, one.end * 4) for one in found.sections] == [
        ("1절", 0, 8),
        ("후렴-A", 8, 16),
    ]


def test_too_many_markers_are_no_sections(tmp_path):
    found = sheet(tmp_path, *(meta(i, "marker", text=f"{i}") for i in range(300)))
    assert len(found.sections) == 1


# ── what the file says of itself ─────────────────────────────────────────────────────────────────


def test_title_copyright_and_key(tmp_path):
    found = sheet(
        tmp_path,
        meta(0, "track_name", name=" 새야\n새야 "),
        meta(0, "copyright", text="누구나 (CC0)"),
        meta(0, "key_signature", key="Ebm"),
        meta(Q, "key_signature", key="C"),
    )
    assert (found.title, found.copyright, found.key.name) == ("새야 새야", "누구나 (CC0)", "Eb minor")
    assert [tone.pitch.name for tone in found.parts[0].tones[:4]] == ["C4", "Db4", "D4", "Eb4"]


def test_people_in_texts(tmp_path):
    said = [
        meta(0, "text", text=f"@I{name}: {value}")
        for name, value in (("artist", "소라"), ("composer", "전래"), ("lyricist", "아무"))
    ]
    found = sheet(tmp_path, *said)
    assert (found.artist, found.composer, found.lyricist) == ("소라", "전래", "아무")


@pytest.mark.parametrize(
    "name", ["Tempo Track", "Conductor", "untitled", "Track 1", "", "MIDI", "Master Track", "무제"]
)
def test_names_that_are_no_titles(tmp_path, name):
    assert sheet(tmp_path, meta(0, "track_name", name=name)).title == ""


def test_the_name_of_a_singer_is_no_title(tmp_path):
    found = read(tmp_path, saved([track(notes(), "Vocal")]))
    assert (found.sheet.title, found.sheet.parts[0].name) == ("", "Vocal")


# ── dynamics ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("velocities", "meant"),
    [
        ([80] * 16, []),
        ([64] * 16, []),
        ([90, 91] * 8, []),
        ([49] * 6 + [96] * 10, [(0, "p"), (6, "f")]),
        ([80] * 6 + [33] * 5 + [80] * 5, [(6, "pp"), (11, "mf")]),
        ([16] * 4 + [64] * 4 + [112] * 4 + [126] * 4, [(0, "ppp"), (4, "mp"), (8, "ff"), (12, "fff")]),
        ([100, 60, 80, 60] * 4, []),
        ([61, 70, 77, 83, 92, 88, 79, 101, 66, 73, 85, 94, 58, 69, 90, 87], []),
    ],
    ids=["mf", "one", "same mark", "two", "back", "many", "beats", "played"],
)
def test_few_velocities_are_dynamics(tmp_path, velocities, meant):
    part = sheet(tmp_path, tune=notes(velocities=velocities)).parts[0]
    assert [(one.position * 4, one.mark) for one in part.dynamics] == meant
    assert not any(tone.expression.accent for tone in part.tones)


def test_a_note_louder_than_both_beside_it_is_accented(tmp_path):
    part = sheet(tmp_path, tune=notes(velocities=[80] * 5 + [96] + [80] * 10)).parts[0]
    assert part.dynamics == ()
    assert [i for i, tone in enumerate(part.tones) if tone.expression.accent] == [5]


# ── songs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_songs_sing_the_same(tmp_path, path, encoding):
    """Notes, lengths and syllables, through the text of the song that is written."""
    score = score_of(path)
    found = read(tmp_path, midi_of(score, encoding=encoding)).sheet
    song, mistakes = parse(Source("a.chang", to_text(singable(found))))
    again, more = arrange(song)
    assert [one for one in (*mistakes, *more) if one.severity is Severity.ERROR] == []
    for one, other in zip(score.parts, again.parts, strict=True):
        assert _sung(one) == _sung(other)


def _sung(part):
    notes = [note for note in part.notes if note.midi is not None]
    words = [part.syllables[note.syllable].text for note in notes]
    return [(note.start, note.duration, note.midi, word) for note, word in zip(notes, words, strict=True)]


# ── bad files ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ending", [".mid", ".midi", ".kar", ".MID"])
def test_it_is_the_reader_of_its_endings(tmp_path, ending):
    assert reader_for(tmp_path / f"a{ending}") is read_midi


def test_an_empty_file(tmp_path):
    with pytest.raises(Wrong, match="empty"):
        read(tmp_path, b"")


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_midi(tmp_path / "none.mid", Wishes())


def test_what_is_cut_off_is_read_as_far_as_it_goes(tmp_path):
    data = midi_of(score_of(ARIRANG))
    found = read(tmp_path, data[: len(data) // 2])
    assert 40 < len(found.sheet.parts[0].tones) < 80
    assert told(found, "damaged") == ["some of the file is cut off or damaged; what can be read of it was."]


def _file(track: bytes, ticks: int = 480) -> bytes:
    return (
        b"MThd\0\0\0\6\0\1\0\1" + ticks.to_bytes(2, "big") + b"MTrk" + len(track).to_bytes(4, "big") + track
    )


HUGE = {
    "10 MB of notes": _file(b"\0\x90\x40\x40" + b"\x10\x40\0\x10\x40\x40" * 1_700_000),
    "10 MB of one message": _file(b"\0\xf0\x84\xe2\xad\0" + b"\1" * 10_000_000 + b"\0\x90\x40\x40\x60\x40\0"),
    "10 MB of one word": _file(
        b"\0\xff\5\x84\xe2\xad\0" + b"\xb0\xa1" * 5_000_000 + b"\0\x90\x40\x40\x60\x40\0"
    ),
    "10 MB of nothing": _file(bytes(10_000_000)),
    "hours between notes": _file(b"\0\x90\x40\x40" + b"\xff\xff\xff\x7f\x40\0\0\x40\x40" * 3, ticks=1),
    "a voice of 100,000 notes": _file(b"\0\x90\x40\x40" + b"\x10\x40\0\x10\x40\x40" * 100_000),
    "49,000 words": _file(b"\0\x90\x40\x40\x60\x40\0" + b"\1\xff\5\2\xb0\xa1" * 49_000),
    "49,000 meters": _file(
        b"\0\x90\x40\x40\x60\x40\0" + b"\x10\xff\x58\4\3\3\x18\x08\x11\xff\x58\4\4\4\x18\x08" * 24_000
    ),
}


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE)
def test_huge_files_are_read_or_told_in_time(tmp_path, data):
    began = process_time()
    try:
        found = read(tmp_path, data)
    except Wrong as wrong:
        assert wrong.hint.en
    else:
        assert len(found.sheet.bars) < 5000
    assert process_time() - began < 8


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_files_are_songs_or_told(tmp_path_factory, data):
    whole = bytearray(_MUTATED)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        kind = data.draw(st.sampled_from(["set", "cut", "double", "insert"]))
        if kind == "set":
            whole[place] = data.draw(st.integers(0, 255))
        elif kind == "cut" and len(whole) > 40:
            del whole[place : place + data.draw(st.integers(1, 30))]
        elif kind == "double":
            whole[place:place] = whole[place : place + data.draw(st.integers(1, 60))]
        else:
            whole[place:place] = data.draw(st.binary(max_size=4))
    wishes = Wishes(grid=data.draw(st.sampled_from([None, Fraction(1, 16)])))
    try:
        found = read(tmp_path_factory.mktemp("midi"), bytes(whole), wishes).sheet
    except Wrong as wrong:
        assert wrong.kind == "score"
        return
    for part in found.parts:
        assert all(one.end <= other.start for one, other in zip(part.tones, part.tones[1:], strict=False))
        assert all(tone.duration > 0 for tone in part.tones)
        assert len({bool(tone.lyrics) for tone in part.tones}) == 1
        borders = [section.start for section in found.sections]
        assert not any(tone.start < border < tone.end for tone in part.tones for border in borders)
    assert all(isinstance(bar.meter, Meter) and bar.duration > 0 for bar in found.bars)
    assert all(20 <= point.quarters_per_minute <= 400 for point in found.tempo)


_MUTATED = midi_of(score_of(ARIRANG), encoding="cp949")[:900]


def test_reading_needs_nothing_heavy(tmp_path):
    (tmp_path / "a.mid").write_bytes(saved([track(notes(number=480))]))
    code = (
        "import sys; from pathlib import Path; from pychang.convert.formats import Wishes, reader_for\n"
        f"path = Path({str(tmp_path / 'a.mid')!r})\n"
        "print(len(reader_for(path)(path, Wishes()).sheet.parts[0].tones))\n"
        "print([one for one in ('numpy', 'mido', 'scipy', 'soundfile', 'yaml') if one in sys.modules])"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["480", "[]"]


def test_midi_of_music21_is_read(tmp_path):
    """A chorale from its corpus: the soprano is asked for by name."""
    corpus = pytest.importorskip("music21.corpus")
    score = corpus.parse("bach/bwv66.6")
    written = score.write("midi", fp=str(tmp_path / "bach.mid"))
    found = read_midi(written, Wishes(track="soprano"))
    soprano = score.parts[0].flatten().stripTies().notes
    meant = [
        (Fraction(note.offset) / 4, Fraction(note.quarterLength) / 4, note.pitch.midi) for note in soprano
    ]
    tones = found.sheet.parts[0].tones
    assert [(tone.start, tone.duration, tone.pitch.midi) for tone in tones] == meant
    assert found.sheet.key.fifths == 3
