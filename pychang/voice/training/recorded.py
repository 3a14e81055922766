"""A person's recordings as training data: aligned, levelled, and transposed within what a voice bears."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pychang.diagnostic import Severity, Text, Unusable
from pychang.finding import Finding
from pychang.image import Geometry
from pychang.performance.model import Performance
from pychang.recordings.fit import LOW
from pychang.recordings.model import Alignment, Recording
from pychang.voice.training.dataset import Song, has_song, open_song, write_song
from pychang.voice.training.settings import RecordingSettings
from pychang.voice.training.train import Report
from pychang.world import World

COPIES = 100  # numbers that the copies of one recording may take
MOST_MINUTES = 60.0  # of songs, all transpositions together, as long as each is there untransposed
MF_DB = 2.0  # so near to mf counts as mf
RECORDINGS_FOR_HOLDING_OUT = 5  # with fewer, the ends of all are held out instead of one of them
HELD_OUT_SHARE = 0.1
LEAST_HELD_OUT_S = 1.5
RANGE_PERCENT = (3, 97)  # of what is sung, as MIDI numbers …
RANGE_BEYOND = 2  # … and semitones beyond that, which the transpositions have taught


@dataclass(frozen=True)
class Recorded:
    """Songs to train on, those of them that are as they were recorded, and songs that are never trained on.

    `names`: of the recordings that are held out whole.

    `count`, `seconds`: of all recordings; `low_midi`, `high_midi`: what is sung in them, and a little beyond.
    """

    songs: list[Song]
    untransposed: list[Song]
    held_out: list[Song]
    names: tuple[str, ...]
    count: int
    seconds: float
    low_midi: int
    high_midi: int


def find_readable(project: Path, settings: RecordingSettings, report: Report) -> list[Recording]:
    """The recordings that can be read; those that cannot are told, and Unusable if there is none."""
    from pychang.recordings.find import find_recordings

    recordings, findings = find_recordings(project / settings.folder, World())
    _tell(findings, report)
    wrong = {finding.path.stem for finding in findings if finding.severity is Severity.ERROR}
    readable = [one for one in recordings if one.name not in wrong]
    unknown = set(settings.held_out) - {one.name for one in readable}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise Unusable(
            Text(f"held_out: 그런 녹음이 없습니다: {names}", f"held_out: there is no recording {names}")
        )
    _need_some([one.name for one in readable], settings, project)
    return readable


def _tell(findings: Iterable[Finding], report: Report) -> None:
    for one in findings:
        report(
            Text(
                *(
                    f"{one.path}: {message} {hint}"
                    for message, hint in zip(one.message, one.hint, strict=True)
                )
            )
        )


def _need_some(names: Sequence[str], settings: RecordingSettings, project: Path) -> None:
    if not set(names) - set(settings.held_out):
        raise Unusable(
            Text(
                f"{project}: 배울 수 있는 녹음이 없습니다. 까닭을 보려면: pychang voice check {project}",
                f"{project}: there is no recording to learn from; `pychang voice check {project}` says why.",
            )
        )


def digest_of(recordings: Sequence[Recording], project: Path) -> str:
    """A SHA-256 over all that the data are made of: sounds, what is sung, and boundaries that a person set.

    What is sung is taken as it was read: a score may be in several files.
    """
    from pychang.recordings.aligned import corrected_textgrid, what_is_sung

    digest = hashlib.sha256()
    for recording in recordings:
        digest.update(recording.name.encode())
        digest.update(what_is_sung(recording).encode())
        digest.update(repr(recording.labels).encode())
        for path in (recording.sound, corrected_textgrid(project, recording)):
            if path is not None:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def make_recorded(
    recordings: Sequence[Recording],
    project: Path,
    settings: RecordingSettings,
    geometry: Geometry,
    level_dbfs: float,
    folder: Path,
    report: Report,
) -> Recorded:
    """Put the recordings into the data set `folder`, one after another, and open it.

    What `voice check` calls an error is told and left out; Unusable if nothing is left.
    """
    from pychang.recordings.sound import duration_s

    seconds = sum(duration_s(one.sound) for one in recordings)
    copies = _transpositions(settings.transpositions, seconds / 60)
    world = World()  # one for all: it holds the voice that aligns
    written = {}
    for number, recording in enumerate(recordings):
        report(
            Text(
                f"녹음 {number + 1}/{len(recordings)}: {recording.name}",
                f"recording {number + 1} of {len(recordings)}: {recording.name}",
            )
        )
        numbers = [number * COPIES + i for i in range(len(copies))]
        missing = [(n, by) for n, by in zip(numbers, copies, strict=True) if not has_song(folder, n)]
        if missing:
            if not _is_fit(recording, project, world, report):
                continue
            _write(recording, project, world, missing, geometry, level_dbfs, folder)
        written[recording.name] = numbers
    _need_some(list(written), settings, project)
    return _open(written, settings, geometry.frame_s, folder)


def _is_fit(recording: Recording, project: Path, world: World, report: Report) -> bool:
    """Whether a recording can be learned from; if not, why is told. OSError where nothing can be written."""
    from pychang.recordings.look_over import look_over, unreadable

    try:
        findings = look_over(recording, project, world).findings
    except Unusable as why:  # a disk that is full is no fault of the recording
        findings = (unreadable(recording, why),)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    _tell(errors, report)
    return not errors


def _transpositions(wanted: Sequence[int], minutes: float) -> list[int]:
    """The untransposed first, and of the others the nearest, as many as there is room for."""
    room = max(1, int(MOST_MINUTES / max(minutes, 1e-6)))
    return sorted(set(wanted), key=lambda by: (abs(by), by))[: min(room, COPIES)]


def _write(
    recording: Recording,
    project: Path,
    world: World,
    copies: Sequence[tuple[int, int]],
    geometry: Geometry,
    level_dbfs: float,
    folder: Path,
) -> None:
    """Write the copies (number in the data set, semitones) of one recording."""
    from pychang.recordings.as_sung import as_sung
    from pychang.recordings.look_over import alignment_on_disk
    from pychang.recordings.sound import read_mono

    sound = read_mono(recording.sound, geometry.sample_rate)
    alignment = alignment_on_disk(recording, project, world).alignment
    sung = as_sung(recording, alignment, sound, geometry.sample_rate)
    levelled = at_level(sound, sung, geometry.sample_rate, level_dbfs)
    for number, by in copies:
        higher = levelled if by == 0 else transposed(levelled, geometry.sample_rate, by)
        performance = replace(sung, f0_hz=sung.f0_hz * 2.0 ** (by / 12.0))
        write_song(folder, number, performance, higher, geometry, doubtful(alignment))


def doubtful(alignment: Alignment) -> list[tuple[float, float]]:
    """Where a recording hardly has what it should have: not to be learned from."""
    pairs = zip(alignment.phones, alignment.agreement, strict=True)
    return [(phone.start_s, phone.end_s) for phone, fits in pairs if phone.note >= 0 and fits < LOW]


def at_level(sound: np.ndarray, sung: Performance, sample_rate: int, level_dbfs: float) -> np.ndarray:
    """The sound, made as loud as a voice sings at mf: `level_dbfs`, RMS of what is sung at about mf."""
    from pychang.recordings.sung import is_voiced

    count = len(sung.level_db)
    voiced = is_voiced(sung.phones, np.arange(count) * sung.hop_s)
    mf = voiced & (np.abs(sung.level_db) < MF_DB)
    edges = np.rint(np.arange(count + 1) * sung.hop_s * sample_rate).astype(int)  # hops are no whole samples
    chosen = np.repeat(mf if mf.any() else voiced, np.diff(edges))[: len(sound)]
    heard = sound[: len(chosen)][chosen]
    rms = float(np.sqrt(np.mean(np.square(heard, dtype=np.float64)))) if len(heard) else 0.0
    return sound if rms == 0.0 else (sound * (10 ** (level_dbfs / 20) / rms)).astype(np.float32)


def transposed(sound: np.ndarray, sample_rate: int, semitones: int) -> np.ndarray:
    """The same voice at another pitch, formants in place, by overlap-add (Moulines & Charpentier 1990)."""
    import parselmouth
    from parselmouth.praat import call

    manipulation = call(parselmouth.Sound(sound, sample_rate), "To Manipulation", 0.005, 70, 1100)
    pitch = call(manipulation, "Extract pitch tier")
    call(pitch, "Multiply frequencies", 0, len(sound) / sample_rate, 2.0 ** (semitones / 12.0))
    call([pitch, manipulation], "Replace pitch tier")
    made = call(manipulation, "Get resynthesis (overlap-add)").values[0].astype(np.float32)
    return np.pad(made, (0, max(0, len(sound) - len(made))))[: len(sound)]


def _open(
    written: Mapping[str, Sequence[int]], settings: RecordingSettings, frame_s: float, folder: Path
) -> Recorded:
    """The songs of recordings, given by their numbers, the untransposed first."""
    wanted = [name for name in settings.held_out if name in written]
    names = held_out_names(list(written), wanted)
    whole, train, plain, held = [], [], [], []
    for name, numbers in written.items():
        first, *moved = (open_song(folder, number) for number in numbers)
        whole.append(first)
        border = 0 if name in names else len(first) if names else _border(first, frame_s)
        if border < len(first):
            held.append(first.part(border, len(first)))
        if border > 0:
            plain.append(first.part(0, border))
            train += [song.part(0, border) for song in (first, *moved)]
    seconds = frame_s * sum(len(song) for song in whole)
    return Recorded(train, plain, held, names, len(whole), seconds, *sung_range(whole))


def held_out_names(names: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The recordings that are never trained on: those asked for, or a tenth; none where there are few."""
    if wanted or len(names) < RECORDINGS_FOR_HOLDING_OUT:
        return tuple(wanted)
    count = max(1, round(HELD_OUT_SHARE * len(names)))
    return tuple(names[i] for i in np.linspace(0, len(names) - 1, count + 2).round().astype(int)[1:-1])


def _border(song: Song, frame_s: float) -> int:
    """The frame from which a recording is held out: near its end, where nothing is sung if that can be."""
    share = max(HELD_OUT_SHARE * len(song), LEAST_HELD_OUT_S / frame_s)
    wanted = max(len(song) - round(share), len(song) // 2)
    quiet = np.flatnonzero(song.strip[:, 0] > 0.99)
    near = quiet[np.abs(quiet - wanted) < share / 2]
    return int(near[np.argmin(np.abs(near - wanted))]) if len(near) else wanted


def sung_range(songs: Sequence[Song]) -> tuple[int, int]:
    """The lowest and the highest note of songs, by what is sung in them, as MIDI numbers."""
    f0 = np.concatenate([song.curves[::4, 0][song.curves[::4, 1] > 0.5] for song in songs])
    low, high = np.percentile(69 + 12 * np.log2(f0 / 440.0), RANGE_PERCENT)
    return round(float(low)) - RANGE_BEYOND, round(float(high)) + RANGE_BEYOND
