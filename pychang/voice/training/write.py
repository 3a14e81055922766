"""A trained model -> a voice's folder."""

from __future__ import annotations

import csv
import hashlib
import shutil
from datetime import date
from pathlib import Path

import numpy as np

from pychang import __version__
from pychang.voice.training.dataset import open_songs, sung_level_dbfs
from pychang.voice.training.export import export_model
from pychang.voice.training.settings import RunSettings, to_toml


def write_voice(
    model: object,
    settings: RunSettings,
    settings_file: Path,
    run: Path,
    voice: Path,
    start: Path | None = None,
) -> None:
    """The voice's folder: card, exported model, weights to train on from, and how the run went."""
    voice.mkdir(parents=True, exist_ok=True)
    exported = export_model(model, settings)
    (voice / "model.tflite").write_bytes(exported)
    weights = {f"{i:03d}": w.astype(np.float16) for i, w in enumerate(model.get_weights())}
    np.savez_compressed(voice / "weights.npz", **weights)
    if settings_file.resolve() != (voice / "training.toml").resolve():
        shutil.copyfile(settings_file, voice / "training.toml")
    shutil.copyfile(run / "losses.csv", voice / "losses.csv")
    pictures = sorted((run / "pictures").glob("*.png"))
    shutil.copyfile(pictures[-1], voice / "picture.png")
    begun = f" --from {start.name}" if start else ""
    command = f"pychang voice train {settings_file.name}{begun}"
    (voice / "voice.toml").write_text(_card(settings, exported, run, command), encoding="utf-8")


def _card(settings: RunSettings, exported: bytes, run: Path, command: str) -> str:
    losses = list(csv.DictReader((run / "losses.csv").read_text(encoding="utf-8").splitlines()))[-1]
    return to_toml(
        voice=settings.voice,
        vibrato=settings.vibrato,
        geometry=settings.geometry,
        sound={
            "level_dbfs": round(sung_level_dbfs(open_songs(run / "corpus"), settings.geometry), 2),
            "reach_frames": settings.network.reach,
        },
        files={"model_sha256": hashlib.sha256(exported).hexdigest()},
        made={
            "command": command,
            "pychang": __version__,
            "date": date.today().isoformat(),
            "seed": settings.training.seed,
            "steps": int(losses["step"]),
            "l1": float(losses["l1"]),
            "spectral": float(losses["spectral"]),
        },
    )
