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
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
from own_recordings import RATE, SINGER, SONGS, Half, halves_of, write_labelled, write_scored
from speed import peak_memory, pychang

from pychang.evaluation import compare, distortion, spectrum
from pychang.evaluation.evaluate import evaluate
from pychang.evaluation.model import Chosen, Evaluation, Figures
from pychang.performance import Phone
from pychang.recordings.find import find_recordings
from pychang.recordings.model import Recording
from pychang.voice import read_card
from pychang.voice.formant import sing_formants
from pychang.voice.formant.corpus import sing_corpus_song
from pychang.world import World

Row = tuple[str, str, str]

MINUTES = 30.0
SPARE_MINUTES = 10.0  # for aligning and writing, beside the training
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


# ── what they share ──────────────────────────────────────────────────────────────────────────────


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
