"""How loud a dynamic is in MIDI."""

VELOCITIES = {"ppp": 16, "pp": 33, "p": 49, "mp": 64, "mf": 80, "f": 96, "ff": 112, "fff": 126}
"""Note-on velocities, 1…127: those that MuseScore plays."""
