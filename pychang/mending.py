"""Songs mended: the safe fixes of their mistakes, applied until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Diagnostic, Edit, Fix
from pychang.reading import Reading, read_song
from pychang.voice import VoiceCard
from pychang.world import World, shown_name

MOST_ROUNDS = 10  # a fix may bring another mistake to light
_MARK = b"\xef\xbb\xbf"  # a byte-order mark stays where it is

Wanted = Callable[[Iterable[Diagnostic]], tuple[Diagnostic, ...]]


@dataclass(frozen=True)
class Mended:
    """A song's bytes before and after, how many mistakes were mended, and the song as it reads now."""

    before: bytes
    after: bytes
    count: int
    reading: Reading


def mend(path: Path, world: World, voice_name: str | None = None, wanted: Wanted = tuple) -> Mended:
    """The song in the file `path`, with the fixes of its `wanted` mistakes; nothing is written. OSError.

    Files that it includes stay as they are.
    """
    before = world.read(path)
    draft = Draft(world, path, before)
    count = 0
    for _ in range(MOST_ROUNDS):
        reading = read_song(path, draft, voice_name)
        after, mended = with_fixes(draft.data, shown_name(path), wanted(reading.mistakes))
        if not mended:
            break
        draft.data = after
        count += mended
    else:
        reading = read_song(path, draft, voice_name)
    return Mended(before, draft.data, count, reading)


class Draft(World):
    """Another world, but for one file, which holds `data`."""

    def __init__(self, base: World, path: Path, data: bytes) -> None:
        super().__init__(base.cache)
        self.base = base
        self.path = path
        self.data = data

    def read(self, path: Path) -> bytes:
        return self.data if path == self.path else self.base.read(path)

    def card(self, name: str | None, relative_to: Path) -> VoiceCard:
        return self.base.card(name, relative_to)


def with_fixes(data: bytes, name: str, mistakes: Iterable[Diagnostic]) -> tuple[bytes, int]:
    """The bytes of the file `name` with the fixes that touch it alone, and how many those are.

    Of two that touch the same place the first is taken. Line ends stay as they are.
    """
    fixes = [one.fix for one in mistakes if one.fix and _is_about(one.fix, name)]
    taken: list[Edit] = []
    count = 0
    for fix in sorted(fixes, key=lambda fix: fix.edits[0].span.start):
        if fix.edits[0].span.start >= (taken[-1].span.end if taken else 0):
            taken += fix.edits
            count += 1
    if not taken:
        return data, 0
    mark = _MARK if data.startswith(_MARK) else b""
    text = data.removeprefix(mark).decode("utf-8")
    for edit in reversed(taken):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return mark + text.encode("utf-8"), count


def _is_about(fix: Fix, name: str) -> bool:
    return all(edit.span.source.name == name for edit in fix.edits)
