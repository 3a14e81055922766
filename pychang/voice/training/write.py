"""A trained model -> a voice's folder."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pychang import __version__
from pychang.voice.training.dataset import Song, sung_level_dbfs
from pychang.voice.training.export import export_model
from pychang.voice.training.settings import RunSettings, to_toml
from pychang.whole import write_whole

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Made:
    """What the card says about how a voice was made; `held_out`: names of recordings never trained on."""

    songs: Sequence[Song]
    begun: Path | None
    recordings: int | None = None
    seconds: float = 0.0
    held_out: tuple[str, ...] = ()


def write_voice(
    model: keras.Model, settings: RunSettings, made: Made, settings_file: Path, run: Path, voice: Path
) -> None:
    """The voice's folder: exported model, weights to train on from, how the run went, and last the card."""
    voice.mkdir(parents=True, exist_ok=True)
    exported, weights = export_model(model, settings), _packed(model)
    write_whole(voice / "model.tflite", exported)
    write_whole(voice / "weights.npz", weights)
    if settings_file.resolve() != (voice / "training.toml").resolve():
        shutil.copyfile(settings_file, voice / "training.toml")
    shutil.copyfile(run / "losses.csv", voice / "losses.csv")
    pictures = sorted((run / "pictures").glob("*.png"))
    if pictures:
        shutil.copyfile(pictures[-1], voice / "picture.png")
    card = _card(settings, made, exported, weights, settings_file, run)
    write_whole(voice / "voice.toml", card.encode())


def _packed(model: keras.Model) -> bytes:
    """The weights as float16 in an .npz."""
    packed = io.BytesIO()
    arrays = {f"{i:03d}": w.astype(np.float16) for i, w in enumerate(model.get_weights())}
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def _card(
    settings: RunSettings, made: Made, exported: bytes, weights: bytes, settings_file: Path, run: Path
) -> str:
    last = list(csv.DictReader((run / "losses.csv").read_text(encoding="utf-8").splitlines()))[-1]
    begun = f" --from {made.begun.name}" if made.begun else ""
    return to_toml(
        voice=settings.voice,
        vibrato=settings.vibrato,
        geometry=settings.geometry,
        sound={
            "level_dbfs": round(sung_level_dbfs(made.songs, settings.geometry), 2),
            "reach_frames": settings.network.reach,
        },
        files={
            "model_sha256": hashlib.sha256(exported).hexdigest(),
            "weights_sha256": hashlib.sha256(weights).hexdigest(),
        },
        network=settings.network,
        made={
            "command": f"pychang voice train {settings_file.name}{begun}",
            "pychang": __version__,
            "date": date.today().isoformat(),
            "seed": settings.training.seed,
            "steps": int(last["step"]),
            "l1": float(last["l1"]),
            "spectral": float(last["spectral"]),
            "recordings": made.recordings,
            "minutes": round(made.seconds / 60, 1) if made.recordings else None,
            "held_out": made.held_out if made.recordings else None,
        },
    )
