"""Standard MIDI files (SMF 1.0 and its lyrics, RP-017, RP-026), in and out."""
