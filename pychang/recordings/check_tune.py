"""Is it this song, at this height: key and octave, wrong notes, another song altogether."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.recordings.as_written import SungNote, SungPart, as_if, named
from pychang.recordings.f0 import to_midi
from pychang.recordings.findings import fail, warn
from pychang.recordings.heard import Heard
from pychang.recordings.model import Recording
from pychang.score.model import Part
from pychang.score.range import pitch_name

IN_TUNE = 0.75
"""Semitones. Every note of a person's recording, and of the formant singer's, was within 0.4; the next
written pitch is 1 away."""
SAME_SONG = 0.45  # of the notes in tune, after a shift; another song of ours, aligned: 0.38
FARTHEST = 9.0  # semitones: what seems farther off is the tracker's mistake (half, a third, twice the pitch)
LEAST_NOTES = 5
OCTAVE = 12
MOST_WRONG = 6  # wrong notes that are told one by one
LARGEST = 24  # semitones that `transpose` can have

STEP = 0.25  # semitones
LOWEST, HIGHEST = 24, 108  # MIDI numbers that pitches are counted between
OCTAVE_GAIN = 0.2  # so much more of the singing must be where the notes are, moved by an octave


def check_tune(heard: Heard, recording: Recording, sung: SungPart) -> Iterator[Finding]:
    """Another key, another song, or wrong notes: the first of these that is true."""
    judged = sung.judged
    if len(judged) < LEAST_NOTES:
        return
    off = np.array([one.off for one in judged])
    shift = shift_of(heard, sung.part, off)
    if np.mean(np.abs(off - shift) < IN_TUNE) < SAME_SONG and abs(shift) % OCTAVE:
        yield _other_song(recording)
    elif round(shift):
        yield _other_key(recording, round(shift))
    elif np.mean(np.abs(off - shift) < IN_TUNE) < SAME_SONG:
        yield _other_song(recording)
    else:
        yield from _wrong_notes(recording, sung, shift)


def shift_of(heard: Heard, part: Part, off: np.ndarray) -> float:
    """Semitones that the singing is above the score, the tuning with it; `off` has a value a note.

    By what most notes agree on; by the pitches that are sung at all where the notes do not agree, since an
    octave can lead an alignment astray.
    """
    steps = np.arange(-LARGEST, LARGEST + STEP, STEP)
    near = np.array([np.mean(np.abs(off - step) < IN_TUNE) for step in steps])
    best = steps[near >= near.max() - 1e-9]
    shift = float(np.median(off[np.abs(off - np.median(best)) < IN_TUNE])) if near.max() > 0 else 0.0
    if near.max() >= SAME_SONG:
        return shift
    here, up, down = (overlap(heard, part, moved) for moved in (0, OCTAVE, -OCTAVE))
    if max(up, down) > here + OCTAVE_GAIN:
        return float(OCTAVE if up > down else -OCTAVE)
    return 0.0


def overlap(heard: Heard, part: Part, shift: int) -> float:
    """The share of the singing that is at pitches of the score, moved by `shift` semitones; 0..1."""
    f0 = heard.f0_hz[(heard.f0_hz > 0) & heard.sung]
    midi = to_midi(f0) - shift
    notes = [(note.midi, float(note.duration)) for note in part.notes if note.midi is not None]
    bins = np.arange(LOWEST, HIGHEST + 1)
    sung, _ = np.histogram(midi, bins - 0.5)
    written, _ = np.histogram([m for m, _ in notes], bins - 0.5, weights=[d for _, d in notes])
    return float(np.minimum(sung / max(sung.sum(), 1), written / max(written.sum(), 1e-9)).sum())


def _other_song(recording: Recording) -> Finding:
    return fail(
        "other-song",
        recording.sound,
        Text(
            f"{recording.source.name}의 노래가 아닌 것 같습니다: 가락이 맞지 않습니다.",
            f"This seems not to be the song of {recording.source.name}: the melody is another.",
        ),
        Text(
            "녹음과 악보의 이름이 서로 맞는지, 악보의 첫 파트를 불렀는지 보세요.",
            "See whether the recording stands beside the right score, and sings its first part.",
        ),
    )


def _other_key(recording: Recording, shift: int) -> Finding:
    octaves, rest = divmod(abs(shift), OCTAVE)
    up = shift > 0
    if rest:
        much = Text(f"반음 {abs(shift)}개만큼", f"{abs(shift)} semitone{'s' if abs(shift) > 1 else ''}")
    else:
        much = Text(
            "한 옥타브" if octaves == 1 else f"{octaves}옥타브",
            "an octave" if octaves == 1 else f"{octaves} octaves",
        )
    message = Text(
        f"악보보다 {much.ko} {'높게' if up else '낮게'} 불렀습니다.",
        f"It is sung {much.en} {'above' if up else 'below'} the score.",
    )
    return fail("key", recording.sound, message, _how_to_shift(recording, shift))


def _how_to_shift(recording: Recording, shift: int) -> Text:
    name = recording.source.name
    if recording.source.suffix.lower() != ".chang":
        return Text(
            f"{name}의 음을 모두 반음 {shift:+d}개 옮기거나, 적힌 높이로 다시 부르세요.",
            f"Move all notes of {name} by {shift:+d} semitones, or sing at the written pitch.",
        )
    line = f"transpose: {written_transpose(recording.source) + shift}"
    return Text(
        f"{name}의 첫 대목([…]) 앞에 `{line}` 한 줄을 적으세요(있으면 고치세요).",
        f"Write the line `{line}` into {name}, before its first section (or change the one there).",
    )


def written_transpose(song: Path) -> int:
    """What the song's own `transpose` says; 0 if nothing, or if the file is not to be read."""
    try:
        found = re.search(r"^\s*transpose\s*:\s*([+-]?\d+)", song.read_text("utf-8-sig"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return 0
    return int(found[1]) if found else 0


def wrong_notes(sung: SungPart, shift: float) -> list[SungNote]:
    """Notes at another pitch than is written."""
    return [one for one in sung.judged if IN_TUNE <= abs(one.off - shift) <= FARTHEST]


def _wrong_notes(recording: Recording, sung: SungPart, shift: float) -> Iterator[Finding]:
    wrong = wrong_notes(sung, shift)
    for one in wrong[:MOST_WRONG]:
        where = named(sung.part, one)
        written, heard = pitch_name(one.note.midi), pitch_name(round(one.midi - shift))
        yield warn(
            "wrong-note",
            recording.sound,
            Text(
                f"{where.ko}: {written}인데 {heard}{as_if(heard)} 불렀습니다.",
                f"{where.en} is {written}, but sung as {heard}.",
            ),
            _SUNG_OR_WRITTEN,
            (one.start_s, one.end_s),
        )
    if len(wrong) > MOST_WRONG:
        more = len(wrong) - MOST_WRONG
        yield warn(
            "wrong-note",
            recording.sound,
            Text(f"그 밖에 {more}개의 음이 악보와 다릅니다.", f"{more} more notes are not as written."),
            _SUNG_OR_WRITTEN,
            (wrong[MOST_WRONG].start_s, wrong[-1].end_s),
        )


_SUNG_OR_WRITTEN = Text(
    "그렇게 부른 것이 맞으면 악보를 고치세요. 배울 때에는 부른 높이를 따르니 그냥 두어도 됩니다.",
    "If it is meant so, change the score. It may stay too: training goes by the pitch as sung.",
)
