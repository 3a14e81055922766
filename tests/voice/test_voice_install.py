"""Voices installed, removed, exported; and what is wrong with a stranger's voice, told before."""

from __future__ import annotations

import errno
import io
import os
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from refused import why_not

from pychang.voice import VoiceError, find_voice, installed_voices, load_voice
from pychang.voice.package import install
from pychang.voice.package.archive import to_zip
from pychang.voice.package.check import check_voice
from pychang.voice.package.install import Change, export, remove
from pychang.voice.package.page import PLAYER
from pychang.voice.package.source import LARGEST, read_files
from pychang.voice.package.weights import read_weights

needs_links = pytest.mark.skipif(os.name == "nt", reason="needs links that any user may make")


# ── installed ────────────────────────────────────────────────────────────────────────────────────


def test_from_a_zip_and_back(mine: Path, tmp_path: Path, voices_of_its_own: Path) -> None:
    """Tried, installed, found, exported to the same bytes, removed."""
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    export(mine, one)
    done = install.install(one)
    assert (done.name, done.folder, done.change) == ("mine", voices_of_its_own / "mine", Change.NEW)
    assert find_voice("mine", voices_of_its_own) == done.folder
    assert sorted(os.listdir(done.folder)) == sorted(name for name in LARGEST if (mine / name).exists())
    export(done.folder, two)
    assert one.read_bytes() == two.read_bytes()
    assert load_voice(done.folder).card.identity == load_voice(one).card.identity
    assert remove("mine") == done.folder
    assert os.listdir(voices_of_its_own) == []


def test_nothing_else_travels(mine: Path, tmp_path: Path, untried: list[Path]) -> None:
    (mine / "card.html").write_text("<p>소라", "utf-8")
    (mine / "README.md").write_text("", "utf-8")
    voice = export(mine, tmp_path / "mine.zip")
    assert list(voice.files) == list(LARGEST) and untried == [mine]


def test_another_voice_of_that_name(mine: Path, say, untried, voices_of_its_own: Path) -> None:
    install.install(mine)
    assert install.install(mine).change is Change.SAME
    say('licence = "MIT"', 'licence = "CC0"')
    said = why_not(mine, install.install)
    assert "--force" in said and str(voices_of_its_own / "mine") in said
    assert why_not(mine, lambda where: install.install(where, "MINE")) != ""
    assert install.install(mine, "둘").change is Change.NEW
    done = install.install(mine, force=True)
    assert done.change is Change.REPLACED and read_files(done.folder) == read_files(mine)
    assert sorted(os.listdir(voices_of_its_own)) == ["mine", "둘"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../나",
        "a/b",
        "a\\b",
        "/tmp",
        "C:",
        "con",
        "NUL.x",
        "나.",
        " 나",
        "나\n",
        "x.zip",
        "가" * 65,
    ],
)
def test_what_no_voice_can_be_called(mine: Path, untried, voices_of_its_own: Path, name: str) -> None:
    assert "--name" in why_not(mine, lambda where: install.install(where, name))
    assert not voices_of_its_own.exists()


@pytest.mark.parametrize("name", ["sora", "SORA"])
def test_a_shipped_name_is_taken(mine: Path, untried, name: str) -> None:
    assert "comes with PyChang" in why_not(mine, lambda where: install.install(where, name, force=True))


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("failing", ["write_bytes", "rename"])
def test_a_disk_that_is_full(mine: Path, say, untried, voices_of_its_own: Path, monkeypatch, failing) -> None:
    """Nothing is left behind, and what was installed stays."""
    before = read_files(install.install(mine).folder)
    say('licence = "MIT"', 'licence = "CC0"')
    with monkeypatch.context() as full:
        full.setattr(Path if failing == "write_bytes" else os, failing, no_room)
        for name, force in (("mine", True), ("other", False)):
            with pytest.raises(OSError) as caught:
                install.install(mine, name, force)
            assert caught.value.errno == errno.ENOSPC
            assert caught.value.filename == str(voices_of_its_own / name)
    assert os.listdir(voices_of_its_own) == ["mine"]
    assert read_files(voices_of_its_own / "mine") == before


