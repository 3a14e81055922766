"""Songs on their way out, from their text."""

from __future__ import annotations

from pathlib import Path

from pychang.convert.outgoing import Outgoing
from pychang.diagnostic import Source
from pychang.language import parse
from pychang.reading import Reading, cast_of, read_song
from pychang.score import arrange
from pychang.world import World


def outgoing(text: str) -> Outgoing:
    """A song without files around it; it must be free of errors."""
    song = outgoing_if_sung(text)
    assert song is not None
    return song


def outgoing_if_sung(text: str) -> Outgoing | None:
    """A song without files around it; None if it has errors."""
    song, in_syntax = parse(Source("노래.chang", text))
    score, in_score = arrange(song)
    cast, in_voices = cast_of(score, World(), None)
    reading = Reading(song, score, cast, (*in_syntax, *in_score, *in_voices), ())
    return Outgoing(reading) if reading.can_be_sung else None


def outgoing_file(path: Path) -> Outgoing:
    reading = read_song(path, World())
    assert reading.can_be_sung
    return Outgoing(reading)
