"""The score of a recording, from whichever file has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pychang.convert.lyrics_file import mistaken
from pychang.diagnostic import Diagnostic, Severity
from pychang.finding import Finding, Wrong
from pychang.reading import read_song
from pychang.recordings import find_mistakes as say
from pychang.recordings.layout import Files
from pychang.recordings.scores import midi_score, note_table_score, read_midi
from pychang.score.model import Score
from pychang.world import World

NOT_OF_THE_SCORE = ("E411", "E415")  # a voice that is still to be made, a backing that is elsewhere


def read_score(files: Files, world: World) -> tuple[Score | None, tuple[Finding, ...]]:
    """The score, its first part alone; None if there are labels alone. Wrong; OSError."""
    lyrics = files.lyrics[0] if files.lyrics else None
    score, findings = None, ()
    if files.note_tables:
        score, findings = note_table_score(files.note_tables[0], lyrics, files.name)
    elif files.songs:
        score, findings = read_chang(files.songs[0], world)
    elif files.midi:
        score, findings = read_midi_file(files.midi[0], lyrics, files.name)
    if score is not None and all(note.midi is None for note in score.parts[0].notes):
        raise Wrong("score", files.scores[0], *say.NOTHING_SUNG)
    return score, findings


def read_chang(path: Path, world: World) -> tuple[Score, tuple[Finding, ...]]:
    """The score of a song, whatever voice it asks for. Wrong, with its first mistake; OSError."""
    reading = read_song(path, world)
    mistakes = _of_the_score(reading.mistakes)
    if mistakes or reading.score is None:
        raise mistaken("score", path, mistakes)
    parts = reading.score.parts
    told = (say.several_parts(path, parts[0].name, len(parts)),) if len(parts) > 1 else ()
    return replace(reading.score, parts=parts[:1]), told


def read_midi_file(path: Path, lyrics: Path | None, title: str) -> tuple[Score, tuple[Finding, ...]]:
    """The melody of a MIDI file with its lyrics. Wrong; OSError."""
    song = read_midi(path)
    told = (say.several_voices(path, song.melody, len(song.voices)),) if len(song.voices) > 1 else ()
    return midi_score(song, lyrics, title), told


def _of_the_score(mistakes: Sequence[Diagnostic]) -> list[Diagnostic]:
    errors = (one for one in mistakes if one.severity is Severity.ERROR)
    return [one for one in errors if one.code not in NOT_OF_THE_SCORE]
