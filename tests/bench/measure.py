"""Measure PyChang: a table of numbers, each against its aim.

    python tests/bench/measure.py [--ear EAR.py] [SONG…]

Needs `pychang[train]` and some minutes. `--ear` is a phone recogniser, called as `EAR.py WAV --sung FILE`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import metrics
import numpy as np
import soundfile

from pychang.compile import World, read_song
from pychang.image import draw_conditioning
from pychang.sound.stft import Stft
from pychang.voice import Voice
from pychang.voice.formant import sing_formants
from pychang.voice.formant.corpus import sing_corpus_song
from pychang.voice.training.dataset import picture_of_sound
from pychang.voice.training.settings import read_settings

SONGS = Path(__file__).parents[2] / "songs"
LIBROSA = """
import numpy as np, librosa
picture = np.abs(np.random.default_rng(0).standard_normal(({bins}, {frames}))).astype("f4")
librosa.griffinlim(picture, n_iter=32, hop_length={hop}, n_fft={n_fft})
"""

Row = tuple[str, str, str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("songs", nargs="*", type=Path, default=sorted(SONGS.glob("*.chang")))
    arguments.add_argument("--ear", type=Path)
    arguments.add_argument("--only", choices=["sound", "speed"])
    given = arguments.parse_args()
    rows: list[Row] = []
    if given.only != "speed":
        rows += sound_rows(given.songs, given.ear)
    if given.only != "sound":
        rows += speed_rows()
    width = max(len(name) for name, _, _ in rows)
    print("\n".join(f"{name:{width}}  {value:>22}  {aim}" for name, value, aim in rows))


def sound_rows(songs: list[Path], ear: Path | None) -> list[Row]:
    """How good the voice and the formant singer are, over whole songs."""
    world = World()
    voice = world.voice(world.card(None, Path()))
    seen = [measure_song(path, world, voice, ear) for path in songs]
    joined = {key: np.concatenate([one[key] for one in seen]) for key in ("pitch", "held", "onsets")}
    peeping, held = np.sum([one["peeps"] for one in seen], axis=0)
    rows: list[Row] = []
    if ear:
        for key, name in (("singer_errors", "the formant singer"), ("voice_errors", voice.card.name)):
            rate = np.average([one[key][0] for one in seen], weights=[one[key][1] for one in seen])
            rows.append(
                (f"phone error rate, {name}", f"{rate:.3f}", "<= 0.50, voice within 0.03 of the singer")
            )
    right = np.mean(np.abs(joined["pitch"]) <= 0.5)
    return [
        *rows,
        ("semitone accuracy", f"{100 * right:.2f} %", ">= 97 %"),
        (
            "median pitch error, held notes",
            f"{100 * np.median(np.abs(joined['held'])):.1f} cents",
            "<= 10 cents",
        ),
        (
            "vowel onset against the beat",
            onset_words(joined["onsets"], seen),
            "median <= 15 ms",
        ),
        ("peeps on held notes", f"{peeping} of {held} frames", "0"),
        ("long-term spectrum by octave", spectrum_against_corpus(voice), "within 2 dB of the corpus"),
        ("log-spectral distance", f"{np.mean([one['distance'] for one in seen]):.2f} dB", "<= 3.5 dB"),
    ]


def onset_words(onsets: np.ndarray, seen: list[dict]) -> str:
    looked_for = sum(one["looked_for"] for one in seen)
    return f"{1000 * np.median(np.abs(onsets)):.0f} ms ({len(onsets)} of {looked_for})"


def measure_song(path: Path, world: World, voice: Voice, ear: Path | None) -> dict:
    """Everything about one song, built by the command and sung by the formant singer."""
    reading = read_song(path, world)
    with tempfile.TemporaryDirectory() as folder:
        wav, reference = Path(folder) / "voice.wav", Path(folder) / "singer.wav"
        subprocess.run([sys.executable, "-m", "pychang", "build", path, "-o", wav, "--quiet"], check=True)
        sound, rate = soundfile.read(wav)
        song = metrics.sung_song(reading.score, voice.card, sound)
        singer = sing_formants(song.performance, rate)
        soundfile.write(reference, singer / max(1.0, float(np.abs(singer).max())), rate)
        errors = {
            key: metrics.phone_errors(ear, file, song.part) if ear else (0.0, 1)
            for key, file in (("voice_errors", wav), ("singer_errors", reference))
        }
    conditioning = draw_conditioning(song.performance, voice.card.geometry)
    painted = np.concatenate([picture for _, picture in voice.sing(conditioning)])
    pitch, held = metrics.pitch_errors(song)
    onsets, looked_for = metrics.onset_errors(song)
    found = {
        **errors,
        "pitch": pitch,
        "held": held,
        "onsets": onsets,
        "looked_for": looked_for,
        "peeps": metrics.peeps(painted, song, conditioning),
        "distance": metrics.log_spectral_distance(
            painted, picture_of_sound(singer, voice.card.geometry), conditioning
        ),
    }
    print(
        f"{path.stem:22} errors {errors['singer_errors'][0]:.3f} {errors['voice_errors'][0]:.3f}"
        f"  semitones {100 * np.mean(np.abs(pitch) <= 0.5):.1f} %"
        f"  onset {1000 * np.median(found['onsets']):+.0f} ms"
        f"  peeps {found['peeps'][0]}  distance {found['distance']:.2f} dB",
        file=sys.stderr,
    )
    return found


def spectrum_against_corpus(voice: Voice) -> str:
    """By how many dB each octave of re-sung corpus songs differs from the corpus."""
    from pychang.compile import sing

    geometry = voice.card.geometry
    stft = Stft.of(geometry)
    made, wanted = [], []
    settings = read_settings(voice.card.folder / "training.toml")
    for number in range(settings.training.held_out):
        song = sing_corpus_song(number, settings.corpus, geometry.sample_rate, None)
        wanted.append(np.abs(stft.forward(song.sound)))
        made.append(np.abs(stft.forward(np.concatenate(list(sing(song.performance, voice))))))
    spectra = [metrics.long_term_spectrum(np.concatenate(m, axis=1), geometry.bin_hz) for m in (made, wanted)]
    return " ".join(f"{d:+.1f}" for d in spectra[0] - spectra[1])


def speed_rows() -> list[Row]:
    """How fast the commands are, cold, and how much memory a long song takes."""
    with tempfile.TemporaryDirectory() as folder:
        minute = write_song(Path(folder) / "minute.chang", bars=25)
        long = write_song(Path(folder) / "long.chang", bars=250)
        lines = write_song(Path(folder) / "lines.chang", bars=196)
        build = best_of(3, [sys.executable, "-m", "pychang", "build", minute, "--quiet"])
        check = best_of(5, [sys.executable, "-m", "pychang", "check", lines])
        card = World().card(None, Path())
        frames = int(60 / card.geometry.frame_s)
        sizes = {"bins": card.geometry.bins + 1, "hop": card.geometry.hop, "n_fft": card.geometry.n_fft}
        librosa = best_of(3, [sys.executable, "-c", LIBROSA.format(frames=frames, **sizes)])
        breathless = write_song(
            Path(folder) / "breathless.chang", bars=25, bar="C4:4 E4 G4 E4", words="나는 배야"
        )
        whole = best_of(2, [sys.executable, "-m", "pychang", "build", breathless, "--quiet"])
        memory = peak_memory([sys.executable, "-m", "pychang", "build", long, "--quiet"])
    return [
        ("build of one minute, cold", f"{build:.2f} s", "<= half of librosa.griffinlim"),
        ("the same without a rest", f"{whole:.2f} s (ratio {whole / librosa:.2f})", ""),
        ("librosa.griffinlim, 32 iterations", f"{librosa:.2f} s (ratio {build / librosa:.2f})", ""),
        ("peak memory of ten minutes", f"{memory / 2**20:.0f} MB", "<= 1 GB"),
        ("check of 100 lines, cold", f"{check:.2f} s", "<= 0.5 s"),
    ]


def write_song(path: Path, bars: int, bar: str = "C4:4 E4 G4 r", words: str = "나는 배") -> Path:
    """A song of `bars` bars of 2.4 seconds, four bars a line pair."""
    rows = ["tempo: 100", "[가]"]
    for start in range(0, bars, 4):
        count = min(4, bars - start)
        rows += ["| " + " | ".join([bar] * count) + " |", "> " + " ".join([words] * count)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def best_of(times: int, command: list) -> float:
    """Seconds of the fastest of several runs, process start included."""
    taken = []
    for _ in range(times):
        began = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.monotonic() - began)
    return min(taken)


def peak_memory(command: list) -> int:
    """Bytes that a command has in memory at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} failed")
    assert isinstance(used, resource.struct_rusage)
    return used.ru_maxrss * 1024


if __name__ == "__main__":
    main()
