"""Building again sings only what has changed, and never anything stale or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.cache import PhraseSound, SoundCache
from pychang.compile import compile_song
from pychang.world import World

SONG = """form: 가 나 가
[가]
| C4:4 D4 E4 r |
> 노래해
[나]
| G4:4 A4 G4 r |
> 사랑해
"""


class Counting(SoundCache):
    """A cache that tells how many phrases were sung anew."""

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        super().__init__(folder, limit)
        self.sung = 0

    def put(self, key: str, sound: PhraseSound) -> None:
        self.sung += 1
        super().put(key, sound)


def build(folder: Path, text: str, cache: SoundCache | None) -> tuple[bytes, int]:
    """The WAV, and how many phrases were sung for it."""
    song, wav = folder / "노래.chang", folder / "노래.wav"
    song.write_text(text, "utf-8")
    wav.unlink(missing_ok=True)
    before = cache.sung if isinstance(cache, Counting) else 0
    sung, mistakes = compile_song(song, wav, World(cache))
    assert sung and sung.anew, mistakes
    return wav.read_bytes(), cache.sung - before if isinstance(cache, Counting) else 0


def test_a_phrase_is_sung_once(tmp_path: Path) -> None:
    cache = Counting(tmp_path / "cache")
    first, sung = build(tmp_path, SONG, cache)
    assert sung == 2  # of three: 가 comes twice
    again, sung = build(tmp_path, SONG, cache)
    assert sung == 0 and again == first
    without, _ = build(tmp_path, SONG, None)
    assert without == first  # bit for bit
    _, sung = build(tmp_path, SONG.replace("사랑", "사람"), cache)
    assert sung == 1
    back, sung = build(tmp_path, "// 덧말\n" + SONG.replace("A4", "라4"), cache)
    assert sung == 0 and back == first


def test_a_changed_song_sounds_as_if_it_had_always_been_so(tmp_path: Path) -> None:
    cache = Counting(tmp_path / "cache")
    build(tmp_path, SONG, cache)
    changed = SONG.replace("form: 가 나 가", "tempo: 90\nform: 나 가 나")
    assert build(tmp_path, changed, cache)[0] == build(tmp_path, changed, None)[0]


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "another", "folder"])
def test_a_damaged_sound_is_sung_anew(tmp_path: Path, harm: str) -> None:
    cache = Counting(tmp_path / "cache")
    whole, _ = build(tmp_path, SONG, cache)
    one, two = sorted(cache.folder.glob("*/*"))
    data = one.read_bytes()
    flipped = data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]
    if harm == "folder":
        one.unlink()
        one.mkdir()
    else:
        one.write_bytes(
            {"cut": data[:-4], "flipped": flipped, "empty": b"", "another": two.read_bytes()[:80]}[harm]
        )
    again, sung = build(tmp_path, SONG, cache)
    assert again == whole and sung == 1


def test_a_full_cache_drops_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path, limit=3000)
    sound = PhraseSound(7, np.arange(200, dtype=np.float32))
    for i, key in enumerate(("aa1", "bb2", "cc3", "dd4")):
        cache.put(key, sound)
        os.utime(cache.folder / key[:2] / key[2:], (i, i))
    assert cache.get("aa1").lead == 7  # used just now
    cache.trim()
    assert [cache.has(key) for key in ("aa1", "bb2", "cc3", "dd4")] == [True, False, True, True]
    np.testing.assert_array_equal(cache.get("dd4").samples, sound.samples)
    assert cache.usage()[0] == 3 and cache.usage()[1] <= 3000
    cache.clear()
    assert cache.usage() == (0, 0)


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path)
    cache.put("aa1", PhraseSound(0, np.ones(3, np.float32)))
    old, fresh = (cache.folder / "aa" / f"1.{name}.part" for name in ("1-old", "2-fresh"))
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.trim()
    assert cache.has("aa1") and fresh.exists() and not old.exists()


def test_a_disk_that_cannot_be_written_makes_no_difference(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert build(tmp_path, SONG, SoundCache(blocked))[0] == build(tmp_path, SONG, None)[0]


def test_builds_side_by_side(tmp_path: Path) -> None:
    """Two processes, one cache, the same phrases: both end, with one and the same sound."""
    env = {**os.environ, "PYCHANG_CACHE_DIR": str(tmp_path / "cache"), "LC_ALL": "C"}
    command = [sys.executable, "-m", "pychang", "build", "-q", "-o"]
    for name in ("a", "b"):
        (tmp_path / f"{name}.chang").write_text(SONG, "utf-8")
    running = [
        subprocess.Popen([*command, str(tmp_path / f"{n}.wav"), str(tmp_path / f"{n}.chang")], env=env)
        for n in "ab"
    ]
    assert [one.wait(120) for one in running] == [0, 0]
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert not list((tmp_path / "cache").glob("**/*.part"))


def test_a_sound_that_is_what_the_song_says_stays(tmp_path: Path) -> None:
    song, wav = tmp_path / "a.chang", tmp_path / "a.wav"
    song.write_text(SONG, "utf-8")
    world = World()
    compile_song(song, wav, world)
    was = wav.stat().st_mtime_ns
    song.write_text("// 덧말\n" + SONG, "utf-8")
    sung, _ = compile_song(song, wav, world)
    assert not sung.anew and wav.stat().st_mtime_ns == was and sung.duration_s > 6
    data = bytearray(wav.read_bytes())
    data[-1000] ^= 4
    wav.write_bytes(data)  # edited, or damaged
    sung, _ = compile_song(song, wav, world)
    assert sung.anew and wav.read_bytes() != bytes(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 300), st.integers(0, 255))
def test_whatever_stands_in_a_file_is_the_sound_or_none(junk: bytes, place: int, value: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = SoundCache(Path(folder))
        cache.put("aa1", PhraseSound(-3, np.linspace(-1, 1, 50, dtype=np.float32)))
        path = cache.folder / "aa" / "1"
        whole = path.read_bytes()
        changed = whole[:place] + bytes([value]) + whole[place + 1 :]
        for data in (junk, changed, whole + junk, whole[:place]):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            found = cache.get("aa1")
            assert (found is not None) == (data == whole)
