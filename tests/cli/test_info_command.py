"""`pychang info`: what is installed."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pychang import __version__

HEAVY = {"numpy", "scipy", "soundfile", "matplotlib", "ai_edge_litert", "tensorflow"}
IMPORTED = "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"


def test_for_people(run) -> None:
    for locale, voices in (("C", "voice: sora  G3"), ("ko_KR.UTF-8", "목소리: sora  G3")):
        shown = run("info", locale=locale)
        assert shown.exit_code == 0
        assert shown.output.startswith(f"PyChang: {__version__}\n") and voices in shown.output
        assert os.environ["PYCHANG_CACHE_DIR"] in shown.output and "numpy" in shown.output


def test_for_programs(run, song: Path) -> None:
    assert run("build", song).exit_code == 0
    known = json.loads(run("info", "--output-format", "json").stdout)
    assert known["pychang"] == __version__ and known["cache"]["phrases"] == 1
    assert known["voices"][0]["name"] == "sora" and known["libraries"]["numpy"]
    assert set(known["extras"]) == {"edit", "play", "convert", "train"} and isinstance(known["gpus"], list)


def test_what_nvidia_says(run, monkeypatch, tmp_path: Path) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\necho 'NVIDIA T, 16 MiB'\n", "utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert "GPU: NVIDIA T, 16 MiB\n" in run("info").output
    tool.write_text("#!/bin/sh\nexit 9\n", "utf-8")
    assert "GPU: none\n" in run("info").output


def test_nothing_heavy_is_imported(process) -> None:
    result = process("info", after=IMPORTED)
    assert result.returncode == 0
    assert not HEAVY & set(result.stderr.split())
