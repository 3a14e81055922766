"""The text that all tabs share: the authority of `@codemirror/collab`.

A tab's updates are taken only if they were made from the newest version; else it rebases them on what came
meanwhile, and sends them again. Every tab is told every update in order, so none has to be remembered here: a
tab that was away takes the text as it is, and finds out itself what it has that is not in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pychang.editor.changes import Changes, Misfit, changes_between, length, read_changes

LONGEST = 4_000_000  # code units of a text; the longest song that is read has 10,000 lines
DISK = "disk"
"""The client of changes that come from the file."""


class TooLong(Misfit):
    """A text longer than any song."""


@dataclass(frozen=True)
class Update:
    """One step of one client."""

    client: str
    changes: Changes

    def json(self) -> dict[str, Any]:
        return {"clientID": self.client, "changes": self.changes.json()}


def read_updates(json: object) -> list[Update]:
    """The updates of a `push`; Misfit if they are none."""
    if not isinstance(json, list):
        raise Misfit("no list of updates")
    return [_update(one) for one in json]


def _update(json: object) -> Update:
    if not isinstance(json, dict) or not isinstance(json.get("clientID"), str):
        raise Misfit("an update without its client")
    return Update(json["clientID"][:100], read_changes(json.get("changes")))


class SharedText:
    """`version` counts the updates since this session began; `session` is another one in each life."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.session = secrets.token_hex(8)
        self.version = 0

    def take(self, version: int, updates: Sequence[Update]) -> bool:
        """All updates, or none if they were made from another version; Misfit if they do not fit the text."""
        if version != self.version:
            return False
        text = self.text
        for update in updates:
            text = update.changes.applied(text)
        if length(text) > LONGEST:
            raise TooLong
        self.text = text
        self.version += len(updates)
        return True

    def replace(self, text: str) -> list[Update]:
        """Make it another text, by small changes."""
        if text == self.text:
            return []
        updates = [Update(DISK, changes_between(self.text, text))]
        self.take(self.version, updates)
        return updates
