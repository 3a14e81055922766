"""`aligned/`: written, read back, corrected, and never lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sung_by_formants import RATE, KnownRecording

from pychang.diagnostic import Unusable
from pychang.performance import Phone
from pychang.recordings import aligned as module
from pychang.recordings.aligned import aligned, alignment_of
from pychang.recordings.look_over import unreadable
from pychang.recordings.model import Alignment
from pychang.recordings.picture import draw_alignment
from pychang.recordings.textgrid import read_textgrid, write_textgrid


@pytest.fixture
def counted(child: KnownRecording, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a recording was aligned; what is found is the truth, doubted a little."""
    calls: list[int] = []
    phones = child.performance.phones
    end_s = len(child.sound) / RATE
    phones = (*phones[:-1], replace(phones[-1], end_s=end_s))

    def found(*_) -> Alignment:
        calls.append(1)
        return Alignment(phones, (0.75,) * len(phones))

    monkeypatch.setattr(module, "align", found)
    return calls


@pytest.fixture
def get(child: KnownRecording, voice, tmp_path: Path, counted: list[int]):
    def get(sound: np.ndarray = child.sound, recording=child.recording, **how: bool):
        return aligned(tmp_path, recording, sound, RATE, voice, **how)

    return get


def correct(path: Path, child: KnownRecording) -> int:
    """Move one edge by 20 ms, as a person would; which phone begins there."""
    part = child.recording.score.parts[0]
    phones = list(read_textgrid(path, part))
    k = 5
    at_s = phones[k].start_s + 0.02
    phones[k - 1], phones[k] = replace(phones[k - 1], end_s=at_s), replace(phones[k], start_s=at_s)
    write_textgrid(path, phones, part, phones[-1].end_s)
    return k


def test_written_and_kept(get, counted, tmp_path: Path, child: KnownRecording, voice) -> None:
    first = get()
    assert first.how == "found"
    path = tmp_path / "aligned" / "child.TextGrid"
    back = read_textgrid(path, child.recording.score.parts[0])
    assert [(p.symbol, p.note) for p in back] == [(p.symbol, p.note) for p in first.alignment.phones]
    assert get() == replace(first, how="kept")
    assert alignment_of(tmp_path, child.recording, child.sound, RATE, voice) == first.alignment
    assert len(counted) == 1
    assert get(again=True).how == "found" and len(counted) == 2
    assert sorted(p.name for p in path.parent.iterdir()) == ["child.TextGrid", "child.json"]


def test_corrections_are_kept(get, counted, tmp_path: Path, child: KnownRecording) -> None:
    get()
    path = tmp_path / "aligned" / "child.TextGrid"
    k = correct(path, child)
    before = path.read_bytes()
    for how in ({}, {"again": True}):
        result = get(**how)
        assert result.how == "corrected" and path.read_bytes() == before
        assert result.alignment.agreement[k - 1 : k + 1] == (1.0, 1.0)
        assert result.alignment.agreement[k + 1] == 0.75  # found, and nobody touched it
    assert len(counted) == 1
    assert get(force=True).how == "found"
    assert path.with_name("child.TextGrid.old").read_bytes() == before
    assert get().how == "kept"


def test_a_textgrid_from_elsewhere_is_a_persons(get, counted, tmp_path: Path, child) -> None:
    path = tmp_path / "aligned" / "child.TextGrid"
    path.parent.mkdir()
    end_s = len(child.sound) / RATE
    phones = (*child.performance.phones[:-1], replace(child.performance.phones[-1], end_s=end_s))
    write_textgrid(path, phones, None, end_s)
    result = get()
    assert result.how == "corrected" and set(result.alignment.agreement) == {1.0} and not counted


def test_another_sound_or_score_is_aligned_anew(get, counted, child: KnownRecording) -> None:
    get()
    assert get(sound=child.sound * 0.5).how == "found"
    part = child.recording.score.parts[0]
    higher = tuple(replace(n, midi=n.midi and n.midi + 1) for n in part.notes)
    score = replace(child.recording.score, parts=(replace(part, notes=higher),))
    assert get(recording=replace(child.recording, score=score)).how == "found"
    assert len(counted) == 3


def test_what_does_not_fit(get, tmp_path: Path, child: KnownRecording) -> None:
    path = tmp_path / "aligned" / "child.TextGrid"
    path.parent.mkdir()
    path.write_text("something else")
    with pytest.raises(Unusable) as why:
        get()
    assert "child.TextGrid" in why.value.text.en and "--force" in why.value.text.ko
    phones = [p for p in child.performance.phones if p.symbol != "a"]
    joined = [Phone("SP", 0.0, phones[1].start_s, -1)]
    for phone in phones[1:]:
        joined.append(replace(phone, start_s=joined[-1].end_s))
    write_textgrid(path, joined, None, joined[-1].end_s)
    with pytest.raises(Unusable):
        get()
    assert path.exists()


def test_of_another_length(get, tmp_path: Path, child: KnownRecording) -> None:
    get()
    path = tmp_path / "aligned" / "child.TextGrid"
    correct(path, child)
    with pytest.raises(Unusable) as why:
        get(sound=np.pad(child.sound, (0, RATE)))
    assert "child.TextGrid" in why.value.text.en


def test_without_a_length(get, tmp_path: Path, child: KnownRecording) -> None:
    get()
    path = tmp_path / "aligned" / "child.TextGrid"
    path.write_text(re.sub(r"xmax = \S+", "xmax = 0", path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(Unusable) as why:
        get()
    assert "child.TextGrid" in why.value.text.en and "--force" in why.value.text.en


def test_a_last_silence_beyond_the_end_is_dropped(get, tmp_path: Path, child: KnownRecording) -> None:
    *phones, last = get().alignment.phones
    end_s = len(child.sound) / RATE
    beyond = Phone("BR", end_s + 0.01, end_s + 0.05, -1)
    path = tmp_path / "aligned" / "child.TextGrid"
    write_textgrid(path, (*phones, replace(last, end_s=end_s + 0.01), beyond), None, end_s + 0.05)
    found = get()
    assert found.how == "corrected" and found.alignment.phones[-1] == replace(last, end_s=end_s)


def test_what_is_wrong_with_a_correction_is_told_by_the_check(get, tmp_path: Path, child) -> None:
    """With the advice about the TextGrid: the recording itself is well."""
    get()
    path = tmp_path / "aligned" / "child.TextGrid"
    path.write_text("something else")
    with pytest.raises(Unusable) as why:
        get()
    told = unreadable(child.recording, why.value)
    assert told.path == path and "--force" in told.hint.ko and "--force" not in told.message.ko
    full = unreadable(child.recording, OSError(28, "No space left on device", str(path)))
    assert full.path == path and "disk" in full.message.en and "Record it again" not in full.hint.en


def test_a_failed_write_leaves_no_half(get, tmp_path: Path, monkeypatch) -> None:
    def full(*_) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        get()
    assert list((tmp_path / "aligned").iterdir()) == []


def test_picture(child: KnownRecording, tmp_path: Path) -> None:
    import matplotlib.image

    phones = child.performance.phones
    alignment = Alignment(phones, (1.0,) * len(phones))
    path = tmp_path / "child.png"
    assert draw_alignment(child.recording, alignment, child.sound, RATE, path) == (path,)
    pixels = matplotlib.image.imread(path)
    assert pixels.shape[1] >= 1200 and pixels.std() > 0.1
    bare = replace(child.recording, score=None)
    draw_alignment(bare, alignment, child.sound, RATE, path)
    assert matplotlib.image.imread(path).shape == pixels.shape
