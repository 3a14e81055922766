"""Looking at a run while it goes: losses of the held-out songs, pictures, sung excerpts, TensorBoard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pychang.image import Geometry, to_magnitude
from pychang.image.conditioning import LEVEL_ROW, draw_harmonics
from pychang.sound.grain import grain
from pychang.sound.griffin_lim import griffin_lim
from pychang.sound.stft import Stft
from pychang.voice.training.dataset import Song
from pychang.voice.training.losses import l1_loss, spectral_loss
from pychang.voice.training.settings import RunSettings
from pychang.whole import whole_or_nothing

if TYPE_CHECKING:
    import keras

MOST_STRETCHES = 24  # of held-out songs that are looked at
EXCERPT_FRAMES = 900  # some eight seconds
EXCERPT_PEAK = 0.7


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a held-out song, and what the voice made of it; pictures (frames, bins)."""

    song: Song
    made: np.ndarray

    @property
    def wanted(self) -> np.ndarray:
        return np.asarray(self.song.picture, np.float32)


class Looker:
    """Looks at the held-out songs with the averaged generator."""

    def __init__(self, model: keras.Model, songs: list[Song], settings: RunSettings, run: Path) -> None:
        self._paint = _painter(model)
        self._settings, self._run = settings, run
        self._stretches = list(stretches(songs, settings.geometry.frames))
        self._excerpt = loudest_stretch(songs, EXCERPT_FRAMES)
        self._writer = _Board(run / "tensorboard")

    def loss(self) -> tuple[float, float]:
        """(L1, spectral loss) of the held-out songs."""
        import tensorflow as tf

        span = self._settings.geometry.log_ceiling - self._settings.geometry.log_floor
        found = []
        for song in self._stretches:
            made, wanted = self._paint(song, self._settings.geometry), np.asarray(song.picture, np.float32)
            weight = tf.constant(song.curves[None, :, 2])
            found.append(
                (
                    float(l1_loss(wanted[None], made[None], weight)),
                    float(spectral_loss(wanted[None], made[None], weight, span)),
                )
            )
        l1, spectral = np.mean(found, axis=0)
        return float(l1), float(spectral)

    def show(self, step: int) -> None:
        """A picture, wanted above and made below, and what it sounds like, into the run's folder."""
        geometry = self._settings.geometry
        excerpt = Excerpt(self._excerpt, self._paint(self._excerpt, geometry))
        picture = self._run / "pictures" / f"{step:06d}.png"
        draw_pair(excerpt.wanted, excerpt.made, picture)
        sound = sing_picture(excerpt.made, excerpt.song, geometry)
        write_excerpt(self._run / "excerpts" / f"{step:06d}.wav", sound, geometry)
        first = self._run / "excerpts" / "wanted.wav"
        if not first.exists():
            write_excerpt(
                first, sing_picture(excerpt.wanted, excerpt.song, geometry, grained=False), geometry
            )
        self._writer.show(step, excerpt, sound, geometry)

    def log(self, step: int, figures: dict[str, float]) -> None:
        self._writer.log(step, figures)


def _painter(model: keras.Model) -> Callable[[Song, Geometry], np.ndarray]:
    """What makes pictures (frames, bins) of what songs were to sing."""
    import tensorflow as tf

    graph = tf.function(lambda harmonics, strip: model([harmonics, strip], training=False))

    def paint(song: Song, geometry: Geometry) -> np.ndarray:
        harmonics = draw_harmonics(song.curves[:, 0], song.curves[:, 1], geometry)
        return graph(tf.constant(harmonics[None]), tf.constant(np.asarray(song.strip)[None])).numpy()[0]

    return paint


def stretches(songs: list[Song], frames: int) -> Iterator[Song]:
    """Stretches of `frames` frames of songs, at most MOST_STRETCHES, spread evenly over all of them."""
    places = [(song, start) for song in songs for start in range(0, max(len(song) - frames, 0) + 1, frames)]
    for i in sorted({round(x) for x in np.linspace(0, len(places) - 1, min(len(places), MOST_STRETCHES))}):
        song, start = places[i]
        yield song.stretch(start, start + frames)


def loudest_stretch(songs: list[Song], frames: int) -> Song:
    """Where most is sung and loud."""
    best = max(
        ((song, start) for song in songs for start in range(0, max(len(song) - frames, 0) + 1, frames // 4)),
        key=lambda place: float(_sung(place[0], place[1], frames)),
    )
    return best[0].stretch(best[1], min(best[1] + frames, len(best[0])))


def _sung(song: Song, start: int, frames: int) -> float:
    rows = slice(start, start + frames)
    return float((song.curves[rows, 1] * (1.0 + song.strip[rows, LEVEL_ROW])).sum())


def sing_picture(picture: np.ndarray, song: Song, geometry: Geometry, grained: bool = True) -> np.ndarray:
    """float32 (samples,); `grained`: the picture is painted, and has no grain of its own."""
    stft = Stft.of(geometry)
    f0_hz, voiced = np.array(song.curves[:, 0]), np.array(song.curves[:, 1])
    magnitude = to_magnitude(picture, geometry)
    if grained:
        magnitude = magnitude * grain(f0_hz, voiced, stft, 0)
    return griffin_lim(magnitude, f0_hz, voiced, stft)


def write_excerpt(path: Path, sound: np.ndarray, geometry: Geometry) -> None:
    """A WAV, as loud as it may be."""
    import soundfile

    path.parent.mkdir(parents=True, exist_ok=True)
    peak = float(np.abs(sound).max()) or 1.0
    with whole_or_nothing(path) as unfinished:
        soundfile.write(
            unfinished, sound * (EXCERPT_PEAK / peak), geometry.sample_rate, "PCM_16", format="WAV"
        )


def draw_pair(wanted: np.ndarray, made: np.ndarray, path: Path) -> None:
    """Two pictures (frames, bins) one above the other, in a PNG."""
    from matplotlib.image import imsave

    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_nothing(path) as unfinished:
        imsave(unfinished, pair(wanted, made).T[::-1], cmap="magma", vmin=-1, vmax=1, format="png")


def pair(wanted: np.ndarray, made: np.ndarray) -> np.ndarray:
    """Both, (frames, 2 * bins + 6)."""
    return np.concatenate([made, np.ones((len(wanted), 6), np.float32), wanted], axis=1)


class _Board:
    """TensorBoard's logs."""

    def __init__(self, folder: Path) -> None:
        import tensorflow as tf

        self._writer = tf.summary.create_file_writer(str(folder))

    def log(self, step: int, figures: dict[str, float]) -> None:
        import tensorflow as tf

        with self._writer.as_default():
            for name, value in figures.items():
                tf.summary.scalar(name, value, step=step)
        self._writer.flush()

    def show(self, step: int, excerpt: Excerpt, sound: np.ndarray, geometry: Geometry) -> None:
        import tensorflow as tf
        from matplotlib import colormaps

        both = pair(excerpt.wanted, excerpt.made).T[::-1]
        image = colormaps["magma"]((np.clip(both, -1, 1) + 1) / 2)[..., :3].astype(np.float32)
        peak = float(np.abs(sound).max()) or 1.0
        with self._writer.as_default():
            tf.summary.image("wanted and made", image[None], step=step)
            tf.summary.audio(
                "excerpt", (sound * (EXCERPT_PEAK / peak))[None, :, None], geometry.sample_rate, step
            )
        self._writer.flush()