def test_the_old_voice_is_back_if_the_new_cannot_take_its_place(
    mine: Path, say, untried, voices_of_its_own: Path, monkeypatch
) -> None:
    before = read_files(install.install(mine).folder)
    say('licence = "MIT"', 'licence = "CC0"')
    real, calls = os.rename, []

    def second_fails(a: Path, b: Path) -> None:
        calls.append(b)
        return no_room() if len(calls) == 2 else real(a, b)

    monkeypatch.setattr(os, "rename", second_fails)
    with pytest.raises(OSError):
        install.install(mine, force=True)
    assert os.listdir(voices_of_its_own) == ["mine"] and read_files(voices_of_its_own / "mine") == before


def test_what_a_killed_install_left_goes(mine: Path, untried, voices_of_its_own: Path) -> None:
    old, new = voices_of_its_own / ".1-a.part", voices_of_its_own / ".2-b.part"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    install.install(mine)
    assert sorted(os.listdir(voices_of_its_own)) == [".2-b.part", "mine"]
    assert list(installed_voices()) == ["mine"]


def test_an_export_that_fails_leaves_the_zip_that_was_there(mine: Path, tmp_path: Path, untried) -> None:
    target = tmp_path / "mine.zip"
    target.write_bytes(b"before")
    (mine / "model.tflite").unlink()
    assert "model.tflite" in why_not(mine, lambda where: export(where, target))
    assert target.read_bytes() == b"before"


def test_what_was_recorded_stays_at_home(mine: Path, tmp_path: Path, untried) -> None:
    players = [PLAYER.format(who=who, words=f"<audio src='{who}'></audio>") for who in ("recording", "voice")]
    (mine / "card.html").write_text("\n".join(players), encoding="utf-8")
    export(mine, tmp_path / "mine.zip")
    given = read_files(tmp_path / "mine.zip")["card.html"].decode()
    assert "recording" not in given and "'voice'" in given
    assert "recording" in (mine / "card.html").read_text(encoding="utf-8")


# ── removed ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_removed(mine: Path, untried, voices_of_its_own: Path) -> None:
    assert "설치된 목소리가 없습니다" in why_not(Path("mine"), lambda name: remove(str(name)))
    install.install(mine)
    for name, why in (("sora", "comes with"), ("main", "`mine`"), ("../mine", "no voice"), (".", "no voice")):
        with pytest.raises(VoiceError) as caught:
            remove(name)
        assert why in caught.value.text.en
    assert os.listdir(voices_of_its_own) == ["mine"]


def test_a_damaged_one_can_be_removed(mine: Path, untried, voices_of_its_own: Path) -> None:
    folder = install.install(mine).folder
    (folder / "voice.toml").unlink()
    assert remove("mine") == folder and not folder.exists()


@needs_links
def test_a_link_to_a_voice_goes_and_the_voice_stays(mine: Path, voices_of_its_own: Path) -> None:
    voices_of_its_own.mkdir(parents=True)
    (voices_of_its_own / "mine").symlink_to(mine)
    assert remove("mine") == voices_of_its_own / "mine"
    assert os.listdir(voices_of_its_own) == [] and (mine / "voice.toml").exists()


# ── refused ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("voice.toml", None, "not trained yet"),
        ("model.tflite", None, "no such file"),
        ("model.tflite", b"TFL3", "another hash"),
        ("weights.npz", b"PK", "cut off or damaged"),
        ("training.toml", b"[[[", "no TOML"),
        ("training.toml", b"a = " + b"[" * 20000, "no TOML"),
        ("losses.csv", b"\xff", "no CSV"),
        ("card.html", b"\xff", "no HTML"),
        ("picture.png", b"GIF89a", "no PNG"),
        ("picture.png", bytes(2**25 + 1), "too large"),
    ],
)
def test_a_file_that_is_not_right(mine: Path, untried, name: str, data: bytes | None, why: str) -> None:
    (mine / name).unlink(missing_ok=True)
    if data is not None:
        (mine / name).write_bytes(data)
    assert why in why_not(mine) and not untried


