"""Text to `SongFile`: the syntax of a song, every token with its span.

The formatter is looked up when it is first asked for: reading a song needs none.
"""

from pychang.language.as_json import as_json
from pychang.language.include import take_included
from pychang.language.parse import parse
from pychang.language.text import decode
from pychang.lazy import looked_up

__all__ = ["as_json", "decode", "format_song", "parse", "take_included"]
__getattr__ = looked_up(__name__, {"format_song": "format"})
