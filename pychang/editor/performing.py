"""What a room shows of its song beside the text: the piano roll, and the phrases as they are sung."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.editor.log import told_bug
from pychang.editor.reader import Reader, Version
from pychang.editor.tab import Tab, written

if TYPE_CHECKING:
    from pychang.editor.stage import Stage
    from pychang.lsp.document import Analysis

MakeStage = Callable[[Callable[[Mapping[str, object]], None]], "Stage"]
"""A stage that tells its messages to a function, from any thread."""

LATEST_S = 1.0  # while somebody types on and on, an older text is shown at least this often


class Performing:
    """One room's; `tell` is the room's, for messages in JSON, from any thread."""

    def __init__(self, reader: Reader, make_stage: MakeStage) -> None:
        self.tell: Callable[[str], None] = lambda text: None
        self.stage = make_stage(lambda message: self.tell(written(message)))
        self.others: frozenset[Path] = frozenset()
        self._reader = reader
        self._roll: str | None = None  # the last, as JSON
        self._shown_s = 0.0
        self.stage.auto(False)  # until somebody is there

    def join(self, tab: Tab) -> None:
        """All that there is, for a tab that comes anew."""
        self.stage.language = tab.language
        if self._roll is not None:
            tab.send(self._roll)
            tab.tell("curves", curves=self.stage.curves())
            tab.tell("states", states=self.stage.states())

    def close(self) -> None:
        self.stage.close()

    async def perform(self, version: Version, is_outdated: Callable[[], bool]) -> str | None:
        """Read the song: the message in JSON for every tab, or None where there is a newer text by now.

        `join` shows the same from now on; so the caller tells it at once, or a tab that comes in between
        would be told twice.
        """
        try:
            roll, self.others = await self._reader.read(version, partial(self._performed, version.number))
        except Exception as bug:
            return written({"type": "trouble", "why": told_bug(bug).say(self.stage.language)})
        now_s = time.monotonic()
        if is_outdated() and now_s - self._shown_s <= LATEST_S:
            return None
        self._roll, self._shown_s = roll, now_s
        return roll

    def _performed(self, number: int, analysis: Analysis) -> tuple[str, frozenset[Path]]:
        """The `roll` message, and the files that the song is made of beside its own; in a thread."""
        from pychang.editor.roll import roll_of

        roll = {"type": "roll", "version": number, **roll_of(analysis, self.stage.take(analysis))}
        reading = analysis.reading
        gone = frozenset() if reading.can_be_sung else self.others  # may come back
        voices = {
            path
            for card in reading.cast.values()
            for path in (card.folder, card.folder / "voice.toml", card.model_path)
        }
        return written(roll), gone.union(reading.files[1:], voices)
