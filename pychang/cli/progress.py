"""How far the singing is, on a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len

from pychang.cli.terminal import is_terminal
from pychang.cli.words import said
from pychang.world import World, shown_name

if TYPE_CHECKING:
    from pychang.cache import SoundCache
    from pychang.compile import Sung

_EVERY_S = 0.1
_CELLS = 30


class ShownWorld(World):
    """The real world, with a bar on `stream` that shows how much of `song` has been sung."""

    def __init__(self, stream: TextIO, cache: SoundCache | None = None) -> None:
        super().__init__(cache)
        self.stream = stream
        self.song: Path | None = None
        self._shown_s = -1.0

    def read(self, path: Path) -> bytes:
        self.song = self.song or path  # what it includes is read after it
        return super().read(path)

    def sung(self, done_s: float, whole_s: float) -> None:
        if self.now() - self._shown_s >= _EVERY_S:
            self._shown_s = self.now()
            bar = f"  {self._bar(done_s / whole_s)}  {minutes(done_s)} / {minutes(whole_s)}"
            name = last_cells(shown_name(self.song), columns(self.stream) - len(bar) - 1)
            self.stream.write(f"\r\x1b[K{name}{bar}")
            self.stream.flush()

    def _bar(self, share: float) -> str:
        """One cell a character: consoles in CP949 show lines two cells wide."""
        full = round(_CELLS * min(share, 1.0))
        done, left = "━╌" if (self.stream.encoding or "").lower().startswith("utf") else "#-"
        return done * full + left * (_CELLS - full)

    def clear(self) -> None:
        """Take the bar away."""
        self.song = None
        if self._shown_s >= 0:
            self._shown_s = -1.0
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def show_line(head: str, name: str = "") -> None:
    """What is being done, over what was shown before, where standard error is a terminal; "": nothing."""
    if is_terminal(sys.stderr):
        shown = last_cells(name, columns(sys.stderr) - cell_len(head) - 1)
        sys.stderr.write(f"\r\x1b[K{head}{shown}")
        sys.stderr.flush()


def columns(stream: TextIO) -> int:
    """The width of a terminal in cells; 80 where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def last_cells(name: str, room: int) -> str:
    """The end of a name that fits: a line that is too long could not be written over."""
    if cell_len(name) <= room:
        return name
    while name and cell_len(name) > room - 1:
        name = name[1:]
    return f"…{name}" if room > 0 else ""


def minutes(seconds: float) -> str:
    """72 as 1:12, an hour more as 1:01:12."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def finished(sung: Sung) -> str:
    """The last line of a build: the file, how long it lasts, how long it took."""
    took = said(f"{sung.took_s:.1f}초 만에 불렀습니다", f"sung in {sung.took_s:.1f} s")
    already = said("이미 악보대로입니다", "already what the song says")
    return f"{sung.path}  {minutes(sung.duration_s)}  {took if sung.anew else already}"
