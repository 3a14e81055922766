"""`pychang diff`: two songs, two revisions of one, and as git's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pychang.cli.git_setup import add_line, remove_line

OLD = """\
title: 노래
tempo: 90
[후렴]
| C4:4 D4 E4 F4 | G4:2 r | A4:4 G4 F4 E4 |
> 사랑하는 우리 나라야
"""
NEW = OLD.replace("E4 F4 |", "F4 F4 |").replace("나라", "노래")
TOLD = "후렴, bar 1: E4 quarter → F4 quarter\n후렴, bar 3: 나라야 → 노래야\n"
HEAVY = {"numpy", "scipy", "soundfile", "ai_edge_litert", "matplotlib"}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
IDENTITY = ("-c", "user.name=소라", "-c", "user.email=sora@example.org")

Git = Callable[..., str]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two songs with a note and a word of difference."""
    paths = tmp_path / "전 노래.chang", tmp_path / "뒤 노래.chang"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, "utf-8")
    return paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which we are in; no settings of the user's reach it."""
    folder = tmp_path / "저장소 하나"
    folder.mkdir()
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(folder)
    subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
    return folder


@pytest.fixture
def git(folder: Path) -> Git:
    """Run git in the repository; what it prints."""

    def git(*arguments: str) -> str:
        env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "1"}
        command = ["git", *IDENTITY, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return git


@pytest.fixture
def song(folder: Path, git: Git) -> Path:
    """A song of three revisions (v1, v2, HEAD), changed once more since."""
    path = Path("노래 모음") / "새 노래.chang"
    path.parent.mkdir()
    for tag, text in (("v1", OLD.replace("90", "80")), ("v2", OLD), ("v3", NEW)):
        path.write_text(text, "utf-8")
        git("add", ".")
        git("commit", "-q", "-m", tag)
        git("tag", tag)
    path.write_text(NEW.replace("90", "100"), "utf-8")
    return path


# ── two files ────────────────────────────────────────────────────────────────────────────────────


def test_two_files(run, two: tuple[Path, Path]) -> None:
    result = run("diff", *two)
    assert (result.exit_code, result.output) == (1, TOLD + "all 2 phrases change\n")


def test_in_korean(run, two: tuple[Path, Path]) -> None:
    result = run("diff", *two, locale="ko_KR.UTF-8")
    assert result.output.splitlines()[0] == "후렴, 1번째 마디: E4 4분음표 → F4 4분음표"
    assert "소절" in result.output.splitlines()[-1]


def test_other_lengths_of_the_song(run, two: tuple[Path, Path]) -> None:
    two[1].write_text(OLD.replace("90", "60").replace("r |", "r | r:1 |"), "utf-8")
    last = run("diff", *two).output.splitlines()[-1]
    assert last == "all 2 phrases change; 0:09 → 0:17"


def test_only_spelling(run, two: tuple[Path, Path]) -> None:
    two[1].write_text("// 덧말\n" + OLD.replace("C4:4 D4", "도4:4  레4:4"), "utf-8")
    for locale, told in (("C", "no difference that can be heard"), ("ko_KR", "들리는 차이가 없습니다")):
        result = run("diff", *two, locale=locale)
        assert result.exit_code == 0 and result.output.startswith(told)
    assert run("diff", two[0], two[0]).output == "the songs are the same\n"


def test_stat_and_quiet(run, two: tuple[Path, Path]) -> None:
    result = run("diff", "--stat", *two)
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "후렴  1 bar changed, lyrics changed in 1 place"
    result = run("diff", "--quiet", *two)
    assert (result.exit_code, result.output) == (1, "")
    assert run("diff", "-q", two[0], two[0]).exit_code == 0


def test_for_programs(run, two: tuple[Path, Path]) -> None:
    result = run("diff", "--output-format", "json", *two)
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(one["kind"], one["section"], one["bar"]) for one in found["differences"]] == [
        ("note", "후렴", 1),
        ("lyrics", "후렴", 3),
    ]
    assert found["differences"][0]["old"] == "E4:4" and found["differences"][0]["new"] == "F4:4"
    assert found["differences"][0]["new_place"] == {"file": str(two[1]), "line": 4, "column": 11}
    assert found["phrases"] == {"changed": 2, "of": 2, "before": 2}
    assert found["duration_s"]["old"] == found["duration_s"]["new"] > 8


def test_a_song_with_errors_is_compared_as_far_as_it_can_be_read(run, two: tuple[Path, Path]) -> None:
    two[1].write_text(NEW.replace("tempo: 90", "tempoo: 90"), "utf-8")
    result = run("diff", *two)
    assert result.exit_code == 1
    assert TOLD in result.output and "phrases not counted: errors in the new song" in result.output
    assert "1 error" in result.stderr and str(two[1]) in result.stderr


