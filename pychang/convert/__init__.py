"""Other formats in and out: MIDI, MusicXML, UTAU and what else has songs in it."""
