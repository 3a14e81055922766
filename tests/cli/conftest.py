"""The command line, inside this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from processes import environment

from pychang.cli.main import pychang

SHORT_SONG = "title: 짧은 노래\nartist: 소라\n| C4:4 D4 E4:2 |\n> 꽃잎-\n"


@pytest.fixture(autouse=True)
def cache_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test finds, or leaves, a sound in the user's cache."""
    monkeypatch.setenv("PYCHANG_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run `pychang` with these arguments; messages in English unless `locale` says otherwise."""

    def run(*arguments: object, locale: str = "C", stdin: bytes = b"") -> Result:
        result = CliRunner().invoke(
            pychang,
            [str(one) for one in arguments],
            input=stdin,
            env={"LC_ALL": locale, "PYCHANG_LANG": ""},
        )
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same in a process of its own; `prelude` is Python to run before, `after` when it has ended."""

    def process(*arguments: object, locale: str = "C", after: str = "") -> subprocess.CompletedProcess[str]:
        code = f"""
import sys
from pychang.cli.main import main
sys.argv[0] = "pychang"
try:
    main()
except SystemExit as end:
    {after or "pass"}
    raise
"""
        command = [sys.executable, "-c", code, *(str(one) for one in arguments)]
        env = {**os.environ, "LC_ALL": locale, "PYCHANG_LANG": "", "PYTHONUTF8": "1"}
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)

    return process


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A song of a bar."""
    path = tmp_path / "짧은.chang"
    path.write_text(SHORT_SONG, "utf-8")
    return path


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """`pychang` as a user's shell starts it: bytes in and out, and an environment of its own."""

    def program(*arguments: object, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "pychang", *(str(one) for one in arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, env=environment(**env))

    return program
