"""Batches: stretches drawn from the songs of a data set, a little different each time.

Pix2pix jitters its pictures; here a stretch begins anywhere, is somewhat louder or softer (its level row says
so), and what it was to sing is blurred as much as trackers and aligners err.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from pychang.image import Geometry
from pychang.image.conditioning import LEVEL_ROW, LEVEL_SPAN_DB, draw_harmonics
from pychang.image.spectrogram import SILENT
from pychang.korean.model import PHONES
from pychang.sound.grain import grain
from pychang.sound.stft import Stft
from pychang.voice.training.dataset import Song
from pychang.voice.training.settings import TrainingSettings

NEPERS_PER_DB = np.log(10) / 20


@dataclass(frozen=True)
class Batch:
    """float32; harmonics (batch, frames, bins, 2), strip (…, STRIP_ROWS), picture (…, bins).

    grain (batch, frames, bins): what the sound stage will add to a painted picture where it shows noise, in
    units of the picture. weight (batch, frames): how much a frame counts.
    """

    harmonics: np.ndarray
    strip: np.ndarray
    picture: np.ndarray
    grain: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Shelf:
    """Songs that `share` stretches of each batch are drawn from.

    `phone_weight` (len(PHONES),): how much each phone counts in them.
    """

    songs: Sequence[Song]
    share: int
    phone_weight: np.ndarray

    @classmethod
    def of(cls, songs: Sequence[Song], share: int) -> Shelf:
        return cls(songs, share, np.ones(len(PHONES), np.float32))


def draw_batch(
    shelves: Sequence[Shelf], geometry: Geometry, how: TrainingSettings, random: np.random.Generator
) -> Batch:
    """A batch from all shelves, in their order; long songs are drawn as much more often."""
    return _stack(
        _draw(shelf, geometry, how, random)
        for shelf in shelves
        for _ in range(shelf.share if shelf.songs else 0)
    )


def _draw(shelf: Shelf, geometry: Geometry, how: TrainingSettings, random: np.random.Generator) -> Batch:
    starts = np.array([max(len(song) - how.crop_frames, 0) + 1 for song in shelf.songs])
    song = shelf.songs[int(random.choice(len(starts), p=starts / starts.sum()))]
    start = int(random.integers(max(len(song) - how.crop_frames, 0) + 1))
    stretch = song.stretch(start, start + how.crop_frames)
    gain_db = float(random.uniform(-how.gain_db, how.gain_db))
    louder = _louder(stretch, gain_db, geometry)
    weight = (louder.strip[:, : len(PHONES)] @ shelf.phone_weight) * louder.curves[:, 2]
    blurred = _blurred(louder, how, random)
    f0_hz, voiced = blurred.curves[:, 0], blurred.curves[:, 1]
    factor = grain(f0_hz, voiced, Stft.of(geometry), 0, int(random.integers(2**31)))
    return Batch(
        draw_harmonics(f0_hz, voiced, geometry),
        blurred.strip,
        blurred.picture,
        2.0 * np.log(factor[1:].T) / (geometry.log_ceiling - geometry.log_floor),
        weight,
    )


def _louder(song: Song, gain_db: float, geometry: Geometry) -> Song:
    """The same at another level; what is silent stays so."""
    step = 2.0 * gain_db * NEPERS_PER_DB / (geometry.log_ceiling - geometry.log_floor)
    strip = song.strip.copy()
    strip[:, LEVEL_ROW] += gain_db / LEVEL_SPAN_DB
    picture = np.where(song.picture > SILENT, np.clip(song.picture + step, -1.0, 1.0), song.picture)
    return replace(song, strip=strip, picture=picture)


def _blurred(song: Song, how: TrainingSettings, random: np.random.Generator) -> Song:
    """What was to be sung, as far off as it may be known."""
    strip = song.strip + how.noise * random.standard_normal(song.strip.shape, np.float32)
    strip[:, -1] = 1.0  # the row that is always 1
    detuned = 2.0 ** (how.detune_cents / 1200.0 * random.standard_normal())
    curves = song.curves * np.array([detuned, 1.0, 1.0], np.float32)
    return replace(song, strip=strip, curves=curves)


def _stack(batches: Iterable[Batch]) -> Batch:
    cuts = list(batches)
    return Batch(*(np.stack([getattr(c, f.name) for c in cuts]).astype(np.float32) for f in fields(Batch)))
