"""`pychang voice check`: what is said about recordings, and how it ends."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import pychang.cli.voice.check as check
import pychang.cli.voice.training
import pychang.recordings.look_over as looking
from pychang.diagnostic import Severity, Text, Unusable
from pychang.finding import Finding
from pychang.korean.model import PHONES
from pychang.recordings.check import Checked
from pychang.recordings.model import Recording

WARNING = Finding(
    Severity.WARNING, "noise", Path("a.wav"), Text("잡음", "noise"), Text("다시", "again"), 62.34, 63.0
)
ERROR = Finding(Severity.ERROR, "key", Path("b.wav"), Text("높이", "key"), Text("적기", "write"))


@pytest.fixture
def recordings(monkeypatch, run):
    """Run the command on recordings that were looked over already: name -> what was found."""
    pytest.importorskip("parselmouth")

    def checked(*arguments: object, about_files=(), phones=None, locale="C", **found: object):
        every = Counter(dict.fromkeys(PHONES, 9)) if phones is None else Counter(phones)

        def look_over(recording: Recording, *_: object) -> Checked:
            findings = found[recording.name]
            if isinstance(findings, Exception):
                raise findings
            usable = not any(one.severity is Severity.ERROR for one in findings)
            return Checked(recording, 80.0, 65.5 * usable, every if usable else Counter(), findings)

        those = tuple(Recording(name, Path(f"{name}.wav"), None, Path(f"{name}.chang")) for name in found)
        monkeypatch.setattr(check, "recordings_in", lambda *_: (those, about_files))
        monkeypatch.setattr(looking, "look_over", look_over)
        return run("voice", "check", "mine", *arguments, locale=locale)

    return checked


def test_nothing_is_wrong(recordings) -> None:
    result = recordings(a=(), b=())
    assert result.exit_code == 0 and result.output == "usable singing: 2:11.0 (of 2 recordings, 2)\n"


def test_warnings_say_where_and_what_to_do(recordings) -> None:
    result = recordings(a=(WARNING,))
    assert result.exit_code == 0
    assert result.output.splitlines()[:2] == ["a.wav, 1:02.3–1:03.0: warning noise: noise", "  = again"]


@pytest.mark.parametrize(("locale", "words"), [("C", "error key: key"), ("ko_KR.UTF-8", "오류 key: 높이")])
def test_an_error_keeps_a_recording_out(recordings, locale: str, words: str) -> None:
    result = recordings(a=(), b=(ERROR,), locale=locale)
    assert result.exit_code == 1 and f"b.wav: {words}" in result.output and "1:05.5" in result.output


def test_what_is_wrong_with_the_files_is_told_too(recordings) -> None:
    result = recordings(a=(), about_files=(ERROR,))
    assert result.exit_code == 1 and "error key" in result.output


def test_a_recording_that_cannot_be_read_stops_no_other(recordings) -> None:
    result = recordings(a=Unusable(Text("a.wav: 빈 소리", "a.wav: empty")), b=(WARNING,))
    assert result.exit_code == 1
    assert "a.wav: error unreadable: empty" in result.output and "warning noise" in result.output


def test_sounds_that_are_lacking(recordings) -> None:
    most = {phone: 9 for phone in PHONES if phone not in ("kʰ", "s͈")}
    result = recordings(a=(), phones={**most, "s͈": 1})
    assert "sounds not sung: ㅋ in 코\n" in result.output
    assert "sounds hardly sung: ㅆ in 쌀\n" in result.output
    assert "pychang voice new" in result.output


def test_for_programs(recordings) -> None:
    result = recordings("--output-format", "json", a=(WARNING,), b=(ERROR,), phones={"a": 9})
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["usable_s"] == 65.5 and "i" in told["missing_phones"] and told["rare_phones"] == []
    assert [one["name"] for one in told["recordings"]] == ["a", "b"]
    assert told["findings"][0] == {
        "file": "a.wav",
        "start_s": 62.34,
        "end_s": 63.0,
        "severity": "warning",
        "kind": "noise",
        "message": "noise",
        "hint": "again",
    }
    assert told["findings"][1]["start_s"] is None


def test_it_says_what_to_install(run, monkeypatch) -> None:
    monkeypatch.setattr(pychang.cli.voice.training, "find_spec", lambda name: None)
    result = run("voice", "check", "mine")
    assert result.exit_code == 2 and "parselmouth" in result.output and "tensorflow" not in result.output
