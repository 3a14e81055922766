"""Which sound is where in the sung song: labels of HTS, and TextGrids of Praat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pychang.convert.outgoing import Outgoing
from pychang.korean.model import BREATH, SILENCE
from pychang.performance.model import Phone
from pychang.recordings.labels import lab_text
from pychang.recordings.labels.praat import tiers_text
from pychang.recordings.textgrid import tiers_of
from pychang.score.model import Part

PAUSE, ENDS = "pau", "sil"  # silence in the song, and around it
HTS = {SILENCE: PAUSE, BREATH: "br"}


def write_lab(song: Outgoing, ending: str) -> bytes:
    """The phones of the first part that sings, times in units of 100 ns in the song's sound."""
    part = next((part for part in song.parts if _sings(part)), song.parts[0])
    return lab_text(_as_hts(song.performance(part).phones)).encode()


def write_textgrid(song: Outgoing, ending: str) -> bytes:
    """Phones, syllables and notes of each part that sings; several parts have tiers `name - phones` …"""
    parts = [part for part in song.parts if _sings(part)] or song.parts[:1]
    performed = [(part, song.performance(part)) for part in parts]
    end_s = max(performance.duration_s for _, performance in performed)
    prefixes = [f"{part.name} - " if len(parts) > 1 else "" for part in parts]
    tiers = [
        tier
        for (part, performance), prefix in zip(performed, prefixes, strict=True)
        for tier in tiers_of(_lasting(performance.phones, end_s), part, prefix)
    ]
    return tiers_text(tiers, end_s).encode()


def _sings(part: Part) -> bool:
    return any(note.midi is not None for note in part.notes)


def _as_hts(phones: Sequence[Phone]) -> list[Phone]:
    """Pauses and breaths by the names that HTS and its successors have for them."""
    named = [replace(phone, symbol=HTS.get(phone.symbol, phone.symbol)) for phone in phones]
    for end in {0, len(named) - 1}:
        if named[end].symbol == PAUSE:
            named[end] = replace(named[end], symbol=ENDS)
    return named


def _lasting(phones: Sequence[Phone], end_s: float) -> tuple[Phone, ...]:
    """The same phones, silent from their end to that of the song."""
    *before, last = phones
    if last.end_s >= end_s:
        return (*before, last)
    if last.symbol == SILENCE:
        return (*before, replace(last, end_s=end_s))
    return (*before, last, Phone(SILENCE, last.end_s, end_s, -1))
