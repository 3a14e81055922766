"""The language server needs nothing that singing needs, not even to look at a backing."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"numpy", "scipy", "soundfile", "soxr", "tensorflow", "librosa", "matplotlib", "ai_edge_litert"}
READ = """
import sys
from pychang.lsp.diagnostics import diagnostics
from pychang.lsp.server import make_server
desk = make_server().desk
desk.open("untitled:1", f"backing: {sys.argv[1]}\\n| C4:1 |\\n> 꽃")
assert diagnostics(desk.analysis("untitled:1")) == []
print(*sys.modules)
"""


def test_nothing_heavy_is_imported() -> None:
    command = [sys.executable, "-X", "utf8", "-c", READ, __file__]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert not HEAVY & {name.split(".")[0] for name in loaded.split()}
