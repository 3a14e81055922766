"""`pychang fmt`: files in place, whole or not at all; and what would change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_check_command import HEAVY, IMPORTED

from pychang.cli.files import show_difference
from pychang.cli.fmt import read

WRITTEN = "tempo:90\ntitle: 노래\n|c4:4  d4:4 E4:2|\n> 노래하\n"
CANONICAL = "title: 노래\ntempo: 90\n\n| C4:4 D4 E4:2 |\n> 노래하\n"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A song that is not in canonical form."""
    path = tmp_path / "악보 1.chang"
    path.write_text(WRITTEN, "utf-8")
    return path


def test_a_song_is_formatted_in_its_place(run, written: Path) -> None:
    result = run("fmt", written)
    assert result.exit_code == 0
    assert result.stdout == "" and result.stderr == f"{written}: formatted\n"
    assert written.read_text("utf-8") == CANONICAL
    assert os.listdir(written.parent) == [written.name]
    assert run("fmt", written).output == ""


def test_it_says_so_in_korean(run, written: Path) -> None:
    assert run("fmt", "--check", written, locale="ko_KR.UTF-8").stderr == f"{written}: 다듬어야 합니다.\n"
    assert run("fmt", written, locale="ko_KR.UTF-8").stderr == f"{written}: 다듬었습니다.\n"


def test_a_song_in_canonical_form_is_not_touched(run, written: Path) -> None:
    written.write_text(CANONICAL, "utf-8")
    before = written.stat()
    assert run("fmt", written).exit_code == 0
    after = written.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_byte_order_mark_and_carriage_returns_go(run, written: Path) -> None:
    written.write_bytes(b"\xef\xbb\xbf" + CANONICAL.replace("\n", "\r\n").encode())
    assert run("fmt", written).exit_code == 0
    assert written.read_bytes() == CANONICAL.encode()


def test_permissions_and_links_stay(run, written: Path, tmp_path: Path) -> None:
    written.chmod(0o640)
    link = tmp_path / "link.chang"
    link.symlink_to(written.name)
    assert run("fmt", link).exit_code == 0
    assert link.is_symlink()
    assert written.read_text("utf-8") == CANONICAL and written.stat().st_mode & 0o777 == 0o640


def test_whole_or_not_at_all(run, written: Path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(written))

    monkeypatch.setattr(os, "replace", full)
    result = run("fmt", written)
    assert result.exit_code == 2
    assert "no room left" in result.output
    assert written.read_text("utf-8") == WRITTEN
    assert os.listdir(written.parent) == [written.name]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_song_that_may_not_be_written_to_stays(run, written: Path) -> None:
    written.chmod(0o440)
    assert run("fmt", written).exit_code == 2
    assert written.read_text("utf-8") == WRITTEN


# ── several ──────────────────────────────────────────────────────────────────────────────────────


def test_all_songs_below_a_folder(run, written: Path, tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("b/c.chang", "b/.git/d.chang", "b/e.txt")]
    for other in others:
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_text(WRITTEN, "utf-8")
    (tmp_path / "f.chang").write_text(CANONICAL, "utf-8")
    result = run("fmt", tmp_path, written)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"{others[0]}: formatted",
        f"{written}: formatted",
        "2 formatted, 1 unchanged",
    ]
    assert [other.read_text("utf-8") for other in others] == [CANONICAL, WRITTEN, WRITTEN]


def test_a_folder_without_songs(run, tmp_path: Path) -> None:
    result = run("fmt", tmp_path)
    assert result.exit_code == 0 and "no song" in result.stderr


def test_one_bad_file_does_not_stop_the_others(run, written: Path, tmp_path: Path) -> None:
    bad = tmp_path / "a.chang"
    bad.write_bytes("title: 노래\n".encode("cp949"))
    result = run("fmt", bad, tmp_path / "none.chang", written)
    assert result.exit_code == 2
    assert f"{bad}:1:8: error E101" in result.stderr and "no such file" in result.stderr
    assert bad.read_bytes() == "title: 노래\n".encode("cp949")
    assert written.read_text("utf-8") == CANONICAL


def test_lines_that_cannot_be_read_are_told(run, written: Path) -> None:
    written.write_text(CANONICAL + "| C44 |\nwhat\n", "utf-8")
    result = run("fmt", "--check", written)
    assert result.exit_code == 0
    assert "line 6, 7;" in result.stderr


# ── nothing is changed ───────────────────────────────────────────────────────────────────────────


def test_check_says_what_would_change(run, written: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.chang"
    good.write_text(CANONICAL, "utf-8")
    result = run("fmt", "--check", good, written)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [f"{written}: would be formatted", "1 to format, 1 unchanged"]
    assert written.read_text("utf-8") == WRITTEN
    assert run("fmt", "--check", good).exit_code == 0


@pytest.mark.skipif(not shutil.which("patch"), reason="needs patch")
@pytest.mark.parametrize(
    "text", [WRITTEN, WRITTEN.rstrip("\n"), "\ufeff" + WRITTEN.replace("\n", "\r\n"), "\n"]
)
def test_a_diff_can_be_given_to_patch(run, written: Path, monkeypatch, text: str) -> None:
    monkeypatch.chdir(written.parent)
    written.write_bytes(text.encode())
    result = run("fmt", "--diff", written.name)
    assert result.exit_code == 0
    assert written.read_bytes() == text.encode()
    subprocess.run(["patch", "-p0", "--binary"], input=result.stdout_bytes, check=True, capture_output=True)
    assert written.read_bytes() == (CANONICAL.encode() if text.strip() else b"")
    assert os.listdir() == [written.name]


def test_diff_and_check(run, written: Path) -> None:
    result = run("fmt", "--diff", "--check", written)
    assert result.exit_code == 1
    assert "-tempo:90\n" in result.stdout and "+tempo: 90\n" in result.stdout
    assert result.stderr == f"{written}: would be formatted\n"
    assert written.read_text("utf-8") == WRITTEN


# ── standard input ───────────────────────────────────────────────────────────────────────────────


def test_standard_input_goes_to_standard_output(run) -> None:
    result = run("fmt", "-", stdin=WRITTEN.encode())
    assert result.exit_code == 0
    assert result.stdout == CANONICAL and result.stderr == ""


def test_standard_input_is_checked(run) -> None:
    result = run("fmt", "--check", "-", stdin=WRITTEN.encode())
    assert result.exit_code == 1
    assert result.stdout == "" and result.stderr == "<stdin>: would be formatted\n"
    assert run("fmt", "--check", "-", stdin=CANONICAL.encode()).exit_code == 0
    assert run("fmt", "--diff", "-", stdin=WRITTEN.encode()).stdout.startswith("--- stdin\n+++ stdin\n")


def test_standard_input_that_is_no_text(run) -> None:
    result = run("fmt", "-", stdin=b"\xff\xfea\0")
    assert result.exit_code == 2
    assert result.stdout == "" and "E101" in result.stderr


def test_formatting_imports_nothing_of_the_voice(process, written: Path) -> None:
    result = process("fmt", "--diff", written, after=IMPORTED)
    assert result.returncode == 0
    assert not HEAVY & set(result.stderr.split())


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_a_diff_has_colours_on_a_terminal(written: Path, capsys, monkeypatch, no_colour: str) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_colour)
    song = read(written)
    assert song is not None
    show_difference(song.path, song.written, song.canonical)
    shown = capsys.readouterr().out.splitlines()
    assert ("-tempo:90" if no_colour else "\x1b[31m-tempo:90\x1b[0m") in shown
    assert ("+tempo: 90" if no_colour else "\x1b[32m+tempo: 90\x1b[0m") in shown
