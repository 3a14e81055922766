"""The bytes of MIDI files: as mido writes them, as others do, and damaged."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.convert.midi.smf import LYRIC, TEMPO, parse_smf
from pychang.finding import Wrong

PATH = Path("a.mid")
HEADER = b"MThd\0\0\0\6\0\1\0\1\1\xe0"
NOTE = b"\0\x90\x40\x50\x60\x80\x40\x40"  # on at 0, off at 96
END = b"\0\xff\x2f\0"


def file(*tracks: bytes, header: bytes = HEADER) -> bytes:
    return header + b"".join(b"MTrk" + len(one).to_bytes(4, "big") + one for one in tracks)


def notes(data: bytes) -> list[tuple[int, int, int, int]]:
    return [note for track in parse_smf(data, PATH).tracks for note in track.notes]


messages = st.one_of(
    st.builds(
        lambda kind, channel, note, velocity, time: mido.Message(
            kind, channel=channel, note=note, velocity=velocity, time=time
        ),
        st.sampled_from(["note_on", "note_off"]),
        st.integers(0, 15),
        st.integers(0, 127),
        st.integers(0, 127),
        st.integers(0, 100_000),
    ),
    st.builds(
        lambda channel, value, time: mido.Message("control_change", channel=channel, value=value, time=time),
        st.integers(0, 15),
        st.integers(0, 127),
        st.integers(0, 300),
    ),
    st.builds(
        lambda text, time: mido.MetaMessage("lyrics", text=text, time=time), st.text("가나다a "), st.just(5)
    ),
    st.builds(lambda tempo: mido.MetaMessage("set_tempo", tempo=tempo), st.integers(1, 0xFFFFFF)),
    st.builds(
        lambda data: mido.Message("sysex", data=data, time=3), st.lists(st.integers(0, 127), max_size=200)
    ),
    st.just(mido.Message("program_change", program=3, time=7)),
    st.just(mido.Message("pitchwheel", pitch=-400, time=1)),
)


@given(st.lists(st.lists(messages, max_size=30), min_size=1, max_size=3), st.integers(1, 0x7FFF))
@settings(deadline=None)
def test_what_mido_writes_is_read(tracks, ticks):
    written = mido.MidiFile(
        ticks_per_beat=ticks, charset="utf-8", tracks=[mido.MidiTrack(one) for one in tracks]
    )
    out = BytesIO()
    written.save(file=out)
    found = parse_smf(out.getvalue(), PATH)
    assert (found.ticks, found.damaged, len(found.tracks)) == (ticks, False, len(tracks))
    for track, meant in zip(found.tracks, tracks, strict=True):
        now, sounded, texts, tempos = 0, [], [], []
        for message in meant:
            now += message.time
            if message.type in ("note_on", "note_off"):
                loud = message.velocity if message.type == "note_on" else 0
                sounded.append((now, message.channel, message.note, loud))
            elif message.type == "lyrics":
                texts.append((now, message.text))
            elif message.type == "set_tempo":
                tempos.append((now, message.tempo))
        assert track.notes == sounded
        assert [(at, data.decode()) for at, kind, data in track.metas if kind == LYRIC] == texts
        assert [
            (at, int.from_bytes(data, "big")) for at, kind, data in track.metas if kind == TEMPO
        ] == tempos
        assert track.end == now


def test_running_status_goes_on_over_meta_events():
    data = file(b"\0\x90\x40\x50\x60\x40\0\0\xff\x01\1a\x20\x43\x50\x60\x43\0" + END)
    assert notes(data) == [(0, 0, 64, 80), (96, 0, 64, 0), (128, 0, 67, 80), (224, 0, 67, 0)]


@pytest.mark.parametrize(
    ("data", "damaged"),
    [
        (file(NOTE), False),
        (file(NOTE + END)[:-4], True),
        (file(NOTE + b"\x10\x90\x40"), True),
        (file(NOTE + b"\x10\xff\x05\x7f\x40"), True),
        (file(NOTE + b"\xff\xff\xff\xff\xff"), True),
        (file(NOTE + b"\x10"), True),
        (HEADER + b"MTrk\0\0\xff\xff" + NOTE, True),
        (HEADER + b"MTrk\0\0\0\4" + NOTE + END + b"MTrk\0\0\0\x0c" + NOTE + END, False),
        (HEADER + b"XFIH\0\0\0\2ab" + file(NOTE + END)[14:], False),
        (b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + file(NOTE + END), False),
        (bytes(128) + file(NOTE + END), False),
        (file(NOTE + b"\0\xf0\x03\x01\x02\xf7\0\xf2\1\1" + END), False),
    ],
    ids=[
        *("no end of track", "end cut off", "note cut off", "text cut off", "endless number", "only a time"),
        *("length too large", "length too small", "another chunk", "RIFF", "MacBinary", "system messages"),
    ],
)
def test_what_can_be_read_is_read(data, damaged):
    found = parse_smf(data, PATH)
    assert [note for track in found.tracks for note in track.notes][:1] == [(0, 0, 64, 80)]
    assert len([note for track in found.tracks for note in track.notes]) >= 1
    assert found.damaged == damaged


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MThd", "cannot be read as a MIDI file"),
        (b"\x89PNG" + bytes(100), "cannot be read as a MIDI file"),
        (b"MThd\0\0\0\6\0\2\0\1\1\xe0", "format 2"),
        (b"MThd\0\0\0\6\0\1\0\1\xe7\x28", "clock"),
        (b"MThd\0\0\0\6\0\1\0\1\0\0", "clock"),
        (file(NOTE * 200_000), "more in it than in any song"),
        (file(b"\0\xff\x05\1a" * 60_000), "more in it than in any song"),
        (file(b"\0\xb0\7\x40" * 3_100_000), "more in it than in any song"),
        (file(*[b""] * 300), "more in it than in any song"),
    ],
    ids=["cut", "picture", "format 2", "SMPTE", "no ticks", "notes", "texts", "controllers", "tracks"],
)
def test_what_is_no_song_is_told(data, why):
    with pytest.raises(Wrong, match=why) as wrong:
        parse_smf(data, PATH)
    assert wrong.value.kind == "score"
    assert wrong.value.hint.ko and wrong.value.hint.en


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_random_bytes_are_read_or_told(data):
    try:
        found = parse_smf(file(data), PATH)
    except Wrong:
        return
    assert len(found.tracks) >= 1
