"""Two processes that train together, each with songs of its own, end with equal weights."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_voice import TINY

from pychang.voice.formant.corpus import CorpusSettings, sing_corpus_song
from pychang.voice.training.dataset import write_song
from pychang.voice.training.machines import is_chief
from pychang.voice.training.settings import read_settings

PROGRAM = """
import sys
from pathlib import Path
import numpy as np
from pychang.quiet import import_tensorflow
import_tensorflow()
from pychang.voice.training.batches import Shelf
from pychang.voice.training.dataset import open_songs
from pychang.voice.training.settings import read_settings
from pychang.voice.training.train import Data, train
folder = Path(sys.argv[1])
settings = read_settings(folder.parent / "training.toml")
songs = open_songs(folder / "songs")
data = Data((Shelf.of(songs, settings.training.batch),), songs, settings.training.batch)
model = train(settings, data, folder, lambda text: print(text.en))
np.savez(folder / "end.npz", *model.get_weights())
"""


def test_two_processes_end_with_equal_weights(tmp_path: Path) -> None:
    (tmp_path / "training.toml").write_text(TINY.format(steps=4, look_every=2, patience=0), encoding="utf-8")
    settings = read_settings(tmp_path / "training.toml")
    workers = [f"127.0.0.1:{_free_port()}" for _ in range(2)]
    running = []
    for index in range(2):
        folder = tmp_path / f"worker{index}"
        song = sing_corpus_song(index, CorpusSettings(2, 2), settings.geometry.sample_rate, None)
        write_song(folder / "songs", 0, song.performance, song.sound, settings.geometry)
        task = {"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}}
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(folder)],
                env={**os.environ, "TF_CONFIG": json.dumps(task)},
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    said = [process.communicate(timeout=240)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert "2 replicas" in said[0]
    ends = [np.load(tmp_path / f"worker{index}" / "end.npz") for index in range(2)]
    assert len(ends[0].files) > 20
    for name in ends[0].files:
        assert np.array_equal(ends[0][name], ends[1][name])
    losses = [(tmp_path / f"worker{index}" / "losses.csv").read_text() for index in range(2)]
    assert losses[0] == losses[1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    "cluster, kind, index, writes",
    [
        (("worker",), "worker", 0, True),
        (("worker",), "worker", 1, False),
        (("chief", "worker"), "chief", 0, True),
        (("chief", "worker"), "worker", 0, False),
    ],
)
def test_one_machine_writes_the_voice(
    monkeypatch: pytest.MonkeyPatch, cluster: tuple[str, ...], kind: str, index: int, writes: bool
) -> None:
    told = {"cluster": {one: ["a:1", "b:1"] for one in cluster}, "task": {"type": kind, "index": index}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(told))
    assert is_chief() is writes
    monkeypatch.delenv("TF_CONFIG")
    assert is_chief()
