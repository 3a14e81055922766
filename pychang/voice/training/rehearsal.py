"""What the recordings lack is learned from the voice that the run begins with, coloured as they are.

A few minutes hold few of the sounds of Korean. A network that is trained on them alone forgets the others, or
sings them in the timbre that it came with. So the voice begun with sings made-up songs, and its pictures are
coloured as the recordings are. A phone counts the less there, the more of it was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pychang.diagnostic import Text
from pychang.image import Conditioning, draw_conditioning
from pychang.korean import pronounce, to_phones
from pychang.korean.model import PHONES
from pychang.performance import perform
from pychang.voice import Voice
from pychang.voice.formant.corpus import CorpusSettings, made_up_song
from pychang.voice.training.batches import Shelf
from pychang.voice.training.colour import colour_of
from pychang.voice.training.dataset import Song, has_song, open_songs, write_pictures
from pychang.voice.training.train import Report

SONGS = 16  # some twenty seconds each
KNOWN_S = 0.2  # of a phone in the recordings: then it counts half in what is rehearsed
NARROWEST = 7  # semitones; where recordings and voice share fewer, the voice rehearses in its own range


def rehearse(
    songs: Sequence[Song], voice: Voice, sung: tuple[int, int], seed: int, folder: Path, report: Report
) -> list[Song]:
    """Made-up songs, sung by a voice in the colour of `songs`, whose range in MIDI numbers is `sung`."""
    missing = [number for number in range(SONGS) if not has_song(folder, number)]
    if missing:
        report(Text("녹음에 없는 소리를 익힐 노래를 짓습니다.", "making songs of what the recordings lack"))
        colour = colour_of(songs, voice)
        settings = CorpusSettings(SONGS, 8, *_range(voice, sung), seed)
        for done, number in enumerate(missing, SONGS - len(missing) + 1):
            conditioning = _made_up(settings, number, voice)
            picture = colour.on(voice.sing_whole(conditioning), conditioning.strip)
            write_pictures(folder, number, conditioning, picture)
            if done % 4 == 0:
                report(Text(f"지은 노래 {done}/{SONGS}", f"made-up songs: {done} of {SONGS}"))
    return open_songs(folder)


def _range(voice: Voice, sung: tuple[int, int]) -> tuple[int, int]:
    low, high = max(sung[0], voice.card.low_midi - 2), min(sung[1], voice.card.high_midi + 2)
    return (low, high) if high - low >= NARROWEST else (voice.card.low_midi - 2, voice.card.high_midi + 2)


def _made_up(settings: CorpusSettings, number: int, voice: Voice) -> Conditioning:
    score = made_up_song(settings, np.random.default_rng([settings.seed, number]))
    part = score.parts[0]
    phones = to_phones(pronounce(part.syllables), part.syllables)
    return draw_conditioning(perform(score, part, phones, voice.card.vibrato), voice.card.geometry)


def rehearsal_shelf(rehearsed: Sequence[Song], recorded: Sequence[Song], share: int, frame_s: float) -> Shelf:
    """Rehearsed songs, in which a phone counts the less, the more of it was recorded."""
    seconds = frame_s * sum(np.asarray(song.strip[:, : len(PHONES)]).sum(axis=0) for song in recorded)
    return Shelf(rehearsed, share, (1.0 / (1.0 + seconds / KNOWN_S)).astype(np.float32))
