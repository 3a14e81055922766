"""Everything outside the compiler: files, voices, the cache, the clock, and who wants to know how far it is.

The command line, the language server, the web editor and the tests each have a world of their own, and all
run the one compiler.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Text
from pychang.language.text import STDIN_NAME
from pychang.remembered import Remembered
from pychang.voice import VoiceCard, VoiceError, find_voice, read_card

if TYPE_CHECKING:
    from pychang.cache import SoundCache
    from pychang.voice import Voice

STANDARD_INPUT = Path("-")


def shown_name(path: Path) -> str:
    """A song's path as messages have it."""
    return STDIN_NAME if path == STANDARD_INPUT else str(path)


class World:
    """The real world; others override what is different in theirs.

    `cache` keeps the sound of phrases from one build to the next; None: each is sung anew. `remembered` is
    what an editor keeps of one song between two readings.
    """

    remembered: Remembered | None = None

    def __init__(self, cache: SoundCache | None = None) -> None:
        self.cache = cache
        self._voices: dict[tuple[Path, str], Voice] = {}
        self._typed: bytes | None = None  # standard input, which can be read once

    def read(self, path: Path) -> bytes:
        """The bytes of a song, `-` being standard input; OSError as the system gives it."""
        if path != STANDARD_INPUT:
            return path.read_bytes()
        if self._typed is None:
            self._typed = sys.stdin.buffer.read()
        return self._typed

    def check_sound(self, path: Path) -> None:
        """OSError or Unusable if this is no file with sound."""
        try:
            open(path, "rb").close()
        except UnicodeError:  # a name that this locale cannot say
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
        from pychang.sound.backing import backing_rate

        backing_rate(path)

    def card(self, name: str | None, relative_to: Path) -> VoiceCard:
        """The card of a voice by name or path, or of the default voice; VoiceError if it cannot be used."""
        return read_card(find_voice(name, relative_to))

    def voice(self, card: VoiceCard) -> Voice:
        """The voice of a card, ready to sing; VoiceError if it cannot be used, or is another by now."""
        from pychang.voice import load_voice

        which = card.folder, card.identity
        if which not in self._voices:
            voice = load_voice(card.folder)
            if voice.card.identity != card.identity:
                raise VoiceError(_another_by_now(card.name))
            self._voices[which] = voice
        return self._voices[which]

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sung(self, done_s: float, whole_s: float) -> None:
        """Told again and again while a song is sung: how much of it there is by now."""

    def begins(self, anew: int, phrases: int) -> None:
        """Told before a song is sung: how many of its phrases, all different, must be sung anew."""


def _another_by_now(name: str) -> Text:
    return Text(
        f"‘{name}’ 목소리의 파일이 그 사이에 바뀌었습니다. 다시 하면 새 목소리로 부릅니다.",
        f"The files of the voice `{name}` have changed meanwhile. Do it again to sing with the new one.",
    )
