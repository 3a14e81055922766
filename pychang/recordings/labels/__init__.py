"""Labels: which sound is where in a recording, as others have written it down."""

from pychang.recordings.labels.lab import read_lab, write_lab
from pychang.recordings.labels.onto_notes import onto_notes

__all__ = ["onto_notes", "read_lab", "write_lab"]
