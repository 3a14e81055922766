"""What is told of the songs in `cases/`.

`PYCHANG_REWRITE=1 pytest tests/compare` writes what is told into the cases; git shows what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from differences_beside import with_expectations

CASES = sorted(Path(__file__).with_name("cases").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_told(path: Path) -> None:
    found = with_expectations(path)
    if os.environ.get("PYCHANG_REWRITE"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")
