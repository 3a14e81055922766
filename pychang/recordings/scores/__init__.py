"""Scores that come as something else than `.chang`: MIDI with lyrics, and tables of notes as sung."""

from pychang.recordings.scores.midi import read_midi
from pychang.recordings.scores.midi_score import midi_score
from pychang.recordings.scores.midi_song import MidiSong, MidiVoice
from pychang.recordings.scores.note_table_score import note_table_score

__all__ = ["MidiSong", "MidiVoice", "midi_score", "note_table_score", "read_midi"]
