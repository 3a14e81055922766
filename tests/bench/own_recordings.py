"""Recordings for the bench of a voice of one's own: halves of a real one, and another mouth's."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from pychang.korean.model import BREATH, SILENCE
from pychang.performance import Phone
from pychang.performance.clock import clock_of
from pychang.recordings.aligned import alignment_of
from pychang.recordings.find import find_recordings
from pychang.recordings.sound import read_mono
from pychang.recordings.textgrid import write_textgrid
from pychang.score.model import Part, Score, TempoPoint
from pychang.voice.formant import Timbre
from pychang.voice.formant.corpus import CorpusSettings, made_up_song, sing_corpus_song
from pychang.world import World

RATE = 22050
SINGER = Timbre(formant_scale=0.86, upper_scale=0.9, open_phase=0.62, tilt_db=9.0)
SONGS = CorpusSettings(songs=12, phrases=7, seed=20261124)


@dataclass(frozen=True)
class Half:
    """One half of a recording: its sound, its phones in its own time, its part of the score."""

    name: str
    sound: np.ndarray
    phones: tuple[Phone, ...]
    score: Score


def halves_of(recording: Path, score: Path, folder: Path) -> tuple[Half, Half]:
    """A recording cut at the pause that is nearest to its middle."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(recording, folder / f"song{recording.suffix}")
    for path in (score, score.with_suffix(".txt")):
        if path.exists():
            shutil.copyfile(path, folder / f"song{path.suffix}")
    world = World()
    found, findings = find_recordings(folder, world)
    if not found:
        sys.exit("\n".join(f"{one.path}: {one.message.en}" for one in findings))
    sound = read_mono(found[0].sound, RATE)
    voice = world.voice(world.card(None, Path()))
    phones = alignment_of(folder, found[0], sound, RATE, voice).phones
    at = pause_near_middle(phones)
    cut_s = 0.5 * (phones[at].start_s + phones[at].end_s)
    note = next(phone.note for phone in phones[at:] if phone.note >= 0)
    cut = round(cut_s * RATE)
    before = tuple(replace(p, end_s=min(p.end_s, cut_s)) for p in phones if p.start_s < cut_s)
    after = tuple(moved(p, cut_s, note) for p in phones if p.end_s > cut_s)
    notes = len(found[0].score.parts[0].notes)
    return (
        Half("first", sound[:cut], before, stretch(found[0].score, 0, note)),
        Half("second", sound[cut:], after, stretch(found[0].score, note, notes)),
    )


def moved(phone: Phone, cut_s: float, notes: int) -> Phone:
    """A phone in the time of what follows a cut, which so many notes precede."""
    note = phone.note - notes if phone.note >= 0 else -1
    return replace(phone, start_s=max(phone.start_s - cut_s, 0.0), end_s=phone.end_s - cut_s, note=note)


def pause_near_middle(phones: tuple[Phone, ...]) -> int:
    """Which phone is the pause between notes that is nearest to the middle of what is sung."""
    sung = [i for i, phone in enumerate(phones) if phone.note >= 0]
    middle = 0.5 * (phones[sung[0]].start_s + phones[sung[-1]].end_s)
    pauses = [
        i for i in range(sung[0], sung[-1]) if phones[i].symbol in (SILENCE, BREATH) and phones[i].note < 0
    ]
    if not pauses:
        sys.exit("there is no pause in the recording to cut it at")
    return min(pauses, key=lambda i: abs(phones[i].start_s - middle))


def stretch(score: Score, first: int, last: int) -> Score:
    """Notes `first:last` of the first part as a song of their own."""
    part = score.parts[0]
    notes = part.notes[first:last]
    begin = notes[0].start
    sung = [note.syllable for note in notes if note.syllable is not None]
    syllables = part.syllables[min(sung) : max(sung) + 1]
    moved = tuple(
        replace(
            note,
            start=note.start - begin,
            syllable=None if note.syllable is None else note.syllable - min(sung),
        )
        for note in notes
    )
    current = [point for point in score.tempo if point.position <= begin][-1:]
    tempo = tuple(TempoPoint(Fraction(0), one.quarters_per_minute) for one in current) + tuple(
        replace(point, position=point.position - begin) for point in score.tempo if point.position > begin
    )
    return replace(score, parts=(Part(part.name, moved, syllables),), tempo=tempo, backing=None)


def write_scored(folder: Path, minutes: int) -> None:
    """Recordings of about a minute with tables of their notes; after ten the same songs come again."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds, number = 0.0, 0
    while seconds < 60 * minutes:
        of = number % 10
        name = f"song{number:02d}"
        if number < 10:
            song = sing_corpus_song(of, SONGS, RATE, SINGER)
            soundfile.write(folder / f"{name}.wav", quiet_enough(song.sound), RATE)
            score = made_up_song(SONGS, np.random.default_rng([SONGS.seed, of]))
            (folder / f"{name}.csv").write_text(note_table(score), encoding="utf-8")
        else:
            for ending in ("wav", "csv"):
                shutil.copyfile(folder / f"song{of:02d}.{ending}", folder / f"{name}.{ending}")
        seconds += soundfile.info(str(folder / f"{name}.wav")).duration
        number += 1


def note_table(score: Score) -> str:
    """The notes of a score as the Children's Song Dataset has them, in seconds."""
    clock, part = clock_of(score), score.parts[0]
    rows, before = ["start,end,pitch,syllable"], None
    for note in part.notes:
        if note.midi is not None:
            start, end = clock.at(note.start), clock.at(note.start + note.duration)
            syllable = "-" if note.syllable == before else part.syllables[note.syllable].text
            rows.append(f"{start:.3f},{end:.3f},{note.midi},{syllable}")
        before = note.syllable
    return "\n".join(rows) + "\n"


def write_labelled(folder: Path, name: str, sound: np.ndarray, phones: tuple[Phone, ...]) -> None:
    """A recording with its phones: what a person would have after correcting the alignment."""
    folder.mkdir(parents=True, exist_ok=True)
    length_s = len(sound) / RATE
    kept = [replace(p, end_s=min(p.end_s, length_s)) for p in phones if p.start_s < length_s]
    kept[-1] = replace(kept[-1], end_s=length_s)
    soundfile.write(folder / f"{name}.wav", quiet_enough(sound), RATE)
    write_textgrid(folder / f"{name}.TextGrid", kept, None, length_s)


def quiet_enough(sound: np.ndarray) -> np.ndarray:
    return sound * min(1.0, 0.9 / float(np.abs(sound).max()))
