"""What a MIDI file says about itself: title, artist, copyright."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pychang.convert.midi import smf
from pychang.convert.midi.smf import Smf
from pychang.convert.midi.words import TrackText
from pychang.convert.plain_text import LONGEST_TITLE, plain

_TOLD = re.compile(r"@I\s*(artist|composer|lyricist)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_NO_TITLE = re.compile(
    r"(midi|new|master|global|meta|untitled|click|tempo|conductor|control|sequence|song|track|score|staff|header"
    r"|words|lyrics|meter|무제|제목|없음|템포|지휘|트랙|\d|:|-|\s)*",
    re.IGNORECASE,
)


_CREDITS = re.compile(r"([^\s/,:]+)\s*(작사|작곡)")  # 이원수 작사 홍난파 작곡
_CREDITS_AFTER = re.compile(r"(작사|작곡)\s*:?\s*([^\s/,:]+)")  # 작사: 이원수, 작곡: 홍난파


class Titles(NamedTuple):
    """Each "" if it is not said; the names are those of a `Sheet`."""

    title: str = ""
    artist: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""


def titles_of(file: Smf, texts: Sequence[Sequence[TrackText]]) -> Titles:
    """From the headers of a karaoke file (`@T`, `@Icomposer: …`), or the name of the song's own track."""
    said = [text for track in texts for _, kind, text in track if kind == smf.TEXT and text.startswith("@")]
    headers = [one for text in said if text.startswith("@T") and (one := tidied(text[2:]))]
    known = {found[1].lower(): tidied(found[2]) for text in said if (found := _TOLD.match(text))}
    second = headers[1] if len(headers) > 1 else ""
    credits = _credits(second)
    owned = (text for track in texts for _, kind, text in track if kind == smf.COPYRIGHT)
    return Titles(
        next(iter(headers), "") or next(_named(file, texts), ""),
        known.get("artist") or ("" if credits else second),
        known.get("composer") or credits.get("작곡", ""),
        known.get("lyricist") or credits.get("작사", ""),
        next((one for text in owned if (one := tidied(text))), ""),
    )


def _credits(text: str) -> dict[str, str]:
    """Who wrote the words and who the music, if a line says both; else nothing."""
    first = text.startswith(("작사", "작곡"))
    found = _CREDITS_AFTER.findall(text) if first else [(role, name) for name, role in _CREDITS.findall(text)]
    credits = {role: name for role, name in found if name not in ("작사", "작곡")}
    return credits if len(credits) == 2 else {}


def _named(file: Smf, texts: Sequence[Sequence[TrackText]]) -> Iterator[str]:
    """The name of the first track, if it is the song's and no singer's."""
    if file.tracks and (file.single or not file.tracks[0].notes):
        for _, kind, text in texts[0]:
            if kind == smf.NAME and not _NO_TITLE.fullmatch(text) and (one := tidied(text)):
                yield one


def tidied(text: str) -> str:
    """On one line, as the value of a setting."""
    return plain(text)[:LONGEST_TITLE].strip()
