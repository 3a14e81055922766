"""A voice of one's own, in numbers: each against its aim.

    python tests/bench/own_voice.py --recording SONG.wav --score SONG.chang [--minutes 30]
    python tests/bench/own_voice.py --singer [--minutes 30]
    python tests/bench/own_voice.py --hour

`--recording` cuts a recording in two at a pause, trains on one half and sings the other, both ways round.
`--singer` trains on ten minutes of the formant singer with another mouth. `--hour` compares the memory of
aligning and of making the data for an hour of recordings with that for ten minutes. Needs `pychang[train]`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from pychang.recordings.aligned import alignment_of
from speed import peak_memory, pychang

from pychang.evaluation import compare, distortion, spectrum
from pychang.evaluation.evaluate import evaluate
from pychang.evaluation.model import Chosen, Evaluation, Figures
from pychang.korean.model import BREATH, SILENCE
from pychang.performance import Phone
from pychang.performance.clock import clock_of
from pychang.recordings.find import find_recordings
from pychang.recordings.model import Recording
from pychang.recordings.sound import read_mono
from pychang.recordings.textgrid import write_textgrid
from pychang.score.model import Part, Score, TempoPoint
from pychang.voice import read_card
from pychang.voice.formant import Timbre, sing_formants
from pychang.voice.formant.corpus import CorpusSettings, made_up_song, sing_corpus_song
from pychang.world import World

Row = tuple[str, str, str]

RATE = 22050
MINUTES = 30.0
SPARE_MINUTES = 10.0  # for aligning and writing, beside the training
SINGER = Timbre(formant_scale=0.86, upper_scale=0.9, open_phase=0.62, tilt_db=9.0)
SONGS = CorpusSettings(songs=12, phrases=7, seed=20261124)
HELD_OUT = ("song00", "song01")
SETTINGS = """[voice]
name = "bench"
description = ""
licence = "for this bench alone"
singer = ""
consent = ""

[recordings]
folder = "recordings"
held_out = [{held_out}]