def test_a_voice_that_is_missing_counts_no_phrases(run, two: tuple[Path, Path]) -> None:
    two[0].write_text("voice: 아무개\n" + OLD, "utf-8")
    result = run("diff", *two)
    assert result.exit_code == 1
    assert "voice 아무개 → sora\n" in result.output and "phrases not counted" in result.output


def test_what_cannot_be_read(run, two: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("diff", two[0], tmp_path / "none.chang").exit_code == 2
    assert "no such file" in run("diff", tmp_path / "none.chang", two[1]).output
    assert run("diff", two[0], tmp_path).exit_code == 2
    (tmp_path / "a.wav").write_bytes(bytes(1000))
    result = run("diff", two[0], tmp_path / "a.wav")
    assert result.exit_code == 2 and f"{tmp_path / 'a.wav'}: This is a binary file" in result.output
    assert run("diff").exit_code == 2
    assert run("diff", "a", "b", "c", "d").exit_code == 2


def test_nothing_heavy_is_imported_where_there_is_nothing_to_sing(process, two: tuple[Path, Path]) -> None:
    result = process("diff", two[0], two[0], after=IMPORTED)
    assert result.returncode == 0
    assert not HEAVY & set(result.stderr.split())


# ── revisions ────────────────────────────────────────────────────────────────────────────────────


def test_the_last_revision_and_now(run, song: Path) -> None:
    assert run("diff", song).output.startswith("tempo 90 → 100\n")
    assert run("diff", "v2", song).output.startswith("tempo 90 → 100\n" + TOLD)
    assert run("diff", song.resolve()).exit_code == 1


@pytest.mark.parametrize("which", [("v1", "v3"), ("v1..v3",), ("v1...v3",), ("v1..",), ("HEAD~2", "HEAD")])
def test_two_revisions(run, song: Path, which: tuple[str, ...]) -> None:
    result = run("diff", *which, song)
    assert result.exit_code == 1
    assert result.output.startswith("tempo 80 → 90\n" + TOLD)


def test_a_song_that_is_gone_now(run, song: Path) -> None:
    song.unlink()
    song.parent.rmdir()
    assert run("diff", "v1", "v3", song).output.startswith("tempo 80 → 90\n")
    assert run("diff", song).exit_code == 2


def test_from_inside_a_folder(run, song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(song.parent)
    assert run("diff", song.name).output.startswith("tempo 90 → 100\n")


def test_what_git_does_not_have(run, song: Path, tmp_path: Path) -> None:
    new = song.with_name("아직.chang")
    new.write_text(OLD, "utf-8")
    for arguments, why in (
        ((new,), "not in HEAD"),
        (("v9", song), "no such revision"),
        (("--", "-v", song), "no such revision"),
        (("v1", "v9", song), "no such revision"),
        (("v1...v9", song), "no such revision"),
    ):
        result = run("diff", *arguments)
        assert result.exit_code == 2 and why in result.output
    outside = tmp_path / "밖.chang"
    outside.write_text(OLD, "utf-8")
    assert "not inside a git repository" in run("diff", outside).output
    assert "git 저장소 안에 있지 않습니다" in run("diff", outside, locale="ko_KR").output


def test_without_git(run, song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("diff", song)
    assert result.exit_code == 2 and "git is not installed" in result.output


def test_what_an_old_revision_includes_is_read_from_it(run, folder: Path, git: Git) -> None:
    song, shared = folder / "노래.chang", folder / "함께" / "후렴.chang"
    shared.parent.mkdir()
    song.write_text("include: 함께/후렴.chang\ntempo: 90\n", "utf-8")
    shared.write_text("[후렴]\n| C4:1 |\n> 가\n", "utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "1")
    shared.write_text("[후렴]\n| D4:1 |\n> 가\n", "utf-8")
    assert run("diff", song).output.startswith("후렴, bar 1: C4 whole note → D4 whole note\n")
    shared.unlink()
    shared.parent.rmdir()
    assert run("diff", "HEAD", "HEAD", song).output == "the songs are the same\n"


# ── git's own diff ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def setup(run, song: Path) -> None:
    assert run("diff", "--git-setup").exit_code == 0


def test_git_diff_tells_the_music(setup, song: Path, git: Git) -> None:
    expected = f"diff --chang {song.as_posix()}\ntempo 90 → 100\nall 2 phrases change; 0:09 → 0:08\n"
    assert git("diff") == expected
    assert git("-c", "core.quotepath=true", "diff") == expected
    assert git("-C", str(song.parent), "diff") == expected
    assert TOLD in git("show", "--ext-diff", "HEAD") and TOLD in git("log", "-p", "--ext-diff")
    assert TOLD in git("diff", "v1", "v3", "--", str(song))


def test_git_diff_of_songs_that_come_and_go(setup, song: Path, git: Git) -> None:
    assert "\nnew song: 1 section, 3 bars, 0:10\n" in git("show", "--ext-diff", "v1")
    git("mv", "-f", str(song), "옮긴 노래.chang")
    git("add", ".")
    assert f"diff --chang {song.as_posix()} → 옮긴 노래.chang\ntempo 90 → 100\n" in git("diff", "-M", "HEAD")
    git("rm", "-q", "-f", "옮긴 노래.chang")
    assert "\nsong removed\n" in git("diff", "--no-renames", "HEAD")


def test_git_diff_of_what_cannot_be_read(setup, song: Path, git: Git) -> None:
    song.write_text(NEW.replace("tempo: 90", "tempoo: 90"), "utf-8")
    assert "the new song: 1 error" in git("diff")
    song.write_bytes(b"\xff\xfe\0")
    assert "UTF-16" in git("diff")
    song.write_text(f"include: 없는.chang\n{NEW}", "utf-8")
    assert "the new song: 1 error" in git("diff")


def test_git_diff_while_merging(setup, song: Path, git: Git) -> None:
    song.write_text(NEW.replace("90", "100"), "utf-8")
    git("commit", "-q", "-a", "-m", "4")
    git("checkout", "-q", "-b", "other", "v3")
    song.write_text(NEW.replace("90", "110"), "utf-8")
    git("commit", "-q", "-a", "-m", "5")
    with pytest.raises(AssertionError):
        git("merge", "-q", "main")
    assert f"* {song.as_posix()}: not merged yet" in git("diff", "--ext-diff", "--base")


def test_plain_diffs_name_the_section(setup, song: Path, git: Git) -> None:
    text = "[가]\n" + "| C4:1 |\n> 가\n" * 9 + "[나]\n" + "| C4:1 |\n> 나\n" * 9
    song.write_text(text, "utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "long")
    song.write_text(text[:-2] + "다\n", "utf-8")
    hunks = [line for line in git("diff", "--no-ext-diff").splitlines() if line.startswith("@@")]
    assert len(hunks) == 1 and hunks[0].endswith("@@ [나]")


def test_colours_are_gits(setup, song: Path, git: Git) -> None:
    assert "\x1b[1mdiff --chang" in git("-c", "color.diff=always", "diff")
    assert "\x1b" not in git("diff")


def test_setting_up_twice_and_undoing(run, song: Path, git: Git, folder: Path) -> None:
    attributes = folder / ".gitattributes"
    attributes.write_bytes(b"*.wav binary")
    result = run("diff", "--git-setup")
    assert result.exit_code == 0 and "--git-remove" in result.output
    assert attributes.read_bytes() == b"*.wav binary\n*.chang diff=chang\n"
    assert "already" in run("diff", "--git-setup").output
    assert attributes.read_bytes() == b"*.wav binary\n*.chang diff=chang\n"
    assert git("config", "--get-all", "diff.chang.xfuncname") == "^\\[.*\\]\n"
    assert run("diff", "--git-remove").exit_code == 0
    assert attributes.read_bytes() == b"*.wav binary\n"
    assert "diff.chang" not in git("config", "--list")
    assert "nothing to undo" in run("diff", "--git-remove").output
    assert run("diff", "--git-setup", song).exit_code == 2


def test_setting_up_for_all_repositories(run, song: Path, git: Git, tmp_path: Path, monkeypatch) -> None:
    assert run("diff", "--git-setup", "--global").exit_code == 0
    assert "diff.chang.command" in git("config", "--global", "--list")
    assert "diff.chang" not in git("config", "--local", "--list")
    assert "tempo 90 → 100" in git("diff")
    monkeypatch.chdir(tmp_path)
    result = run("diff", "--git-setup", "--global", locale="ko_KR")
    assert result.exit_code == 0 and ".gitattributes에 다음 줄을 더하세요" in result.output
    assert run("diff", "--git-remove", "--global").exit_code == 0
    assert "diff.chang" not in (tmp_path / "gitconfig").read_text("utf-8")
    assert run("diff", "--git-setup").exit_code == 2


@pytest.mark.parametrize(
    ("before", "added", "removed"),
    [
        (None, b"*.chang diff=chang\n", None),
        (b"* text=auto\r\n", b"* text=auto\r\n*.chang diff=chang\r\n", b"* text=auto\r\n"),
        (b"*.chang text eol=lf\n", b"*.chang text eol=lf\n*.chang diff=chang\n", b"*.chang text eol=lf\n"),
        (b"*.chang text diff=chang\n", None, b"*.chang text\n"),
    ],
)
def test_the_attributes_file(tmp_path: Path, before, added, removed) -> None:
    path = tmp_path / ".gitattributes"
    if before is not None:
        path.write_bytes(before)
    assert add_line(path) == (added is not None)
    assert path.read_bytes() == (added or before)
    assert not add_line(path)
    assert remove_line(path) and not remove_line(path)
    assert (path.read_bytes() if path.exists() else None) == removed


def test_the_driver_is_this_python() -> None:
    from pychang.cli.git_setup import _settings

    assert Path(sys.executable).as_posix() in _settings()["command"]
