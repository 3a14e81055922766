"""`pychang check`: mending, folders, what is ignored, and what code hosts read."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

GOOD = "| C4:4 D4 E4 r |\n> 노래해\n"
SLIPS = "tempoo: 90\n# 민요\n| C4 4 D4 E4 r |\n> 노래해\n"
MENDED = "tempo: 90\n// 민요\n| C4:4 D4 E4 r |\n> 노래해\n"
LEAP = "| A3:4 E5 r r |\n> 노래\n"
NO_LYRICS = "| C4:4 D4 E4 r |\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


# ── mending ──────────────────────────────────────────────────────────────────────────────────────


def test_what_can_be_mended_is_counted(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS)
    result = run("check", song)
    assert result.exit_code == 1 and song.read_bytes() == SLIPS.encode()
    assert f"{song}: 3 errors (3 can be mended with --fix)" in result.output


def test_fix_mends_in_place_and_says_what_is_left(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS)
    result = run("check", "--fix", song)
    assert result.exit_code == 0 and f"{song}: 3 mended, no mistakes" in result.output
    assert song.read_text("utf-8") == MENDED
    assert os.listdir(tmp_path) == ["song.chang"]
    assert f"{song}: no mistakes" in run("check", "--fix", song).output


def test_fix_goes_on_until_nothing_is_left_to_mend(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", "｜ C4 4 d4{acent acent} E4 r ｜\n> 노래해\n")
    assert run("check", "--fix", song).exit_code == 0
    assert song.read_text("utf-8") == "| C4:4 d4{accent} E4 r |\n> 노래해\n"


def test_what_cannot_be_mended_is_left_and_told(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS.replace("E4", "H4"))
    result = run("check", "--fix", "--lang", "ko", song)
    assert result.exit_code == 1 and song.read_text("utf-8") == MENDED.replace("E4", "H4")
    assert "오류 E203" in result.output and f"{song}: 3개를 고쳤습니다. 오류 1개" in result.output


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_and_the_byte_order_mark_stay(run, tmp_path: Path, mark: bytes, end: str) -> None:
    song = tmp_path / "song.chang"
    song.write_bytes(mark + SLIPS.replace("\n", end).encode())
    assert run("check", "--fix", song).exit_code == 0
    assert song.read_bytes() == mark + MENDED.replace("\n", end).encode()


def test_permissions_and_links_stay(run, tmp_path: Path) -> None:
    song = write(tmp_path / "deep" / "song.chang", SLIPS)
    song.chmod(0o640)
    link = tmp_path / "link.chang"
    link.symlink_to(song)
    assert run("check", "--fix", link).exit_code == 0
    assert link.is_symlink() and song.read_text("utf-8") == MENDED
    assert stat.S_IMODE(song.stat().st_mode) == 0o640


def test_a_song_without_slips_is_not_written(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", GOOD)
    before = song.stat()
    assert run("check", "--fix", song).exit_code == 0
    assert (song.stat().st_ino, song.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("data", [b"", b"\xb3\xeb\xb7\xa1", bytes(range(256))])
def test_what_is_no_song_is_left_as_it_is(run, tmp_path: Path, data: bytes) -> None:
    song = tmp_path / "song.chang"
    song.write_bytes(data)
    assert run("check", "--fix", song).exit_code == 1
    assert song.read_bytes() == data


def test_an_included_file_is_not_touched(run, tmp_path: Path) -> None:
    chorus = write(tmp_path / "후렴.chang", f"tempoo: 90\n[후렴]\n{GOOD}")
    song = write(tmp_path / "song.chang", "include: 후렴.chang\n# 민요\n")
    assert f"{song}: 2 errors (1 can be mended with --fix)" in run("check", song).output
    result = run("check", "--fix", song)
    assert result.exit_code == 1 and f"{chorus}:1:1" in result.output
    assert chorus.read_text("utf-8").startswith("tempoo") and "// 민요" in song.read_text("utf-8")


def test_ignored_warnings_are_not_mended(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", GOOD.replace("|\n", "| // ok: W241\n"))
    assert run("check", "--fix", "--ignore", "W110", song).exit_code == 0
    assert "// ok: W241" in song.read_text("utf-8")
    assert run("check", "--fix", song).exit_code == 0
    assert song.read_text("utf-8") == GOOD


def test_diff_shows_and_changes_nothing(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS)
    result = run("check", "--diff", song)
    assert result.exit_code == 1 and song.read_bytes() == SLIPS.encode()
    assert "-tempoo: 90\n" in result.stdout and "+tempo: 90\n" in result.stdout
    assert "3 would be mended, no mistakes" in result.stderr
    good = run("check", "--diff", write(song, GOOD))
    assert good.exit_code == 0 and good.stdout == ""


def test_from_standard_input_to_standard_output(run) -> None:
    result = run("check", "--fix", "-", stdin=SLIPS.encode())
    assert result.exit_code == 0 and result.stdout == MENDED
    assert "3 mended" in result.stderr
    assert "-tempoo: 90" in run("check", "--diff", "-", stdin=SLIPS.encode()).stdout
    result = run("check", "--fix", "--output-format", "json", "-", stdin=SLIPS.encode())
    assert result.exit_code == 2 and "human or short" in result.output


def test_a_file_that_cannot_be_written_to(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS)
    song.chmod(0o444)
    if os.access(song, os.W_OK):
        pytest.skip("root may write anywhere")
    result = run("check", "--fix", song)
    assert result.exit_code == 2 and "permission" in result.output
    assert song.read_bytes() == SLIPS.encode() and os.listdir(tmp_path) == ["song.chang"]


# ── folders ──────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_means_the_songs_below_it(run, tmp_path: Path) -> None:
    for name in ("b.chang", "a/a.chang", "a/a.txt", ".git/c.chang", "a/.d.chang"):
        write(tmp_path / name, GOOD)
    result = run("check", tmp_path, tmp_path / "b.chang")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"{tmp_path / 'a' / 'a.chang'}: no mistakes",
        f"{tmp_path / 'b.chang'}: no mistakes",
    ]


def test_a_file_that_others_in_the_folder_include_needs_no_notes(run, tmp_path: Path) -> None:
    write(tmp_path / "about.chang", "artist: 소라\n")
    write(tmp_path / "song.chang", f"include: about.chang\n{GOOD}")
    assert run("check", tmp_path).exit_code == 0
    assert run("check", tmp_path / "about.chang").exit_code == 1
    assert run("check", tmp_path, tmp_path / "about.chang").exit_code == 1


def test_an_unreadable_file_in_a_folder_stops_no_other(run, tmp_path: Path) -> None:
    (tmp_path / "link.chang").symlink_to(tmp_path / "none.chang")
    write(tmp_path / "song.chang", GOOD)
    assert "song.chang: no mistakes" in run("check", tmp_path).output


def test_a_folder_with_a_voice_that_is_not_there_and_with_standard_input(run, tmp_path: Path) -> None:
    write(tmp_path / "song.chang", GOOD)
    result = run("check", "--voice", "아무개", tmp_path)
    assert result.exit_code == 2 and "아무개" in result.output
    result = run("check", tmp_path, "-", stdin=GOOD.encode())
    assert result.exit_code == 0 and "<stdin>: no mistakes" in result.output


# ── what is not shown ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "ignored", [["W241"], ["w241"], ["W2"], ["W"], ["W3,W241"], ["W3", "--ignore", "W24"]]
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_ignored_warnings(run, tmp_path: Path, command: str, ignored: list[str]) -> None:
    song = write(tmp_path / "song.chang", LEAP)
    if command == "check":
        assert "W241" in run(command, song).output
    result = run(command, "--ignore", *ignored, song)
    assert result.exit_code == 0 and "W241" not in result.output


def test_other_warnings_are_still_shown(run, tmp_path: Path) -> None:
    result = run("check", "--ignore", "W3", write(tmp_path / "song.chang", LEAP))
    assert "W241" in result.output and "1 warning" in result.output


@pytest.mark.parametrize(
    ("ignored", "why"),
    [("E203", "errors cannot be ignored"), ("W9", "no such warning"), ("x", "no such"), ("", "no")],
)
def test_what_cannot_be_ignored(run, song: Path, ignored: str, why: str) -> None:
    result = run("check", "--ignore", ignored, song)
    assert result.exit_code == 2 and why in result.output


def test_strict_counts_warnings(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", LEAP)
    assert run("check", song).exit_code == 0
    assert run("check", "--strict", song).exit_code == 1
    assert run("check", "--strict", "--ignore", "W241", song).exit_code == 0
    assert run("check", "--strict", write(song, LEAP.replace("|\n", "| // ok: W241\n"))).exit_code == 0


def test_a_remark_silences_build_too(run, tmp_path: Path) -> None:
    result = run("build", write(tmp_path / "song.chang", NO_LYRICS.replace("|\n", "| // ok: W301\n")))
    assert result.exit_code == 0 and "W301" not in result.output and "W110" not in result.output


# ── for people, for programs, for code hosts ─────────────────────────────────────────────────────


def test_what_was_shown_can_be_explained(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", SLIPS)
    assert run("check", song).output.splitlines()[-1] == "Learn more: pychang explain E401 E201 E204"
    assert "explain" not in run("check", "--output-format", "short", song).output


def test_fixes_for_programs(run, tmp_path: Path) -> None:
    song = write(tmp_path / "song.chang", f"tempoo: 90\n{GOOD}")
    (one,) = json.loads(run("check", "--output-format", "json", song).stdout)
    assert one["fix"] == {
        "title": "Write `tempo`",
        "edits": [
            {"file": str(song), "line": 1, "column": 1, "end_line": 1, "end_column": 7, "text": "tempo"}
        ],
    }


def test_annotations_for_github(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = write(tmp_path / "a, b.chang", "title: 가\n| C4:4 H4 E4 r |\n> 노래해\n" + NO_LYRICS)
    monkeypatch.chdir(tmp_path)
    expected = [
        "::error file=a%2C b.chang,line=2,col=8,endLine=2,endColumn=10,title=E203::"
        "H is not a note name here.%0AWrite B4 (B natural) or Bb4.",
        "::warning file=a%2C b.chang,line=4,col=1,endLine=4,endColumn=17,title=W301::"
        "No lyrics under this line: it is sung on 아.%0AWrite a line that starts with `>` under it.",
    ]
    for name in (song.name, song):
        result = run("check", "--output-format", "github", name)
        assert result.exit_code == 1 and result.stdout.splitlines() == expected
    assert run("build", "--output-format", "github", song).stdout.splitlines() == expected


def test_per_cents_and_line_ends_are_escaped_for_github() -> None:
    import io

    from pychang.cli.render import render_github
    from pychang.diagnostic import Text, warning

    stream = io.StringIO()
    render_github([warning("W241", None, Text("100%\n가: 나", ""), Text("다", ""))], "ko", stream)
    assert stream.getvalue() == "::warning title=W241::100%25%0A가: 나%0A다\n"


# ── the language ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "ko", "check"),
        ("check", "--lang", "ko"),
        ("check", "--lang=ko"),
        ("--lang", "en", "check", "--lang", "ko"),
    ],
)
def test_the_language_is_asked_for(run, song: Path, arguments: tuple[str, ...]) -> None:
    assert "틀린 곳이 없습니다" in run(*arguments, song).output
    assert "no mistakes" in run("check", song).output  # the next call is in its own language again


def test_the_language_of_the_environment(song: Path) -> None:
    from pychang.cli.main import pychang

    for arguments, told in (((), "틀린 곳이 없습니다"), (("--lang", "en"), "no mistakes")):
        result = CliRunner().invoke(
            pychang, ["check", *arguments, str(song)], env={"PYCHANG_LANG": "ko", "LC_ALL": "C"}
        )
        assert told in result.output


def test_help_and_wrong_use_are_in_the_language_asked_for(process) -> None:
    for arguments in (
        ("--lang", "ko", "--help"),
        ("check", "--help", "--lang", "ko"),
        ("voice", "list", "--help", "--lang=ko"),
    ):
        told = process(*arguments).stdout
        assert "사용법:" in told and "도움말의 언어." in told and "도움말" in told
    wrong = process("check", "--lang", "fr", "a.chang")
    assert wrong.returncode == 2 and "'fr' is not one of" in wrong.stderr
    assert process("voice", "list", "--lang", "ko").returncode == 0