[training]
from = "sora"
seed = 1
"""


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--recording", type=Path)
    arguments.add_argument("--score", type=Path, help="a .chang, or a .mid with a .txt beside it")
    arguments.add_argument("--singer", action="store_true")
    arguments.add_argument("--hour", action="store_true")
    arguments.add_argument("--minutes", type=float, default=MINUTES, help="of training, for each voice")
    arguments.add_argument("--keep", type=Path, help="a folder for the voices and their cards")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        rows: list[Row] = []
        if given.recording:
            rows += halves_rows(given.recording, given.score, folder, given.minutes)
        if given.singer:
            rows += singer_rows(folder / "singer", given.minutes)
        if given.hour:
            rows += hour_rows(folder)
    width = max((len(name) for name, _, _ in rows), default=0)
    print("\n".join(f"{name:{width}}  {value:>34}  {aim}" for name, value, aim in rows))


# ── halves of one recording ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Half:
    """One half of a recording: its sound, its phones in its own time, its part of the score."""

    name: str
    sound: np.ndarray
    phones: tuple[Phone, ...]
    score: Score


def halves_rows(recording: Path, score: Path, folder: Path, minutes: float) -> list[Row]:
    first, second = halves_of(recording, score, folder / "whole")
    rows = []
    for learnt, unseen in ((second, first), (first, second)):
        home = folder / f"sings-{unseen.name}"
        write_labelled(home / "recordings", learnt.name, learnt.sound, learnt.phones)
        took_s = train(home, minutes, ())
        evaluation = evaluated(home, unseen)
        rows += [(f"sings the {unseen.name} half", "", ""), *own_rows(evaluation, took_s)]
    return rows


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
    before = [replace(p, end_s=min(p.end_s, cut_s)) for p in phones if p.start_s < cut_s]
    after = [
        replace(
            p,
            start_s=max(p.start_s - cut_s, 0.0),
            end_s=p.end_s - cut_s,
            note=p.note - note if p.note >= 0 else -1,
        )
        for p in phones
        if p.end_s > cut_s
    ]
    notes = len(found[0].score.parts[0].notes)
    return (
        Half("first", sound[:cut], tuple(before), stretch(found[0].score, 0, note)),
        Half("second", sound[cut:], tuple(after), stretch(found[0].score, note, notes)),
    )


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


def evaluated(home: Path, unseen: Half) -> Evaluation:
    """The voice in a folder against a half that it has never heard."""
    path = home / f"{unseen.name}.wav"
    soundfile.write(path, unseen.sound, RATE)
    recording = Recording(unseen.name, path, unseen.score, path, unseen.phones)
    return measured(home, (recording,))


def measured(home: Path, recordings: tuple[Recording, ...]) -> Evaluation:
    from datetime import date

    from pychang.evaluation.page import write_page

    world = World()
    chosen = Chosen(home, recordings, True)
    card, sora = read_card(home), world.card(None, Path())
    evaluation = evaluate(chosen, card, sora, world, lambda done, whole, name: None)
    write_page(evaluation, home / "card.html", "en", date.today())
    return evaluation


def own_rows(evaluation: Evaluation, took_s: float) -> list[Row]:
    own, sora = evaluation.singers.voice, evaluation.singers.reference
    gained = sora.distortion_db - own.distortion_db
    judged = own.spectrum_db[: spectrum.JUDGED]
    return [
        ("  training", f"{took_s / 60:.1f} min", f"<= {MINUTES:.0f} min on two cores"),
        ("  semitones as recorded", f"{100 * own.semitones:.1f} %", ">= 95 %"),
        ("  semitones as written", per_cent(own.semitones_by_score), ">= 95 %"),
        ("  distortion, own", f"{own.distortion_db:.2f} dB", ""),
        ("  distortion, sora", f"{sora.distortion_db:.2f} dB (own is {gained:+.2f} below)", ">= 1.5 below"),
        ("  distortion warped, own and sora", warped(own, sora), ""),
        ("  distortion, round trip", f"{evaluation.singers.round_trip.distortion_db:.2f} dB", ""),
        ("  octaves from 250 Hz to 8 kHz", " ".join(f"{one:+.1f}" for one in judged), "within 2.5 dB each"),
        ("  peeps on held notes", f"{own.peeps} of {own.held_frames} frames", "0"),
    ]


def per_cent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def warped(*figures: Figures) -> str:
    return " ".join(
        "-" if one.warped_distortion_db is None else f"{one.warped_distortion_db:.2f} dB" for one in figures
    )


# ── the formant singer with another mouth ────────────────────────────────────────────────────────


def singer_rows(home: Path, minutes: float) -> list[Row]:
    """Ten minutes of another mouth, and what the network adds to the round trip and to chance."""
    floor, seconds = [], 0.0
    for number in range(SONGS.songs):
        song = sing_corpus_song(number, SONGS, RATE, SINGER)
        name = f"song{number:02d}"
        write_labelled(home / "recordings", name, song.sound, song.performance.phones)
        seconds += len(song.sound) / RATE
        if name in HELD_OUT:
            again = sing_formants(song.performance, RATE, SINGER, seed=1)
            floor.append(distance(song.sound, again, song.performance.phones))
    took_s = train(home, minutes, HELD_OUT)
    found, _ = find_recordings(home, World())
    evaluation = measured(home, tuple(one for one in found if one.name in HELD_OUT))
    trip = evaluation.singers.round_trip.distortion_db
    most = trip + float(np.mean(floor)) + 0.5
    return [
        (f"the formant singer with another mouth, {seconds / 60:.1f} min", "", ""),
        *own_rows(evaluation, took_s),
        ("  noise floor (another seed)", f"{np.mean(floor):.2f} dB", ""),
        (
            "  own against round trip and floor",
            f"{evaluation.singers.voice.distortion_db:.2f} dB",
            f"<= {most:.2f} dB",
        ),
    ]


def distance(one: np.ndarray, other: np.ndarray, phones: tuple[Phone, ...]) -> float:
    """Distortion in dB between two renderings of one performance."""
    heard = [compare.listen(compare.as_long_as(x, len(one)), RATE, (90.0, 900.0)) for x in (one, other)]
    sung = compare.sung_frames(phones, len(heard[0].loud))
    counted = sung & heard[0].loud & heard[1].loud
    return distortion.distortion(heard[0].cepstra, heard[1].cepstra, counted)


# ── an hour ──────────────────────────────────────────────────────────────────────────────────────


def hour_rows(folder: Path) -> list[Row]:
    """Peak memory of aligning, and of making the data, for ten minutes and for an hour."""
    rows = []
    for minutes in (10, 60):
        home = folder / f"{minutes}-minutes"
        write_scored(home / "recordings", minutes)
        write_settings(home, ())
        for name, command in (
            ("aligning", pychang("voice", "align", home)),
            ("making the data", pychang("voice", "train", home, "--stop-after", "0.05")),
        ):
            rows.append(
                (f"peak memory of {name}, {minutes} min", f"{peak_memory(command) / 2**20:.0f} MB", "")
            )
    return rows


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


# ── what they share ──────────────────────────────────────────────────────────────────────────────


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


def write_settings(home: Path, held_out: tuple[str, ...]) -> None:
    names = ", ".join(f'"{name}"' for name in held_out)
    (home / "training.toml").write_text(SETTINGS.format(held_out=names), encoding="utf-8")


def train(home: Path, minutes: float, held_out: tuple[str, ...]) -> float:
    """`pychang voice train`, in a process of its own; the seconds that it took."""
    write_settings(home, held_out)
    began = time.monotonic()
    command = pychang("voice", "train", home, "--stop-after", f"{minutes:g}")
    subprocess.run(command, check=True, timeout=60 * (minutes + SPARE_MINUTES))
    return time.monotonic() - began


if __name__ == "__main__":
    main()