@needs_links
def test_a_link_out_of_the_folder(mine: Path, tmp_path: Path, untried) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"\x89PNG\r\n\x1a\n")
    (mine / "picture.png").unlink()
    (mine / "picture.png").symlink_to(secret)
    assert "a link out of the folder" in why_not(mine)


@needs_links
def test_a_pipe_is_not_waited_for(mine: Path) -> None:
    (mine / "model.tflite").unlink()
    os.mkfifo(mine / "model.tflite")
    assert "no ordinary file" in why_not(mine)


def packed(arrays: dict[str, np.ndarray], **more: bytes) -> bytes:
    """Arrays as an .npz, and other members beside them."""
    files = {}
    for name, array in arrays.items():
        out = io.BytesIO()
        np.save(out, array)
        files[f"{name}.npy"] = out.getvalue()
    return to_zip({**files, **more})


def header(text: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + data


def test_weights_that_are_none(mine: Path, untried) -> None:
    with np.load(mine / "weights.npz") as arrays:
        good = {name: arrays[name] for name in arrays.files}
    largest = max(good, key=lambda name: good[name].size)
    dtype = "{'descr': '<f4', 'fortran_order': False, 'shape': "
    turned = packed({**good, largest: np.asfortranarray(good[largest])})
    assert b"True" in turned
    (mine / "weights.npz").write_bytes(turned)
    assert np.array_equal(read_weights(mine, turned)[largest], good[largest])
    check_voice(mine)
    untried.clear()
    for bad, why in (
        (packed({**good, largest: good[largest][..., 1:]}), "another network"),
        (packed({**good, "000": good["000"].astype("f8")}), "no weights"),
        (packed({**good, "000": np.full_like(good["000"], np.nan)}), "not all of it are numbers"),
        (packed({**good, "000": np.array([{"a": 1}], object)}), "no weights"),
        (packed({}, a=b"cos\nsystem\n(S'true'\ntR."), "no weights"),
        (packed({}, a=header(dtype + "(1000000000000,)}")), "no weights"),
        (packed({}, a=header(dtype + "(-1,)}", b"1234")), "no weights"),
        (packed({}, a=header(dtype + "(True,)}", b"1234")), "no weights"),
        (packed({}, a=header("(" * 9000)), "no weights"),
        (packed({}, a=header(dtype + "(" + "1, " * 3000 + ")}", b"1234")), "no weights"),
        (packed({}, a=b"\x93NUMPY\2\0\xff\xff\xff\xff"), "no weights"),
        (packed({}, a=header("__import__('os')")), "no weights"),
    ):
        (mine / "weights.npz").write_bytes(bad)
        assert why in why_not(mine)
    assert not untried


def test_weights_that_the_card_names(mine: Path, say, untried) -> None:
    right = sha256((mine / "weights.npz").read_bytes()).hexdigest()
    say("[made]", f'weights_sha256 = "{right}"\n[made]')
    assert check_voice(mine).card.weights_sha256 == right
    (mine / "weights.npz").unlink()
    assert "weights.npz" in why_not(mine)
    (mine / "weights.npz").write_bytes(packed({}))
    assert "another hash" in why_not(mine)


def test_a_voice_without_what_may_lack(mine: Path, untried) -> None:
    for name in ("weights.npz", "training.toml", "losses.csv", "picture.png"):
        (mine / name).unlink()
    assert list(check_voice(mine).files) == ["voice.toml", "model.tflite"]


@pytest.mark.parametrize(("old", "new"), [("frames = 256", "frames = 512"), ("n_fft = 800", "n_fft = 1024")])
def test_a_geometry_that_does_not_fit_the_model(mine: Path, say, old: str, new: str) -> None:
    say(old, new)
    assert "not a voice's model" in why_not(mine)
