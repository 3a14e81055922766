"""From a settings file to a voice: corpus, training, export."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.voice import formant
from pychang.voice.formant.corpus import sing_corpus_song
from pychang.voice.training.dataset import has_song, write_song
from pychang.voice.training.settings import RunSettings, read_settings
from pychang.voice.training.train import Report, train
from pychang.voice.training.write import write_voice


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
