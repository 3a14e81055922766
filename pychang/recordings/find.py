"""`recordings/` to recordings: each sound with its score or labels, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pychang.diagnostic import Severity
from pychang.finding import Finding, Wrong, from_system
from pychang.performance.model import Phone
from pychang.recordings import find_mistakes as say
from pychang.recordings.labels import onto_notes, read_lab
from pychang.recordings.layout import Files, lay_out
from pychang.recordings.model import Recording
from pychang.recordings.read_score import read_score
from pychang.recordings.sound import check_sound
from pychang.recordings.textgrid import read_textgrid
from pychang.score.model import Part, Score
from pychang.world import World

FOLDER = "recordings"


def find_recordings(folder: Path, world: World) -> tuple[tuple[Recording, ...], tuple[Finding, ...]]:
    """The recordings of a folder, by name, and what is wrong with its files.

    They are looked for in `folder/recordings` if that is there, else in `folder` itself. A file with an error
    among the findings is in no recording. Of each sound the header and the end are read, no more.
    """
    root = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    try:
        together = lay_out(root)
    except OSError as failure:
        return (), (from_system(failure, root),)
    recordings: list[Recording] = []
    findings: list[Finding] = []
    for files in together:
        recording, found = _recording(files, world)
        recordings += [recording] if recording else []
        findings += found
    if not any(files.sounds or files.unread_sounds for files in together):
        findings.append(say.no_recordings(root))
    return tuple(recordings), tuple(findings)


def _recording(files: Files, world: World) -> tuple[Recording | None, list[Finding]]:
    """The recording that the files of one name make, or why they make none."""
    told = list(_about(files))
    if any(one.severity is Severity.ERROR for one in told) or not files.sounds:
        return None, told
    sound, sources = files.sounds[0], files.scores + files.labels
    try:
        duration_s = check_sound(sound)
        score, in_score = read_score(files, world)
        labels = _labels(files.labels[0], score, duration_s) if files.labels else None
    except Wrong as wrong:
        return None, [*told, wrong.finding]
    except OSError as failure:
        return None, [*told, from_system(failure, sound)]
    return Recording(files.name, sound, score, sources[0], labels), [*told, *in_score]


def _about(files: Files) -> Iterator[Finding]:
    """What the names alone tell."""
    if len(files.sounds) > 1:
        yield say.two_sounds(files.sounds)
    elif files.sounds and not files.scores and not files.labels:
        yield say.no_score(files.sounds[0], only_lyrics=bool(files.lyrics))
    elif not files.sounds and files.unread_sounds:
        yield say.other_format(files.unread_sounds[0])
    elif not files.sounds and (files.scores or files.labels):
        yield say.no_sound(files)
    elif len(files.scores) > 1 and not _one_after_another(files):
        yield say.two_of(files.scores)
    if files.sounds and len(files.labels) > 1:
        yield say.two_of(files.labels)


def _one_after_another(files: Files) -> bool:
    """A data set has the notes as written and as sung, and we know which to take."""
    return not files.songs and len(files.midi) < 2 and len(files.note_tables) < 2


def _labels(path: Path, score: Score | None, duration_s: float) -> tuple[Phone, ...]:
    part: Part | None = score.parts[0] if score else None
    if path.suffix.lower() != ".lab":
        return read_textgrid(path, part, duration_s)
    phones = read_lab(path, duration_s)
    return phones if part is None else onto_notes(phones, part, path)
