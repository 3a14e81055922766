"""The songs of the repository: all of them, and some by name, so that a new one changes no test."""

from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "songs"
SONGS = sorted(_FOLDER.glob("*.chang"))
ARIRANG, TOUR = _FOLDER / "arirang.chang", _FOLDER / "tour.chang"
FEW = [
    ARIRANG,
    *(_FOLDER / f"{name}.chang" for name in ("baetnorae", "dollimnorae", "doraji", "saeya_saeya")),
]
