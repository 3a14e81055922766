"""MusicXML 4.0 and what MuseScore, Finale and others make of it, in and out."""
