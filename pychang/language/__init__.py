"""Text to `SongFile`: the syntax of a song, every token with its span."""

from pychang.language.as_json import as_json
from pychang.language.format import format_song
from pychang.language.include import take_included
from pychang.language.parse import parse
from pychang.language.text import decode

__all__ = ["as_json", "decode", "format_song", "parse", "take_included"]
