"""The words of a MIDI file: which of its texts are sung, and to whose notes.

Lyric events (FF 05), or the text events (FF 01) of karaoke files; on the track of the notes, or on their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pychang.convert.midi import smf
from pychang.convert.midi.voice import Lyric, MidiVoice

OWN_FIT = 0.6  # from which the words of a track are those of its own notes
LEAST_FIT = 0.25  # below it, words are not those of the notes
TEXT_FIT = 0.5  # the same, for texts of which nothing says that they are sung
_MOST_SOURCES = 16  # tracks with words that are compared with all notes
_HEADER = re.compile(r"@[A-Z]")
_COMMAND = re.compile(r"\{[@#].*?\}")  # RP-026: language, song information
_WORDS = re.compile(r"words|lyric|karaoke|가사", re.IGNORECASE)


class TrackText(NamedTuple):
    """A text of a track: its tick, and the kind of event that it is of."""

    at: int
    kind: int
    text: str


class _Source(NamedTuple):
    track: int
    lyrics: tuple[Lyric, ...]
    sure: bool  # that they are sung


def with_words(
    voices: Sequence[MidiVoice], texts: Sequence[Sequence[TrackText]]
) -> tuple[tuple[MidiVoice, ...], int]:
    """The voices with what is sung to them; and how many lyrics fit nobody's notes."""
    placed = {voice.number: voice for voice in voices}
    unplaced = 0
    for source in _sources(texts):
        voice = _singer(source, voices)
        if voice is None:
            unplaced += len(source.lyrics) if source.sure else 0
        elif voice.fit > placed[voice.number].fit:
            placed[voice.number] = voice
    return tuple(placed.values()), unplaced


def _singer(source: _Source, voices: Sequence[MidiVoice]) -> MidiVoice | None:
    """Whose notes the words fit, with the words: the voice of their own track if they fit it well."""
    own = _fitting(source, [voice for voice in voices if voice.track == source.track])
    if own and own.fit >= OWN_FIT:
        return own
    found = _fitting(source, voices)
    least = LEAST_FIT if source.sure else TEXT_FIT
    return found if found and found.fit >= least else None


def _fitting(source: _Source, voices: Iterable[MidiVoice]) -> MidiVoice | None:
    """The voice that the words fit best; one that plays in chords less than another."""
    telling = [one for one in source.lyrics if one.text.strip()] or source.lyrics
    fits = [replace(voice, lyrics=source.lyrics, fit=voice.fit_of(telling)) for voice in voices]
    return max(fits, key=lambda voice: voice.fit * (1 + voice.alone_share), default=None)


def _sources(texts: Sequence[Sequence[TrackText]]) -> list[_Source]:
    """For each track with words what is sung: its lyric events, or its texts where the file has no others."""
    lyrics = [_events(track, smf.LYRIC) for track in texts]
    spoken = [_events(track, smf.TEXT) for track in texts]
    headed = any(_HEADER.match(text) for track in texts for _, kind, text in track if kind == smf.TEXT)
    several = max(map(_count, spoken), default=0) > 2 * max(map(_count, lyrics), default=0)
    if any(map(_count, lyrics)) and not (headed and several):
        return [_Source(i, found, True) for i, found in enumerate(lyrics, 1) if _count(found)][:_MOST_SOURCES]
    sure = [
        headed or any(one.kind == smf.NAME and _WORDS.search(one.text) for one in track) for track in texts
    ]
    found = [
        _Source(i, one, sung)
        for i, (one, sung) in enumerate(zip(spoken, sure, strict=True), 1)
        if _count(one)
    ]
    return [one for one in found if one.sure or _count(one.lyrics) > 1][:_MOST_SOURCES]


def _count(lyrics: Sequence[Lyric]) -> int:
    return sum(bool(one.text.strip()) for one in lyrics)


def _events(track: Iterable[TrackText], kind: int) -> tuple[Lyric, ...]:
    """What is sung, without headers and commands."""
    return tuple(
        Lyric(at, _COMMAND.sub("", text))
        for at, of, text in track
        if of == kind and not (kind == smf.TEXT and _HEADER.match(text))
    )
