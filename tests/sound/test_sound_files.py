import errno
import shutil
import stat
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

import pychang
from pychang.sound.files import Tags, UnknownFormat, write_sound

TONE = (0.5 * np.sin(np.arange(22050) / 20)).astype(np.float32)


@pytest.mark.parametrize(("ending", "error"), [("wav", 4e-5), ("FLAC", 4e-5), ("ogg", 0.1)])
def test_sound_and_tags_come_back(tmp_path, ending, error):
    path = tmp_path / f"아리랑.{ending}"
    tags = Tags(title="밀양 아리랑", artist="경상도 사람들")
    assert write_sound(path, [TONE, TONE], 22050, tags) == 44100
    with soundfile.SoundFile(path) as file:
        assert (file.samplerate, file.channels, file.frames) == (22050, 1, 44100)
        assert (file.title, file.artist) == ("밀양 아리랑", "경상도 사람들")
        assert file.software.startswith(f"PyChang {pychang.__version__}")
        assert np.abs(file.read() - np.r_[TONE, TONE]).max() < error
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_stereo_minutes_in_one_block(tmp_path, ending):
    """libsndfile's Vorbis encoder dies of blocks as long as this."""
    path = tmp_path / f"a.{ending}"
    write_sound(path, [np.zeros((3_000_000, 2), np.float32)], 22050)
    assert soundfile.info(path).channels == 2 and soundfile.info(path).frames == 3_000_000


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_same_song_same_bytes(tmp_path, ending):
    paths = [tmp_path / f"{i}.{ending}" for i in range(2)]
    for path in paths:
        write_sound(path, [TONE], 22050)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_file_that_was_there_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_sound(path, [TONE], 22050)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and soundfile.info(path).frames == 22050


def test_no_sound_at_all_is_a_file(tmp_path):
    assert write_sound(tmp_path / "a.wav", [], 22050) == 0
    assert soundfile.info(tmp_path / "a.wav").frames == 0


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("old", [None, b"an older song"])
def test_a_song_broken_off_leaves_what_was_there(tmp_path, stop, old):
    path = tmp_path / "song.wav"
    if old:
        path.write_bytes(old)

    def blocks():
        yield TONE
        raise stop

    with pytest.raises(stop):
        write_sound(path, blocks(), 22050)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == ([old] if old else [])


def test_unknown_ending_is_said_before_anything_is_sung(tmp_path):
    def blocks():
        pytest.fail("sung")
        yield

    with pytest.raises(UnknownFormat) as caught:
        write_sound(tmp_path / "song.mp3", blocks(), 22050)
    for language in ("ko", "en"):
        assert "song.mp3" in caught.value.text.say(language) and ".flac" in caught.value.text.say(language)


def test_a_folder_that_is_missing_or_in_the_way(tmp_path):
    (tmp_path / "a.wav").mkdir()
    with pytest.raises(IsADirectoryError):
        write_sound(tmp_path / "a.wav", [TONE], 22050)
    with pytest.raises(FileNotFoundError) as caught:
        write_sound(tmp_path / "none" / "b.wav", [TONE], 22050)
    assert caught.value.filename == str(tmp_path / "none" / "b.wav")


@pytest.mark.parametrize(("free", "why"), [(0, errno.ENOSPC), (1 << 40, errno.EIO)])
def test_a_disk_that_takes_no_more(tmp_path, monkeypatch, free, why):
    def refuse(*_):
        raise soundfile.LibsndfileError(2)

    monkeypatch.setattr(soundfile.SoundFile, "write", refuse)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(OSError) as caught:
        write_sound(tmp_path / "a.wav", [TONE], 22050)
    assert caught.value.errno == why and caught.value.filename == str(tmp_path / "a.wav")
    assert not list(tmp_path.iterdir())
