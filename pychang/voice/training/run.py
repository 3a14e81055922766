"""From a settings file to a voice: data, training, export."""

from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.voice import find_voice, formant, load_voice
from pychang.voice.files import DEFAULT, VoiceCard, read_card
from pychang.voice.formant.corpus import CorpusSettings, sing_corpus_song
from pychang.voice.training.batches import Shelf
from pychang.voice.training.dataset import has_song, open_songs, write_song
from pychang.voice.training.machines import is_chief, strategy
from pychang.voice.training.recorded import digest_of, find_readable, make_recorded
from pychang.voice.training.rehearsal import rehearsal_shelf, rehearse
from pychang.voice.training.settings import NOTHING, RunSettings, VoiceSettings, read_settings, with_range
from pychang.voice.training.state import read_weights
from pychang.voice.training.train import Data, Report, train
from pychang.voice.training.write import Made, write_voice
from pychang.whole import write_whole

MINE = "settings.txt"  # by which a run's folder is known as ours
OURS = ("corpus", "recorded", "rehearsal", "checkpoints", "pictures", "excerpts", "tensorboard", "losses.csv")
"""What a run puts into its folder beside that; whatever else is there is not ours to throw away."""


@dataclass(frozen=True)
class Prepared:
    """What a run begins with; `settings` have the range that the data have, `made` what the card will say."""

    settings: RunSettings
    data: Data
    made: Made


def train_voice(
    settings_file: Path,
    run: Path,
    voice: Path,
    report: Report,
    stop_after_s: float | None = None,
    start: str | None = None,
    again: bool = False,
) -> None:
    """Make the voice that `settings_file` describes, in the folder `voice`.

    The folder `run` keeps the data and the checkpoints, so that the same call goes on where an earlier one
    was stopped; `again` begins afresh. `start`: a voice by name or folder to begin with its weights, "none"
    for random ones, None for what the settings say. Unusable if the run's folder was begun with other
    settings, or there is nothing to learn from.
    """
    strategy()  # before anything else: TensorFlow's connections are made now or never
    settings = read_settings(settings_file, start)
    begun = None if settings.start == NOTHING else find_voice(settings.start, settings_file.parent)
    if begun is not None:  # what does not fit is told before anything is thrown away
        _check_geometry(settings, read_card(begun))
        read_weights(begun, settings)
    if again and (run / MINE).exists():
        _throw_away(run)
    is_corpus = isinstance(settings.data, CorpusSettings)
    prepare = _from_corpus if is_corpus else _from_recordings
    prepared = prepare(settings, settings_file.parent, begun, run, report)
    model = train(prepared.settings, prepared.data, run, report, stop_after_s, begun)
    if is_chief():
        write_voice(model, prepared.settings, prepared.made, settings_file, run, voice)
        report(
            Text(
                f"{voice}: 목소리가 되었습니다. 다음은 pychang voice eval {voice}, 그리고 install입니다.",
                f"{voice}: a voice now. Next: pychang voice eval {voice}, and then install.",
            )
        )


def _throw_away(run: Path) -> None:
    """All that a run has made so far; that it is ours is forgotten last."""
    for name in OURS:
        path = run / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (run / MINE).unlink()


def _claim(run: Path, settings: RunSettings, made_of: str) -> None:
    """Tie a run's folder to its settings and to what its data are made of: neither may change under way.

    What the card will say may: nothing is learned from it.
    """
    said = f"{replace(settings, voice=VoiceSettings(''))}\n{made_of}\n"
    path = run / MINE
    if path.exists() and path.read_text(encoding="utf-8") != said:
        raise Unusable(
            Text(
                f"{run}: 다른 설정이나 다른 녹음으로 시작한 폴더입니다. "
                "처음부터 다시 하려면 --again을 주거나 --run으로 새 폴더를 주세요.",
                f"{run} was begun with other settings or other recordings; "
                "give --again to start afresh, or another folder with --run",
            )
        )
    run.mkdir(parents=True, exist_ok=True)
    write_whole(path, said.encode())


# ── a corpus ─────────────────────────────────────────────────────────────────────────────────────


def _from_corpus(settings: RunSettings, _: Path, begun: Path | None, run: Path, report: Report) -> Prepared:
    singer = b"".join(path.read_bytes() for path in sorted(Path(formant.__file__).parent.glob("*.py")))
    _claim(run, settings, hashlib.sha256(singer).hexdigest())
    make_corpus(settings, run / "corpus", report)
    songs, count = open_songs(run / "corpus"), settings.training.held_out
    how = settings.training
    data = Data((Shelf.of(songs[count:], how.batch),), songs[:count], how.batch)
    data_range = settings.data.low_midi + 2, settings.data.high_midi - 2
    return Prepared(with_range(settings, *data_range), data, Made(songs, begun))


def make_corpus(settings: RunSettings, folder: Path, report: Report) -> None:
    """Sing the songs of the corpus that the folder does not have yet, on all processors."""
    wanted = settings.data.songs
    missing = [n for n in range(wanted) if not has_song(folder, n)]
    if not missing:
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_make_song, settings, folder, number) for number in missing]
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            if done % 10 == 0 or done == len(missing):
                there = wanted - len(missing) + done
                report(Text(f"지은 노래 {there}/{wanted}", f"corpus: {there} of {wanted} songs"))


def _make_song(settings: RunSettings, folder: Path, number: int) -> None:
    song = sing_corpus_song(number, settings.data, settings.geometry.sample_rate, None)
    write_song(folder, number, song.performance, song.sound, settings.geometry)


# ── recordings ───────────────────────────────────────────────────────────────────────────────────


def _from_recordings(
    settings: RunSettings, project: Path, begun: Path | None, run: Path, report: Report
) -> Prepared:
    how = settings.training
    rehearsal = how.rehearsal if begun else 0
    card = read_card(begun or find_voice(DEFAULT, project))
    recordings = find_readable(project, settings.data, report)
    _claim(run, settings, digest_of(recordings, project))
    recorded = make_recorded(
        recordings, project, settings.data, settings.geometry, card.level_dbfs, run / "recorded", report
    )
    shelves = [Shelf.of(recorded.songs, how.batch - rehearsal)]
    if rehearsal:
        sung = recorded.low_midi, recorded.high_midi
        rehearsed = rehearse(
            recorded.untransposed, load_voice(begun), sung, how.seed, run / "rehearsal", report
        )
        shelves.append(
            rehearsal_shelf(rehearsed, recorded.untransposed, rehearsal, settings.geometry.frame_s)
        )
    data = Data(tuple(shelves), recorded.held_out, how.batch - rehearsal)
    made = Made(recorded.untransposed, begun, recorded.count, recorded.seconds, recorded.names)
    return Prepared(with_range(settings, recorded.low_midi, recorded.high_midi), data, made)


def _check_geometry(settings: RunSettings, card: VoiceCard) -> None:
    """Unusable unless the voice begun with paints pictures such as will be learned."""
    if replace(card.geometry, frames=settings.geometry.frames) != settings.geometry:
        raise Unusable(
            Text(
                f"{card.folder}: 설정의 [geometry]와 달라서 이 목소리로 시작할 수 없습니다. [geometry]를 "
                "지우거나, --from none으로 처음부터 하세요.",
                f"{card.folder}: cannot begin with it, since [geometry] of the settings is another. "
                "Take [geometry] out, or begin from nothing with --from none.",
            )
        )
