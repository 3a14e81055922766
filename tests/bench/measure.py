"""Measure PyChang: a table of numbers, each against its aim.

    python tests/bench/measure.py [--ear EAR.py] [SONG…]

Needs `pychang[train]` and some minutes. `--ear` is a phone recogniser, called as `EAR.py WAV --sung FILE`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import metrics
import numpy as np
import soundfile
from speed import speed_rows

from pychang.compile import cues_of, write_song
from pychang.image import draw_conditioning
from pychang.performance import Performance, Phrase
from pychang.reading import Reading, read_song
from pychang.singing import Cue, key_of, sing
from pychang.sound.stft import Stft
from pychang.voice import Voice
from pychang.voice.formant import sing_formants
from pychang.voice.formant.corpus import sing_corpus_song
from pychang.voice.training.dataset import picture_of_sound
from pychang.voice.training.settings import read_settings
from pychang.world import World

SONGS = Path(__file__).parents[2] / "songs"
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


def first_part(reading: Reading) -> Reading:
    """The song with its first part alone, in the middle: nobody can tell the pitch of several at once."""
    part = replace(reading.score.parts[0], pan=0.0)
    return replace(reading, score=replace(reading.score, parts=(part,), backing=None))


def measure_song(path: Path, world: World, voice: Voice, ear: Path | None) -> dict:
    """Everything about the first part of a song, as it is built alone, and sung by the formant singer."""
    reading = first_part(read_song(path, world))
    with tempfile.TemporaryDirectory() as folder:
        wav, reference = Path(folder) / "voice.wav", Path(folder) / "singer.wav"
        write_song(reading, wav, None, world)
        sound, rate = soundfile.read(wav)
        song = metrics.sung_song(reading.score, voice.card, sound)
        singer = sing_formants(song.performance, rate)
        soundfile.write(reference, singer / max(1.0, float(np.abs(singer).max())), rate)
        errors = {
            key: metrics.phone_errors(ear, file, song.part) if ear else (0.0, 1)
            for key, file in (("voice_errors", wav), ("singer_errors", reference))
        }
    conditioning = draw_conditioning(song.performance, voice.card.geometry)
    painted = voice.sing_whole(conditioning)
    pitch, held = metrics.pitch_errors(song)
    onsets, looked_for = metrics.onset_errors(song)
    found = {
        **errors,
        "pitch": pitch,
        "held": held,
        "onsets": onsets,
        "looked_for": looked_for,
        "peeps": np.sum([peeps_of(cue, world) for cue in cues_of(reading)[0]], axis=0),
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


def peeps_of(cue: Cue, world: World) -> tuple[int, int]:
    """Peeps of a phrase, sung by itself: its sound and its picture have the same frames."""
    geometry = cue.card.geometry
    conditioning = draw_conditioning(cue.phrase.performance, geometry)
    painted = world.voice(cue.card).sing_whole(conditioning)
    sung = next(sing([cue], world))
    sound = np.zeros((len(conditioning) - 1) * geometry.hop, np.float32)
    sound[sung.lead : sung.lead + len(sung.samples)] = sung.samples
    return metrics.peeps(painted, sound, cue.phrase.performance, geometry)


def sung_by(voice: Voice, performance: Performance) -> np.ndarray:
    """A whole performance in the voice's own level: float32 (samples,)."""
    cue = Cue(Phrase(0.0, performance, ()), voice.card, 0.0, key_of(performance, voice.card))
    return next(sing([cue], World())).samples


def spectrum_against_corpus(voice: Voice) -> str:
    """By how many dB each octave of re-sung corpus songs differs from the corpus."""
    geometry = voice.card.geometry
    stft = Stft.of(geometry)
    made, wanted = [], []
    settings = read_settings(voice.card.folder / "training.toml")
    for number in range(settings.training.held_out):
        song = sing_corpus_song(number, settings.data, geometry.sample_rate, None)
        wanted.append(np.abs(stft.forward(song.sound)))
        made.append(np.abs(stft.forward(sung_by(voice, song.performance))))
    spectra = [metrics.long_term_spectrum(np.concatenate(m, axis=1), geometry.bin_hz) for m in (made, wanted)]
    return " ".join(f"{d:+.1f}" for d in spectra[0] - spectra[1])


if __name__ == "__main__":
    main()
