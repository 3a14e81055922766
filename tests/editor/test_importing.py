"""A dropped file becomes the text of a song, or a sentence that says why not."""

from __future__ import annotations

import io
import time
from pathlib import Path
from random import Random

import mido
import pytest
from readings import analysis_of

from pychang.editor.imports import imported


def midi(words: str = "봄이오네") -> bytes:
    track = mido.MidiTrack()
    for pitch, word in zip((60, 62, 64, 65), words, strict=False):
        if word.strip():
            track.append(mido.MetaMessage("lyrics", text=word.encode().decode("latin-1")))
        track.append(mido.Message("note_on", note=pitch))
        track.append(mido.Message("note_off", note=pitch, time=480))
    file = io.BytesIO()
    mido.MidiFile(tracks=[track], type=1, ticks_per_beat=480).save(file=file)
    return file.getvalue()


def test_a_midi_file_becomes_a_song_that_sings() -> None:
    found = imported("봄 노래.mid", midi(), "ko")
    assert set(found) == {"text", "findings"}
    assert found["text"].startswith("// 봄 노래.mid에서 가져왔다.\ntitle: 봄 노래\n")
    assert "| C4:4 D4 E4 F4 |\n> 봄이오네\n" in found["text"]
    assert analysis_of(found["text"]).reading.can_be_sung


def test_findings_are_sentences_for_a_page() -> None:
    for words, language, told in (
        ("    ", "ko", "가사가 없"),
        ("    ", "en", "There are no words"),
        ("love", "ko", "‘아’로 부릅니다. 처음은 1번째 마디입니다. 원래 낱말은"),
        ("love", "en", "write them in Hangul"),
    ):
        findings = imported("x.mid", midi(words), language)["findings"]
        assert any(told in one for one in findings), findings
        assert all("--" not in one for one in findings)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.mid", "C:\\노래\\봄.mid", "a\0b\n.mid", "." + "가" * 500 + ".mid"]
)
def test_no_name_leads_anywhere(name: str) -> None:
    assert imported(name, midi(), "ko")["text"]


def test_a_song_of_ours_comes_as_it_is() -> None:
    text = "| C4:1 | // 그대로\r\n> 가\r\n"
    found = imported("내 노래.chang", b"\xef\xbb\xbf" + text.encode(), "ko")
    assert found == {"text": text, "findings": []}
    why = imported("x.chang", "가나".encode("utf-16"), "ko")["why"]
    assert why.startswith("x.chang: ") and "UTF-16" in why


def test_what_is_no_song_is_told() -> None:
    told = {
        "그림.png": "악보 그림은 읽지 못합니다",
        "가사.txt": "음이 들어 있지 않은 파일입니다",
        "x.exe": "읽을 줄 모르는",
        "x": "읽을 줄 모르는",
        "x.mid": "빈 파일입니다",
    }
    for name, why in told.items():
        found = imported(name, b"" if name == "x.mid" else b"abc", "ko")
        assert set(found) == {"why"} and why in found["why"], found
        assert (
            found["why"].startswith(f"{name}: ") and "--" not in found["why"] and "/tmp" not in found["why"]
        )


@pytest.mark.parametrize("ending", [".mid", ".musicxml", ".ustx"])
def test_twenty_megabytes_of_anything_end_soon(ending: str) -> None:
    size = 20 * 2**20
    for data in (Random(1).randbytes(size), b"[" * size):
        began_s = time.monotonic()
        assert "why" in imported(f"x{ending}", data, "ko")
        assert time.monotonic() - began_s < 10


def test_a_bug_of_a_reader_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, wishes: object) -> None:
        raise RecursionError("a bug")

    monkeypatch.setattr("pychang.convert.incoming.bring_in", broken)
    why = imported("x.mid", midi(), "en")["why"]
    assert why.startswith("x.mid: this file cannot be read.") and "bug" not in why
