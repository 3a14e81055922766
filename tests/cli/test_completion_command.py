"""Completion: what the program answers, and what the shells make of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pychang.cli.shells import SHELLS, unescaped

SONG = "title: 노래\n[1절]\n| C4:1 |\n> 가\n [긴 이름]\n[후렴]\n| C4:1 |\n> 나\n"
needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix shell")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "나의 노래.chang").write_text(SONG, "utf-8")
    (tmp_path / "나비.chang").write_text(SONG, "utf-8")
    (tmp_path / "나쁜.txt").write_text("", "utf-8")
    (tmp_path / "나라").mkdir()
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def answers(program, folder: Path, monkeypatch):
    """The words that the program offers for the last of these."""
    monkeypatch.chdir(folder)

    def answers(*words: str, shell: str = "bash") -> list[str]:
        env = {"COMP_WORDS": "\n".join(["pychang", *words]), "COMP_CWORD": str(len(words))}
        found = program(_PYCHANG_COMPLETE=f"{shell}_complete", **env)
        assert found.returncode == 0 and not found.stderr
        return [" ".join(line.split("\t")[:2]) for line in found.stdout.decode("utf-8").split("\n") if line]

    return answers


@pytest.mark.parametrize("shell", SHELLS)
def test_commands(answers, shell: str) -> None:
    assert answers("pl", shell=shell) == ["plain play"]
    assert {"plain build", "plain watch", "plain new"} <= set(answers("", shell=shell))


def test_songs_and_options(answers) -> None:
    assert answers("build", "나") == ["song 나"]
    assert answers("play", "") == ["song "]
    assert answers("build", "--vo") == ["plain --voice"]
    assert answers("cache", "cl") == ["plain clear"]
    assert answers("completion", "z") == ["plain zsh"]
    assert answers("check", "--color", "a") == ["plain auto", "plain always"]


def test_voices(answers) -> None:
    assert answers("build", "--voice", "s") == ["plain sora", "voice s"]


@pytest.mark.parametrize("song", ["나비.chang", "'나의 노래.chang'", "나의\\ 노래.chang", '"나의 노래.chang'])
def test_sections_of_the_song_on_the_line(answers, song: str) -> None:
    assert answers("play", song, "--section", "") == ["plain 1절", "plain 긴 이름", "plain 후렴"]
    assert answers("play", song, "--section", "후") == ["plain 후렴"]


def test_sections_of_no_song(answers) -> None:
    assert answers("play", "--section", "") == []
    assert answers("play", "없다.chang", "--section", "") == []


def test_parts_of_the_song_on_the_line(answers, folder: Path) -> None:
    (folder / "둘.chang").write_text("part: 위 // 하나\n[절]\n| C4:1 |\npart: 아래\n", "utf-8")
    assert answers("show", "둘.chang", "--part", "") == ["plain 위", "plain 아래"]
    assert answers("show", "둘.chang", "--part", "아") == ["plain 아래"]


def test_codes(answers) -> None:
    assert [one.split()[1] for one in answers("explain", "e10")] == [f"E10{digit}" for digit in range(1, 10)]
    assert {one.split()[1][0] for one in answers("check", "--ignore", "")} == {"W"}


def test_an_answer_loads_nothing_heavy(program, folder: Path) -> None:
    words = {"COMP_WORDS": f"pychang\nplay\n{folder / '나비.chang'}\n--section\n", "COMP_CWORD": "4"}
    found = program(_PYCHANG_COMPLETE="bash_complete", PYTHONPROFILEIMPORTTIME="1", **words)
    assert "1절" in found.stdout.decode("utf-8")
    imported = {line.split("|")[-1].strip() for line in found.stderr.decode("utf-8").splitlines()}
    assert "pychang.cli.main" in imported
    assert not imported & {"numpy", "scipy", "soundfile", "ai_edge_litert", "matplotlib", "starlette"}


def test_words_of_a_line() -> None:
    assert [unescaped(word) for word in ("a\\ b", "'a b'", '"a b', "", "a'b")] == [
        "a b",
        "a b",
        "a b",
        "",
        "ab",
    ]


# ── the shells themselves ────────────────────────────────────────────────────────────────────────


def has(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"needs {shell}")


@pytest.fixture
def on_path(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `pychang` is this program."""
    here = tmp_path_factory.mktemp("bin")
    (here / "pychang").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pychang "$@"\n', "utf-8")
    (here / "pychang").chmod(0o755)
    repository = str(Path(__file__).parents[2])
    return {
        **os.environ,
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([repository, os.environ.get("PYTHONPATH", "")]),
        "LC_ALL": "C.UTF-8",
    }


def shell_says(command: list[str], script: str, folder: Path, env: dict[str, str]) -> list[str]:
    ran = subprocess.run(
        command,
        input=script,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=env,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


LINES = [
    (("pychang", "bu"), ["build"]),
    (("pychang", "build", "나"), ["나라", "나비.chang", "나의 노래.chang"]),
    (("pychang", "build", ""), ["나라", "나비.chang", "나의 노래.chang"]),
    (("pychang", "play", "나비.chang", "--section", "후"), ["후렴"]),
    (("pychang", "play", "나비.chang", "--section", "긴"), ["긴 이름"]),
]


@needs_unix
@has("bash")
@pytest.mark.parametrize(("words", "offered"), LINES)
def test_bash(folder: Path, on_path: dict[str, str], words: tuple[str, ...], offered: list[str]) -> None:
    script = f"""
compopt() {{ :; }}  # there is no line that is being typed here
eval "$(pychang completion bash)"
complete -p pychang >/dev/null || exit 1
COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words) - 1}
_pychang pychang
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    said = shell_says(["bash", "--norc"], script, folder, on_path)
    assert sorted(word.replace("\\ ", " ") for word in said) == offered


@needs_unix
@has("fish")
@pytest.mark.parametrize(("words", "offered"), LINES)
def test_fish(folder: Path, on_path: dict[str, str], words: tuple[str, ...], offered: list[str]) -> None:
    script = f"pychang completion fish | source; complete -C '{' '.join(words)}'"
    said = shell_says(["fish", "--no-config", "-c", script], "", folder, on_path)
    shown = sorted(line.split("\t")[0].replace("\\ ", " ").rstrip("/") for line in said)
    assert shown == offered


@needs_unix
@has("zsh")
def test_zsh_takes_the_script(folder: Path, on_path: dict[str, str]) -> None:
    script = 'autoload -Uz compinit; compinit -u; eval "$(pychang completion zsh)"; print $_comps[pychang]'
    assert shell_says(["zsh", "-f"], script, folder, on_path) == ["_pychang"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script(run, shell: str) -> None:
    script = run("completion", shell)
    assert script.exit_code == 0
    assert f"{shell}_complete" in script.stdout and "@" not in script.stdout.replace('"$@"', "").replace(
        "${(@f)", ""
    ).replace("[@]", "").replace("@(", "")


def test_an_unknown_shell(run) -> None:
    assert run("completion", "tcsh").exit_code == 2
