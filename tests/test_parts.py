"""Several singers, changes of voice and level, and a backing, in the finished sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from pychang.compile import WouldOverwrite, compile_song
from pychang.reading import read_song
from pychang.voice.files import SHIPPED
from pychang.world import World

RATE = 22050


def sung(folder: Path, text: str, name: str = "out.wav") -> np.ndarray:
    song = folder / "song.chang"
    song.write_text(text, "utf-8")
    done, mistakes = compile_song(song, folder / name, World())
    assert done, mistakes
    return soundfile.read(folder / name, always_2d=True)[0]


def level_db(sound: np.ndarray, from_s: float, to_s: float, rate: int = RATE) -> float:
    part = sound[int(from_s * rate) : int(to_s * rate)]
    return float(10 * np.log10(np.mean(np.square(part)) + 1e-12))


def test_two_parts_stand_where_their_pan_says(tmp_path: Path) -> None:
    both = sung(
        tmp_path,
        "tempo: 120\npart: 왼쪽\npan: -1\n[가]\n| C4:1 | r:1 |\n> 아\n"
        "part: 오른쪽\npan: 1\n[가]\n| r:1 | E4:1 |\n> 오\n",
    )
    left, right = both.T
    assert level_db(left, 0.5, 2) > -30 and level_db(right, 0.5, 2) < -90
    assert level_db(right, 2.5, 4) > -30 and level_db(left, 2.8, 4) < -90


def test_parts_run_together_through_the_form(tmp_path: Path) -> None:
    text = (
        "tempo: 240\nform: 가 나 가\npart: 하나\n[가]\n| C4:1 |\n> 아\n[나]\n| D4:1 | D4 |\n> 아아\n"
        "part: 둘\n[가]\n| E4:1 |\n> 아\n"
    )
    (tmp_path / "a.chang").write_text(text, "utf-8")
    score = read_song(tmp_path / "a.chang", World()).score
    first, second = ([(n.start, n.midi) for n in part.notes] for part in score.parts)
    assert first == [(0, 60), (1, 62), (2, 62), (3, 60)]
    assert second == [(0, 64), (1, None), (3, 64)]


def test_gain_changes_inside_a_section(tmp_path: Path) -> None:
    sound = sung(tmp_path, "tempo: 60\n[가]\n| C4:1 |\n> 아\ngain: -12\n| C4:1 |\n> 아\n")
    assert level_db(sound, 1, 3.5) - level_db(sound, 5.5, 8) == pytest.approx(12, abs=1.5)


def test_a_voice_changes_inside_a_section(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "sora", tmp_path / "mine")
    card = tmp_path / "mine" / "voice.toml"
    card.write_text(card.read_text("utf-8").replace("level_dbfs = -25.17", "level_dbfs = -5.12"), "utf-8")
    text = "tempo: 60\n[가]\n| C4:1 |\n> 아\nvoice: mine\n| C4:1 |\n> 아\n"
    sound = sung(tmp_path, text)
    assert level_db(sound, 1, 3.5) - level_db(sound, 5.5, 8) == pytest.approx(20, abs=1.5)
    assert level_db(sung(tmp_path, text.replace("mine", "sora")), 5.5, 8) == pytest.approx(
        level_db(sound, 1, 3.5), abs=1.5
    )


@pytest.mark.parametrize(
    ("rate", "channels", "kind"), [(44100, 2, "flac"), (48000, 1, "ogg"), (22050, 2, "wav")]
)
def test_a_backing_is_mixed_under_the_voice(tmp_path: Path, rate: int, channels: int, kind: str) -> None:
    t = np.arange(3 * rate) / rate
    tone = 0.5 * np.sin(2 * np.pi * 5000 * t)[:, None] * np.array([1.0, 0.25][:channels])
    soundfile.write(tmp_path / f"반 주.{kind}", tone, rate)
    text = f"tempo: 60\nbacking: 반 주.{kind} gain=-6 offset=0.5\n| C4:2 r |\n> 아\n"
    sound = sung(tmp_path, text)
    assert soundfile.info(tmp_path / "out.wav").samplerate == max(rate, RATE)
    out_rate = max(rate, RATE)
    begins = 0.3 + 0.5  # beat one, and the offset
    high = [
        abs(np.fft.rfft(sound[int(s * out_rate) :][: out_rate // 10], axis=0))
        for s in (begins - 0.12, begins + 0.02)
    ]
    at = 500  # 5 kHz in bins of 10 Hz
    assert high[1][at, 0] > 50 * high[0][at, 0]
    assert high[1][at, 0] / (out_rate // 20) == pytest.approx(0.25, rel=0.1)
    assert high[1][at, 1] / high[1][at, 0] == pytest.approx(
        [1.0, 0.25][channels - 1] if channels == 2 else 1, rel=0.1
    )


def test_a_backing_may_begin_before_beat_one_and_outlast_the_song(tmp_path: Path) -> None:
    rate = 44100
    y = np.zeros(10 * rate)
    y[[rate, 9 * rate]] = 0.9  # a click at one second, one at nine
    soundfile.write(tmp_path / "b.wav", y, rate)
    sound = sung(tmp_path, "backing: b.wav offset=-0.8\n| r:4 C4:2. |\n> 아\n")
    assert np.argmax(abs(sound[: rate // 2 + rate // 10, 0])) == pytest.approx((0.3 - 0.8 + 1) * rate, abs=2)
    assert len(sound) == pytest.approx(9.5 * rate, abs=2)


def test_a_backing_that_cannot_be_used_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "b.wav").write_bytes(b"no sound at all")
    for name in ("b.wav", "none.flac", "."):
        song = tmp_path / "a.chang"
        song.write_text(f"title: 가\nbacking: {name} gain=-3\n| C4:1 |\n> 아\n", "utf-8")
        (mistake,) = read_song(song, World()).mistakes
        assert (mistake.code, mistake.span.line, mistake.span.column) == ("E415", 2, 10)
        assert compile_song(song, tmp_path / "a.wav", World())[0] is None


def test_tempo_marks_are_heard_in_the_clock(tmp_path: Path) -> None:
    text = "tempo: 120\n| C4:4 @rit(60) D4 E4 F4 | @tempo(60) G4:1 |\n> 노래하자야\n"
    (tmp_path / "a.chang").write_text(text, "utf-8")
    score = read_song(tmp_path / "a.chang", World()).score
    starts = [score.seconds(note.start) for note in score.parts[0].notes]
    # linear from 120 to 60 over three quarters: 240 / -80 * ln(60 / 120) = 2.079 s
    assert starts[1] == pytest.approx(0.5) and starts[4] == pytest.approx(0.5 + 2.0794, abs=1e-3)


@pytest.mark.parametrize("made_of", ["song.chang", "under.wav", "more.chang"])
def test_a_song_is_not_written_over_what_it_is_made_of(tmp_path: Path, made_of: str) -> None:
    soundfile.write(tmp_path / "under.wav", np.full(RATE, 0.1), RATE)
    (tmp_path / "more.chang").write_text("[나]\n| D4:4 |\n> 나\n", "utf-8")
    song = tmp_path / "song.chang"
    song.write_text("include: more.chang\nbacking: under.wav\n[가]\n| C4:4 |\n> 가\n", "utf-8")
    (tmp_path / "link.wav").symlink_to(tmp_path / made_of)
    before = (tmp_path / made_of).read_bytes()
    with pytest.raises(WouldOverwrite):
        compile_song(song, tmp_path / "link.wav", World())
    assert (tmp_path / made_of).read_bytes() == before


def test_a_backing_with_samples_that_are_no_numbers_silences_nothing(tmp_path: Path) -> None:
    tone = np.full(3 * RATE, 0.01, np.float32)
    tone[[100, 200, 300]] = np.nan, np.inf, -np.inf
    soundfile.write(tmp_path / "under.wav", tone, RATE, subtype="FLOAT")
    sound = sung(tmp_path, "backing: under.wav\n[가]\n| C4:1 |\n> 아\n")
    assert level_db(sound, 1, 2) > -30


def test_an_included_file_named_like_standard_input_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("song.chang").write_text("include: -\n[가]\n| C4:4 |\n> 가\n", "utf-8")
    assert [one.code for one in read_song(Path("song.chang"), World()).mistakes] == ["E413"]
    Path("-").write_text("title: 곁\n", "utf-8")
    reading = read_song(Path("song.chang"), World())
    assert reading.score.title == "곁" and not reading.mistakes


@pytest.mark.parametrize("named", ["kim", "my voices/kim", "my voices/kim/voice.toml", "../kim"])
def test_a_voice_is_named_relative_to_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    folder = tmp_path / "songs"
    (folder / "included").mkdir(parents=True)
    for where in (folder / named, folder / "included" / named):
        where = where.parent if where.name == "voice.toml" else where
        if not where.exists():
            shutil.copytree(SHIPPED / "sora", where)
    (folder / "a.chang").write_text(f"voice: {named}\n[가]\n| C4:4 |\n> 가\n", "utf-8")
    (folder / "included" / "b.chang").write_bytes((folder / "a.chang").read_bytes())
    (folder / "c.chang").write_text("include: included/b.chang\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for song, beside in (("a.chang", folder), ("c.chang", folder / "included")):
        reading = read_song(Path("songs") / song, World())
        assert not reading.mistakes
        assert reading.card_of(reading.score.parts[0]).folder.samefile(
            beside / named.removesuffix("/voice.toml")
        )
