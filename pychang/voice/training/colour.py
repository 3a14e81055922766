"""What makes recordings sound unlike a voice that sings the same, so that the voice can be coloured so.

Where the voice sounds, the smooth shape of its spectrum is moved by a linear map of its mel cepstrum: that of
frame-by-frame voice conversion (Stylianou et al. 1998, with one component). In cepstra another length of the
vocal tract is such a map too (Pitz & Ney 2005), so that it holds for vowels that were never recorded. It is
found by ridge regression toward no change but a constant one. Where there is noise alone, the change is one
curve along frequency for consonants, and one for breaths, which singers take as loud as they like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pychang.image import Geometry
from pychang.image.conditioning import LEVEL_ROW
from pychang.image.spectrogram import SILENT
from pychang.korean.model import BREATH, PHONES
from pychang.voice import Voice
from pychang.voice.training.dataset import Song, conditioning_of

COEFFICIENTS = 24
RIDGE = 3.0  # in units of the picture, squared, against the sum over frames
SMOOTHING_HZ = 150.0  # deviation of what the colour of noise is smoothed with along frequency
PIECE_FRAMES, MOST_PIECES = 1000, 24  # of recordings that the colour is taken from, spread over all
VOICED_ROW, BREATH_ROW = LEVEL_ROW - 1, PHONES.index(BREATH)
LEAST_FRAMES = 2 * COEFFICIENTS  # with fewer that are voiced, the map is a constant


@dataclass(frozen=True)
class Colour:
    """What to add to a voice's picture.

    Where it sounds: cosines over mel frequency, `shift` and `turn` times the cepstrum's distance from `mean`;
    shapes (COEFFICIENTS,) and (COEFFICIENTS, COEFFICIENTS). Where there is noise alone: `noise` in
    consonants, `breath` in breaths, (bins,) each.
    """

    geometry: Geometry
    mean: np.ndarray
    turn: np.ndarray
    shift: np.ndarray
    noise: np.ndarray
    breath: np.ndarray

    def on(self, picture: np.ndarray, strip: np.ndarray) -> np.ndarray:
        """A picture (frames, bins) in this colour; what was to be sung in it, strip (frames, STRIP_ROWS).

        What is silent stays so.
        """
        cosines, cepstrum = _mel_cosines(self.geometry)
        change = ((picture @ cepstrum.T - self.mean) @ self.turn + self.shift) @ cosines.T
        voiced, breath = (np.clip(strip[:, row, None], 0.0, 1.0) for row in (VOICED_ROW, BREATH_ROW))
        noisy = np.clip(1.0 - voiced - breath, 0.0, 1.0)
        coloured = np.clip(picture + voiced * change + breath * self.breath + noisy * self.noise, -1.0, 1.0)
        return np.where(picture > SILENT, coloured, picture).astype(np.float32)


def colour_of(songs: Sequence[Song], voice: Voice) -> Colour:
    """How recordings are coloured, against a voice that sings the same."""
    geometry = voice.card.geometry
    _, cepstrum = _mel_cosines(geometry)
    own, theirs = [np.zeros((0, COEFFICIENTS))], [np.zeros((0, COEFFICIENTS))]
    total, count = np.zeros((2, geometry.bins)), np.full((2, geometry.bins), 1e-6)
    for song, painted in _sung_alike(songs, voice):
        believed = song.curves[:, 2] > 0
        voiced = believed & (song.curves[:, 1] > 0.99)
        own.append(painted[voiced] @ cepstrum.T)
        theirs.append(song.picture[voiced] @ cepstrum.T)
        heard = (painted > SILENT) & (song.picture > SILENT)
        breath = song.strip[:, BREATH_ROW] > 0.99
        for i, kind in enumerate((~breath, breath)):
            rows = believed & kind & (song.curves[:, 1] < 0.01)
            total[i] += np.where(heard, song.picture - painted, 0.0)[rows].sum(axis=0)
            count[i] += heard[rows].sum(axis=0)
    mapped = _linear(np.concatenate(own), np.concatenate(theirs))
    curves = (_smooth(t, c, geometry.bin_hz) for t, c in zip(total, count, strict=True))
    return Colour(geometry, *mapped, *curves)


def _sung_alike(songs: Sequence[Song], voice: Voice) -> Iterator[tuple[Song, np.ndarray]]:
    """Stretches from all over the songs, each with what the voice paints for the same."""
    places = [(song, start) for song in songs for start in range(0, len(song), PIECE_FRAMES)]
    chosen = np.linspace(0, len(places) - 1, min(len(places), MOST_PIECES)).round().astype(int)
    for song, start in (places[i] for i in chosen):
        piece = song.stretch(start, min(start + PIECE_FRAMES, len(song)))
        yield piece, voice.sing_whole(conditioning_of(piece, voice.card.geometry))


def _linear(own: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(mean, turn, shift) that lead from cepstra (frames, COEFFICIENTS) to others."""
    change = theirs - own
    if len(own) < LEAST_FRAMES:
        shift = change.mean(axis=0) if len(own) else np.zeros(COEFFICIENTS)
        return np.zeros(COEFFICIENTS), np.zeros((COEFFICIENTS, COEFFICIENTS)), shift
    mean, shift = own.mean(axis=0), change.mean(axis=0)
    centred = own - mean
    spread = centred.T @ centred + RIDGE * np.eye(COEFFICIENTS)
    turn = np.linalg.solve(spread, centred.T @ (change - shift))
    turn[:, 0] = 0.0  # how loud a vowel is does not follow from its shape
    return mean, turn, shift


def _mel_cosines(geometry: Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Cosines over mel frequency (bins, COEFFICIENTS), and what finds their weights (COEFFICIENTS, bins)."""
    hz = np.arange(1, geometry.bins + 1) * geometry.bin_hz
    mel = np.log1p(hz / 700.0)
    along = (mel - mel[0]) / (mel[-1] - mel[0])
    cosines = np.cos(np.pi * np.outer(along, np.arange(COEFFICIENTS)))
    width = np.gradient(along)  # each bin counts by how much of the mel scale it takes
    normal = cosines.T @ (width[:, None] * cosines)
    return cosines, np.linalg.solve(normal, cosines.T * width)


def _smooth(total: np.ndarray, count: np.ndarray, bin_hz: float) -> np.ndarray:
    """Mean along frequency, each bin with its neighbours, those of which there is more the more."""
    from scipy.ndimage import gaussian_filter1d

    width = SMOOTHING_HZ / bin_hz
    return gaussian_filter1d(total, width, mode="nearest") / gaussian_filter1d(count, width, mode="nearest")
