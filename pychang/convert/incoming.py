"""A file of another format in, the text of a song out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pychang.convert.fold import folded
from pychang.convert.formats import Incoming, Wishes, reader_for
from pychang.convert.lyrics_file import read_lyrics
from pychang.convert.words import singable, with_words
from pychang.text_file import read_text


def bring_in(path: Path, wishes: Wishes, lyrics: Path | None = None) -> Incoming:
    """The sheet of a file as it will be written: what is sung again folded into verses, with the words of
    `lyrics` if they come from there. Wrong; OSError."""
    found = reader_for(path)(path, replace(wishes, has_lyrics=lyrics is not None))
    sheet = folded(found.sheet)
    if lyrics is not None:
        sheet = with_words(sheet, read_lyrics(read_text(lyrics, "lyrics"), lyrics), lyrics)
    return replace(found, sheet=replace(singable(sheet), title=sheet.title or path.stem))
