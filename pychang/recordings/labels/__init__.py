"""Labels: which sound is where in a recording, as others have written it down."""

from pychang.recordings.labels.lab import lab_text, read_lab
from pychang.recordings.labels.onto_notes import onto_notes

__all__ = ["lab_text", "onto_notes", "read_lab"]
