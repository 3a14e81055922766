"""Reading a song needs nothing that singing one needs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "numpy",
    "scipy",
    "matplotlib",
    "soundfile",
    "librosa",
    "numba",
    "tensorflow",
    "keras",
    "ai_edge_litert",
}
READ = "import sys, pychang.language, pychang.score, pychang.cli.render; print(*sys.modules)"


def test_nothing_heavy_is_imported() -> None:
    loaded = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & {name.split(".")[0] for name in loaded.split()}
