"""A song's file as an editor has it: line feeds alone in the text, the file's own line ends on the disk."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from pychang.language.text import MAX_BYTES
from pychang.text_file import decoded
from pychang.whole import write_whole

MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
NOTHING = ""
"""The digest of a file that is not there."""


@dataclass(frozen=True)
class DiskText:
    """The bytes of a file; `text` is what CodeMirror makes of them."""

    data: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def is_song(self) -> bool:
        """Whether it is UTF-8 text of a size that is read: only then is it written back as it was."""
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return len(self.data) <= MAX_BYTES

    @cached_property
    def _written(self) -> str:
        """As it stands on the disk, without a byte-order mark; of no song, something like it."""
        if self.is_song:
            return self.data.removeprefix(MARK).decode("utf-8")
        return decoded(self.data[:MAX_BYTES]) or self.data[:MAX_BYTES].decode("utf-8", "replace")

    @cached_property
    def text(self) -> str:
        return _LINE_END.sub("\n", self._written)

    def with_text(self, text: str) -> bytes:
        """What to write for another text: with this file's mark and line ends, line by line.

        A lone half of a surrogate pair, which no file can hold, becomes a question mark.
        """
        mark = MARK if self.data.startswith(MARK) else b""
        return mark + self._with_ends(text).encode("utf-8", "replace")

    def _with_ends(self, text: str) -> str:
        ends = _LINE_END.findall(self._written)
        usual = Counter(ends).most_common(1)[0][0] if ends else "\n"
        if len(set(ends)) < 2:
            return text.replace("\n", usual)
        lines = text.split("\n")
        own = [usual] * (len(lines) - 1)
        matcher = SequenceMatcher(None, self.text.split("\n")[:-1], lines[:-1], autojunk=False)
        for old, new, count in matcher.get_matching_blocks():
            own[new : new + count] = ends[old : old + count]
        return "".join(line + end for line, end in zip(lines, [*own, ""], strict=True))


def read_disk(path: Path) -> DiskText | None:
    """None where there is no file; OSError as the system gives it."""
    try:
        with open(path, "rb") as file:
            return DiskText(file.read(4 * MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_disk(path: Path, data: bytes) -> None:
    """Whole or not at all; a file that may not be written to is not replaced either. OSError."""
    with suppress(FileNotFoundError):
        open(path, "r+b").close()
    write_whole(path, data)
