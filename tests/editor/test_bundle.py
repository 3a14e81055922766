"""What the wheel carries is what the sources give."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEB = ROOT / "pychang" / "editor" / "web"
PAGE = ROOT / "pychang" / "editor" / "page"


def test_the_bundle_is_made_of_these_sources() -> None:
    """As `build.mjs` counts; if it differs: `cd pychang/editor/web && npm ci && npm run build`."""
    sources = [path for path in (WEB / "src").rglob("*") if path.is_file()]
    sources += [WEB / "package-lock.json", WEB / "build.mjs", ROOT / "grammar" / "chang.tmLanguage.json"]
    whole = hashlib.sha256()
    for path in sorted(sources, key=str):
        one = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{one}  {path.relative_to(ROOT).as_posix()}\n".encode())
    assert (PAGE / "sources.sha256").read_text() == f"{whole.hexdigest()}\n"
