"""The voices that a song in a folder may name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pychang.diagnostic import Unusable
from pychang.voice import find_voice, read_card
from pychang.voice.find import all_names


def voice_infos(folder: Path) -> list[dict[str, Any]]:
    """As `VoiceInfo` of protocol.ts; those that cannot be used are left out."""
    return list(_infos(folder))


def _infos(folder: Path) -> Iterator[dict[str, Any]]:
    for name in all_names(folder):
        with suppress(Unusable, OSError):
            card = read_card(find_voice(name, folder))
            reach = {"low": card.low_midi, "high": card.high_midi}
            yield {"name": name, "description": card.description, **reach}
