"""A voice from recordings, from files on disk to a voice that sings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tiny_voice import TINY

from pychang.compile import perform_part
from pychang.diagnostic import Unusable
from pychang.image import draw_conditioning
from pychang.reading import read_song
from pychang.voice import load_voice, read_card
from pychang.voice.formant import sing_formants
from pychang.voice.formant.timbre import Timbre
from pychang.voice.training.dataset import open_song
from pychang.voice.training.recorded import COPIES
from pychang.voice.training.run import train_voice
from pychang.world import World

RATE = 22050
SONGS = {
    "하나": "tempo: 110\n[가]\n| G4:4 A4 B4 A4 | G4:4 E4 D4:2 |\n> 나비야 나비야 훨\n",
    "둘": "tempo: 100\n[가]\n| B4:4 A4 G4 E4 | D4:4 E4 G4:2 |\n> 산토끼 토끼야 너\n",
}
NETWORK = """
[network]
channels = [4, 6, 8]
top_channels = 4
strip_channels = 24
strip_dilations = [1, 2]
"""
SETTINGS = """
[voice]
name = "나"
licence = "for tests"
singer = "합성기"
consent = "시험에만 씁니다."

[recordings]
folder = "recordings"

[training]
from = "{start}"
steps = 4
batch = 2
crop_frames = 96
look_every = 2
seed = 3
"""


@dataclass
class Project:
    """A voice's folder under way, and what was said while it was trained."""

    folder: Path
    said: list[str]

    def train(self, **options: object) -> None:
        settings = self.folder / "training.toml"
        train_voice(settings, self.folder / "run", self.folder, self._hear, **options)

    def _hear(self, text: object) -> None:
        self.said.append(text.en)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny voice to begin with."""
    folder = tmp_path_factory.mktemp("start")
    settings = folder / "tiny.toml"
    settings.write_text(TINY.format(steps=1, look_every=1, patience=0), encoding="utf-8")
    train_voice(settings, folder / "run", folder / "tiny", lambda _: None)
    return folder / "tiny"


def lay_out(folder: Path, start: Path | str) -> Path:
    recordings = folder / "recordings"
    recordings.mkdir(parents=True)
    (folder / "training.toml").write_text(SETTINGS.format(start=start), encoding="utf-8")
    for name, text in SONGS.items():
        song = recordings / f"{name}.chang"
        song.write_text(text, encoding="utf-8")
        soundfile.write(recordings / f"{name}.wav", sung(song), RATE)
    return folder


def sung(song: Path) -> np.ndarray:
    """The song as another singer than sora sings it."""
    reading = read_song(song, World())
    performance = perform_part(reading.score, reading.score.parts[0], World().card(None, Path()))
    sound = sing_formants(performance, RATE, Timbre(formant_scale=0.92))
    return 0.5 * sound / np.abs(sound).max() + 1e-4 * np.random.default_rng(1).standard_normal(len(sound))


@pytest.fixture(scope="module")
def trained(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(lay_out(tmp_path_factory.mktemp("project") / "나", start), [])
    project.train()
    return project


def test_the_folder_has_become_a_voice(trained: Project) -> None:
    card = read_card(trained.folder)
    assert (card.name, card.singer, card.consent) == ("나", "합성기", "시험에만 씁니다.")
    assert card.made["recordings"] == 2 and card.held_out == ()
    assert (card.low_midi, card.high_midi) == (62 - 2, 71 + 2)  # D4–B4, and a little beyond
    voice = load_voice(trained.folder)
    song = trained.folder / "recordings" / "둘.chang"
    reading = read_song(song, World())
    conditioning = draw_conditioning(perform_part(reading.score, reading.score.parts[0], card), card.geometry)
    assert np.isfinite(voice.sing_whole(conditioning)).all()


def test_alignments_and_transposed_copies_are_kept(trained: Project) -> None:
    assert {path.name for path in (trained.folder / "aligned").glob("*.TextGrid")} == {
        "하나.TextGrid",
        "둘.TextGrid",
    }
    data = trained.folder / "run" / "recorded"
    plain, lower = open_song(data, 0), open_song(data, COPIES * 0 + 1)
    sung = plain.curves[:, 1] > 0.99
    moved = 12 * np.log2(lower.curves[sung, 0] / plain.curves[sung, 0])
    assert np.allclose(moved, moved[0], atol=1e-3) and abs(moved[0]) == pytest.approx(2.0, abs=1e-3)
    assert (trained.folder / "run" / "rehearsal").is_dir()


def test_it_is_trained_once(trained: Project, tmp_path: Path) -> None:
    again = Project(tmp_path / "나", [])
    shutil.copytree(trained.folder, again.folder)
    before = (again.folder / "weights.npz").read_bytes()
    again.train()
    assert not [line for line in again.said if line.startswith("step ")]
    assert (again.folder / "weights.npz").read_bytes() == before
    settings = again.folder / "training.toml"
    settings.write_text(settings.read_text("utf-8").replace("시험에만", "노래에만"), encoding="utf-8")
    again.train()  # what the card says may change at any time
    assert read_card(again.folder).consent == "노래에만 씁니다."
    assert (again.folder / "weights.npz").read_bytes() == before
    other = again.folder / "recordings" / "하나.wav"
    sound, rate = soundfile.read(other)
    soundfile.write(other, 0.9 * sound, rate)
    with pytest.raises(Unusable, match="other recordings"):
        again.train()


def test_a_voice_made_so_can_be_begun_with(trained: Project, tmp_path: Path) -> None:
    """Its settings name no network of their own; the card does."""
    following = Project(tmp_path / "둘째", [])
    lay_out(following.folder, trained.folder)
    shutil.copytree(trained.folder / "aligned", following.folder / "aligned")
    following.train()
    assert read_card(following.folder).made["command"].endswith("--from 나")


def test_what_cannot_be_learned_from_is_told_and_left_out(start: Path, tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "나", start), [])
    recordings = project.folder / "recordings"
    (recordings / "하나.wav").write_bytes(b"RIFF nothing")
    soundfile.write(recordings / "없음.wav", np.zeros(RATE), RATE)
    project.train(stop_after_s=0.0)
    heard = "\n".join(project.said)
    assert "하나.wav" in heard and "없음.wav" in heard
    assert read_card(project.folder).made["recordings"] == 1
    (recordings / "둘.wav").unlink()
    with pytest.raises(Unusable, match="no recording to learn from"):
        project.train(again=True)


def test_a_held_out_recording_of_no_use_is_told_and_others_are_held_out(start: Path, tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "나", start), [])
    settings = project.folder / "training.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[training]", 'held_out = ["없음"]\n\n[training]'), encoding="utf-8")
    recordings = project.folder / "recordings"
    shutil.copyfile(recordings / "하나.chang", recordings / "없음.chang")
    soundfile.write(recordings / "없음.wav", np.zeros(RATE), RATE)
    project.train(stop_after_s=0.0)
    assert "없음.wav" in "\n".join(project.said)
    assert read_card(project.folder).held_out == ()


def test_another_geometry_than_the_voice_begun_with_is_told(start: Path, tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path / "나", start), [])
    settings = project.folder / "training.toml"
    tiny = TINY[TINY.index("[geometry]") : TINY.index("[network]")].replace("n_fft = 800", "n_fft = 1024")
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{tiny}", encoding="utf-8")
    with pytest.raises(Unusable, match="geometry"):
        project.train()
    assert not (project.folder / "run").exists()


def test_nothing_is_thrown_away_for_a_network_that_does_not_fit(trained: Project, tmp_path: Path) -> None:
    again = Project(tmp_path / "나", [])
    shutil.copytree(trained.folder, again.folder)
    settings = again.folder / "training.toml"
    settings.write_text(settings.read_text("utf-8") + NETWORK, encoding="utf-8")
    with pytest.raises(Unusable, match="another size"):
        again.train(again=True)
    assert list((again.folder / "run" / "checkpoints").glob("ckpt-*"))
