"""What a song begins with when it is opened: its file, what was typed before and not saved, or a start."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pychang.cli.words import said
from pychang.editor.disk_text import DiskText
from pychang.editor.journal import Journal
from pychang.editor.song_file import Base, load

START = """\
// {intro}
title: {title}
tempo: 96
meter: 4/4
key: C major

| C4:4 E4 G4 E4 | C4:1 |
> 노래를 시작
"""


@dataclass(frozen=True)
class Opening:
    """`disk`: the file as it is now, `base`: as it was when the text was made from it."""

    path: Path
    name: str
    text: str
    base: Base
    quiet: str | None  # the text that needs no saving: the file's, or that of a song to begin with
    recovered: bool
    disk: DiskText | None


def open_song(path: Path, name: str, journal: Journal, starts: bool) -> Opening:
    """A song that is not there yet has a start if it `starts`, and is empty else.

    Unusable if there is something else than a song's text.
    """
    disk = load(path)
    kept = journal.read()
    quiet = disk.text if disk else start_of(path.stem) if starts else ""
    base = Base.of(disk)
    if kept is None or kept.text == quiet:
        return Opening(path, name, quiet, base, quiet, False, disk)
    if kept.base == base.digest:
        return Opening(path, name, kept.text, base, quiet, True, disk)
    return Opening(path, name, kept.text, Base(kept.base, None), None, True, disk)


def start_of(title: str) -> str:
    """A song of that title that is not written yet."""
    intro = said(
        "| 줄은 음표, > 줄은 노랫말입니다. 피아노 롤에서도 고칠 수 있습니다.",
        "A line with | is notes, one with > is lyrics. The piano roll changes them too.",
    )
    shown = " ".join(unicodedata.normalize("NFC", title).split())
    return START.format(intro=intro, title=shown)
