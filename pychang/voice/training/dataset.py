"""Training data on disk: for each song what was to be sung and how it sounded, a frame a row.

A song is three arrays, `NNNN.picture.npy` (frames, bins), `NNNN.strip.npy` (frames, STRIP_ROWS) and
`NNNN.curves.npy` (frames, 3; F0 in Hz, voicing, and how far a frame is to be believed, 0..1). They are
mapped, not read, so memory does not grow with them.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pychang.image import Conditioning, Geometry, draw_conditioning, to_magnitude, to_picture
from pychang.image.conditioning import LEVEL_ROW, LEVEL_SPAN_DB
from pychang.performance import Performance
from pychang.sound.stft import Stft
from pychang.whole import whole_or_nothing

MF_DB = 2.0  # so near to mf counts as mf


@dataclass(frozen=True)
class Song:
    """One song's arrays, float16, float32 and float32."""

    picture: np.ndarray
    strip: np.ndarray
    curves: np.ndarray

    def __len__(self) -> int:
        return len(self.picture)

    def part(self, start: int, stop: int) -> Song:
        """Frames `start:stop`, which lie inside, still mapped."""
        return Song(self.picture[start:stop], self.strip[start:stop], self.curves[start:stop])

    def stretch(self, start: int, stop: int) -> Song:
        """Frames `start:stop` in memory; beyond the song's end nothing is sung, and nothing believed."""
        rows = slice(start, stop)
        missing = ((0, max(0, stop - len(self))), (0, 0))
        curves = np.pad(np.asarray(self.curves[rows]), missing, mode="edge")
        curves[len(self) - start :, 2] = 0.0
        return Song(
            np.pad(np.asarray(self.picture[rows], np.float32), missing, constant_values=-1.0),
            np.pad(np.asarray(self.strip[rows]), missing, mode="edge"),
            curves,
        )


def picture_of_sound(sound: np.ndarray, geometry: Geometry) -> np.ndarray:
    """float32 (samples,) -> picture (frames, bins)."""
    spectrum = Stft.of(geometry).forward(sound)
    return to_picture(np.abs(spectrum), geometry)


def write_song(
    folder: Path,
    number: int,
    performance: Performance,
    sound: np.ndarray,
    geometry: Geometry,
    doubtful: Sequence[tuple[float, float]] = (),
) -> None:
    """Put one song into the data set: what was to be sung, and how it sounded.

    `doubtful`: stretches in seconds where it may not have been sung so.
    """
    conditioning = draw_conditioning(performance, geometry)
    belief = np.ones(len(conditioning), np.float32)
    for start_s, end_s in doubtful:
        belief[int(start_s / geometry.frame_s) : int(np.ceil(end_s / geometry.frame_s)) + 1] = 0.0
    write_pictures(folder, number, conditioning, picture_of_sound(sound, geometry), belief)


def write_pictures(
    folder: Path,
    number: int,
    conditioning: Conditioning,
    picture: np.ndarray,
    belief: np.ndarray | None = None,
) -> None:
    """Put two pictures into the data set; `picture` (frames, bins), `belief` (frames,), all of it if None.

    The file of `picture` comes last and says that the song is whole.
    """
    frames = min(len(conditioning), len(picture))
    folder.mkdir(parents=True, exist_ok=True)
    belief = np.ones(len(conditioning), np.float32) if belief is None else belief
    curves = np.stack([conditioning.f0_hz, conditioning.voiced, belief], axis=1)
    for name, array in (
        ("curves", curves[:frames]),
        ("strip", conditioning.strip[:frames]),
        ("picture", picture[:frames].astype(np.float16)),
    ):
        path = folder / f"{number:04d}.{name}.npy"
        try:
            with whole_or_nothing(path) as unfinished, unfinished.open("wb") as file:
                np.save(file, array)
        except OSError as why:  # NumPy does not say that the disk is full, nor which file it was
            raise OSError(why.errno or errno.ENOSPC, why.strerror or str(why), str(path)) from None


def has_song(folder: Path, number: int) -> bool:
    return (folder / f"{number:04d}.picture.npy").exists()


def open_songs(folder: Path) -> list[Song]:
    """All whole songs of a data set, in order. FileNotFoundError if there are none."""
    pictures = sorted(folder.glob("*.picture.npy"))
    if not pictures:
        raise FileNotFoundError(f"no songs in {folder}")
    return [open_song(folder, int(path.name.removesuffix(".picture.npy"))) for path in pictures]


def open_song(folder: Path, number: int) -> Song:
    """One whole song of a data set."""
    names = (folder / f"{number:04d}.{name}.npy" for name in ("picture", "strip", "curves"))
    return Song(*(np.load(name, mmap_mode="r") for name in names))


def conditioning_of(song: Song, geometry: Geometry) -> Conditioning:
    """What a song of the data set was to sing."""
    return Conditioning(geometry, np.asarray(song.strip), song.curves[:, 0], song.curves[:, 1])


def sung_level_dbfs(songs: list[Song], geometry: Geometry) -> float:
    """RMS in dBFS of what a data set sings at about mf, by Parseval's theorem on its pictures."""
    window_energy = 0.375 * geometry.n_fft  # of a periodic Hann window
    total, count = 0.0, 0
    for song in songs:
        mf = np.abs(song.strip[:, LEVEL_ROW]) * LEVEL_SPAN_DB < MF_DB
        sung = np.asarray(song.picture[(song.curves[:, 1] > 0.5) & mf], np.float32)
        total += 2.0 * float((to_magnitude(sung, geometry) ** 2).sum()) / (geometry.n_fft * window_energy)
        count += len(sung)
    return 10.0 * float(np.log10(total / max(count, 1) + 1e-12))
