"""The wheel holds everything that singing needs, and works alone in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (
    "editor.html",
    "editor.js",
    "song.html",
    "song.js",
    "singer.js",
    "style.css",
    "litert.wasm.gz",
    "licences.txt",
)
SING = "from pychang.cli.main import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (made,) = folder.glob("pychang-*.whl")
    return made


def test_the_wheel_holds_the_grammar_and_the_voice(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {"pychang/language/chang.lark", "pychang/cli/main.py", "pychang/voices/sora/voice.toml"} <= inside
    assert {"pychang/voices/sora/model.tflite", "pychang/language/explanations/E203.txt"} <= inside
    assert {f"pychang/editor/page/{name}" for name in PAGE} <= inside
    assert not any(name.startswith("pychang/editor/web/") for name in inside)
    assert not any(name.startswith(("tests", "songs", "grammar")) for name in inside)


def test_the_wheel_sings_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "노래.chang").write_text("| C4:4 D4 E4 F4 |\n> 노래하자\n", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"}
    where = [sys.executable, "-c", "import pychang; print(pychang.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    assert found.startswith(str(tmp_path / "site"))
    subprocess.run([sys.executable, "-c", SING, "build", "노래.chang"], cwd=tmp_path, env=env, check=True)
    assert (tmp_path / "노래.wav").stat().st_size > 50_000
