"""Voices as the page knows them.

Those that a song may name, and those that it is sung with: a name says one voice, without its folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pychang.diagnostic import Unusable
from pychang.korean.model import PHONES, VOICED
from pychang.reading import Cast
from pychang.score.model import Part
from pychang.voice import VoiceCard, find_voice, read_card
from pychang.voice.find import all_names

LOWEST, HIGHEST = 0, 127  # of a part whose voice is not known


def voice_infos(folder: Path) -> list[dict[str, Any]]:
    """As `VoiceInfo` of protocol.ts; those that cannot be used are left out."""
    return list(_infos(folder))


def _infos(folder: Path) -> Iterator[dict[str, Any]]:
    for name in all_names(folder):
        with suppress(Unusable, OSError):
            card = read_card(find_voice(name, folder))
            reach = {"low": card.low_midi, "high": card.high_midi}
            yield {"name": name, "description": card.description, **reach}


def names_of(cards: Iterable[VoiceCard]) -> dict[Path, str]:
    """A name for each voice's folder: the card's own; of those that share one, the second gets a 2."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for card in cards:
        if card.folder in names:
            continue
        name, number = card.name, 1
        while name in taken:
            number += 1
            name = f"{card.name} {number}"
        taken.add(name)
        names[card.folder] = name
    return names


def reach_of(part: Part, cast: Cast) -> tuple[int, int]:
    """The lowest and the highest MIDI number that the voice of a part's first note is made for."""
    first = next((note.voice for note in part.notes if note.midi is not None), None)
    card = cast.get(first)
    return (card.low_midi, card.high_midi) if card else (LOWEST, HIGHEST)


def card_as_json(card: VoiceCard, name: str) -> dict[str, Any]:
    """The `VoiceCard` of protocol.ts: what singing in the browser has to know beside the model."""
    geometry = card.geometry
    return {
        "name": name,
        "identity": card.identity,
        "geometry": {
            "sampleRate": geometry.sample_rate,
            "nFft": geometry.n_fft,
            "hop": geometry.hop,
            "frames": geometry.frames,
            "logFloor": geometry.log_floor,
            "logCeiling": geometry.log_ceiling,
        },
        "reachFrames": card.reach,
        "phones": list(PHONES),
        "voiced": [phone for phone in PHONES if phone in VOICED],
    }
