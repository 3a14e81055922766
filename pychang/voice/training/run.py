"""From a settings file to a voice: corpus, training, export."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from pychang import __version__
from pychang.diagnostic import Text, Unusable
from pychang.voice import formant
from pychang.voice.formant.corpus import sing_corpus_song
from pychang.voice.training.dataset import has_song, open_songs, sung_level_dbfs, write_song
from pychang.voice.training.export import export_model
from pychang.voice.training.settings import RunSettings, read_settings, to_toml
from pychang.voice.training.train import Report, train


def train_voice(
    settings_file: Path,
    run: Path,
    voice: Path,
    report: Report,
    stop_after_s: float | None = None,
    start: Path | None = None,
) -> None:
    """Make the voice that `settings_file` describes, in the folder `voice`.

    The folder `run` keeps the corpus and the checkpoints, so that the same call goes on where an earlier one
    was stopped. `start`: a voice's folder to begin with its weights. Unusable if the run's folder was begun
    with other settings.
    """
    settings = read_settings(settings_file)
    _claim(run, settings)
    make_corpus(settings, run / "corpus", report)
    model = train(settings, run / "corpus", run, report, stop_after_s, start)
    write_voice(model, settings, settings_file, run, voice, start)
    report(f"{voice}: {settings.voice.name}")


def _claim(run: Path, settings: RunSettings) -> None:
    """Tie a run's folder to its settings and the singer's tables: neither may change under way."""
    singer = b"".join(path.read_bytes() for path in sorted(Path(formant.__file__).parent.glob("*.py")))
    said = f"{settings}\n{hashlib.sha256(singer).hexdigest()}\n"
    path = run / "settings.txt"
    if path.exists() and path.read_text(encoding="utf-8") != said:
        raise Unusable(
            Text(
                f"{run}: 다른 설정이나 다른 합성기로 시작한 폴더입니다. 새 폴더를 쓰세요.",
                f"{run} was begun with other settings or another singer; take a new folder",
            )
        )
    run.mkdir(parents=True, exist_ok=True)
    path.write_text(said, encoding="utf-8")


def make_corpus(settings: RunSettings, folder: Path, report: Report) -> None:
    """Sing the songs of the corpus that the folder does not have yet, on all processors."""
    missing = [n for n in range(settings.corpus.songs) if not has_song(folder, n)]
    if not missing:
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_make_song, settings, folder, number) for number in missing]
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            if done % 10 == 0 or done == len(missing):
                report(
                    f"corpus: {settings.corpus.songs - len(missing) + done} of {settings.corpus.songs} songs"
                )


def _make_song(settings: RunSettings, folder: Path, number: int) -> None:
    song = sing_corpus_song(number, settings.corpus, settings.geometry.sample_rate, None)
    write_song(folder, number, song.performance, song.sound, settings.geometry)


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
