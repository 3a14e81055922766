"""Which program this is, to the last line: what was sung by another may sound different."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pychang import __version__

LIBRARIES = ("ai-edge-litert", "numpy", "scipy", "soundfile", "soxr")
PHRASE = ("image", "sound", "voice/*.py", "korean/model.py", "singing.py")
"""What makes a phrase's sound from its performance."""
SONG = (*PHRASE, "korean", "performance", "reading.py", "compile.py", "score/model.py")
"""What makes a song's sound from its score."""


@cache
def fingerprint(parts: tuple[str, ...]) -> str:
    """A SHA-256 over this version, the libraries that compute, and the source of these parts of PyChang."""
    digest = hashlib.sha256(__version__.encode())
    for name in LIBRARIES:
        digest.update(f"\n{name} {_version(name)}".encode())
    for path in _sources(parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _sources(parts: tuple[str, ...]) -> list[Path]:
    """In a fixed order; none where the program is installed without its source."""
    here = Path(__file__).parent
    patterns = (part if part.endswith(".py") else f"{part}/*.py" for part in parts)
    return sorted({path for pattern in patterns for path in here.glob(pattern)})
