"""A recording looked over as it lies on disk: its sound by itself, and, aligned, against its score."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pychang.diagnostic import Text, Unusable
from pychang.finding import Finding, Wrong, from_system
from pychang.recordings.aligned import Aligned, aligned
from pychang.recordings.check import Checked, check_recording
from pychang.recordings.findings import fail
from pychang.recordings.model import Recording
from pychang.recordings.sound import read_mono
from pychang.world import World

_SEE = Text("녹음과 그 악보를 살펴보세요.", "See to the recording and its score.")


def look_over(recording: Recording, project: Path, world: World) -> Checked:
    """Everything about one recording of the folder `project`; Unusable or OSError if it cannot be read.

    Where it has to be aligned, the alignment is kept in the folder.
    """
    sound, sample_rate = sound_of(recording)

    def align() -> Aligned:
        return alignment_on_disk(recording, project, world)

    return check_recording(recording, sound, sample_rate, lambda: align().alignment)


def alignment_on_disk(recording: Recording, project: Path, world: World) -> Aligned:
    """The alignment in the folder, or a new one that is put there, found with the default voice."""
    voice = world.voice(world.card(None, Path()))
    sample_rate = voice.card.geometry.sample_rate
    return aligned(project, recording, read_mono(recording.sound, sample_rate), sample_rate, voice)


def sound_of(recording: Recording) -> tuple[np.ndarray, int]:
    """The sound at its own rate: clipping is not to be seen at another."""
    import soundfile

    try:
        sample_rate = int(soundfile.info(str(recording.sound)).samplerate)
    except soundfile.LibsndfileError:
        sample_rate = 22050  # read_mono says what is wrong
    return read_mono(recording.sound, sample_rate), sample_rate


def unreadable(recording: Recording, why: Unusable | OSError) -> Finding:
    """What is to be said of a recording that could not be looked over."""
    if isinstance(why, Wrong):
        return why.finding
    if isinstance(why, OSError):
        return from_system(why, recording.sound)
    bare = Text(*(one.removeprefix(f"{recording.sound}: ") for one in why.text))
    return fail("unreadable", recording.sound, bare, _SEE)
