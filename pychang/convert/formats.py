"""The formats that can be read and written: for each ending of a file's name, who does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path

from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Sheet
from pychang.diagnostic import Text, Unusable
from pychang.finding import Finding


@dataclass(frozen=True)
class Wishes:
    """What the user wants of an import.

    `track`: the number (from 1) or name of the track or part to sing; None: what is most likely sung.
    `grid`: what notes are moved to, in whole notes; None: chosen from the file.
    `has_lyrics`: the words come from somewhere else, so that the file's own do not matter.
    """

    track: str | None = None
    grid: Fraction | None = None
    has_lyrics: bool = False


@dataclass(frozen=True)
class Incoming:
    """A sheet from somebody's file, and what should be known about how it was read."""

    sheet: Sheet
    findings: tuple[Finding, ...] = ()


Reader = Callable[[Path, Wishes], Incoming]
"""Wrong, with what to do, if the file cannot be read; OSError."""
Writer = Callable[[Outgoing, str], bytes]
"""The file's contents, for an ending; Unusable if the song cannot be written so."""

READERS: Mapping[str, str] = {
    ".mid": "midi.read:read_midi",
    ".midi": "midi.read:read_midi",
    ".kar": "midi.read:read_midi",
    ".musicxml": "musicxml.read:read_musicxml",
    ".xml": "musicxml.read:read_musicxml",
    ".mxl": "musicxml.read:read_musicxml",
    ".ust": "utau.read_ust:read_ust",
    ".ustx": "utau.read_ustx:read_ustx",
}
WRITERS: Mapping[str, str] = {
    ".mid": "midi.write:write_midi",
    ".midi": "midi.write:write_midi",
    ".musicxml": "musicxml.write:write_musicxml",
    ".xml": "musicxml.write:write_musicxml",
    ".mxl": "musicxml.write:write_musicxml",
    ".ustx": "utau.write_ustx:write_ustx",
    ".lab": "labels:write_lab",
    ".textgrid": "labels:write_textgrid",
    ".lrc": "subtitles:write_lrc",
    ".srt": "subtitles:write_srt",
    ".svg": "roll:write_roll",
    ".png": "roll:write_roll",
    ".pdf": "roll:write_roll",
}
OTHERS = "bridge:read_other"  # whatever LibreSVIP has a reader for


class UnknownEnding(Unusable):
    """No format that can be written."""


def reader_for(path: Path) -> Reader:
    """Who reads such a file."""
    return _found(READERS.get(path.suffix.lower(), OTHERS))


def writer_for(path: Path) -> Writer:
    """Who writes such a file. UnknownEnding."""
    name = WRITERS.get(path.suffix.lower())
    if name is None:
        raise UnknownEnding(_no_writer(path))
    return _found(name)


def _found(name: str) -> Callable:
    module, function = name.split(":")
    return getattr(import_module(f"pychang.convert.{module}"), function)


def _no_writer(path: Path) -> Text:
    if path.suffix.lower() in (".wav", ".flac", ".ogg"):
        return Text(f"{path}: 소리는 pychang build로 만듭니다.", f"{path}: sound is made by `pychang build`.")
    endings = " ".join(WRITERS)
    return Text(
        f"{path}: 그런 형식으로는 내보내지 못합니다. 쓸 수 있는 끝: {endings}",
        f"{path}: no format that can be written. Endings: {endings}",
    )
