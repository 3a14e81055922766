"""Scores that come as something else than `.chang`: MIDI with lyrics, and tables of notes as sung."""

from pychang.recordings.scores.midi_score import midi_score
from pychang.recordings.scores.note_table_score import note_table_score

__all__ = ["midi_score", "note_table_score"]
