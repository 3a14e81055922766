"""All settings of a training run: a TOML file that travels with the voice."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from pychang.image import Geometry
from pychang.score.model import Vibrato
from pychang.voice.formant.corpus import CorpusSettings
from pychang.voice.network import NetworkSettings

T = TypeVar("T")


@dataclass(frozen=True)
class TrainingSettings:
    """How long and how hard to train."""

    steps: int = 6000
    batch: int = 4
    crop_frames: int = 256
    learning_rate: float = 2e-3
    warmup_steps: int = 100
    spectral_weight: float = 0.5
    average: float = 0.998  # of the weights, over steps (exponential moving average)
    held_out: int = 2  # songs that are never trained on
    seed: int = 1


@dataclass(frozen=True)
class VoiceSettings:
    """What the voice's card will say; the range in MIDI numbers."""

    name: str
    description: str
    licence: str
    low_midi: int
    high_midi: int


@dataclass(frozen=True)
class RunSettings:
    """One training run."""

    geometry: Geometry
    network: NetworkSettings
    training: TrainingSettings
    corpus: CorpusSettings
    voice: VoiceSettings
    vibrato: Vibrato


def read_settings(path: Path) -> RunSettings:
    """A run's settings; KeyError, TypeError or ValueError if the file is not one."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    settings = RunSettings(
        geometry=from_table(Geometry, table["geometry"]),
        network=from_table(NetworkSettings, table["network"]),
        training=from_table(TrainingSettings, table["training"]),
        corpus=from_table(CorpusSettings, table["corpus"]),
        voice=from_table(VoiceSettings, table["voice"]),
        vibrato=from_table(Vibrato, table["vibrato"]),
    )
    if not 1 <= settings.training.held_out < settings.corpus.songs:
        raise ValueError("held_out must leave songs to train on, and be at least 1 to look at")
    return settings


def from_table(kind: type[T], table: dict[str, Any]) -> T:
    """A dataclass from a TOML table; TypeError for a name it does not have."""
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in table.items()})


def to_toml(**tables: object) -> str:
    """Dataclasses of numbers, strings and tuples as TOML tables."""
    out = []
    for name, value in tables.items():
        table = asdict(value) if is_dataclass(value) else dict(value)
        rows = [f"{key} = {_toml_value(v)}" for key, v in table.items() if v is not None]
        out.append("\n".join([f"[{name}]", *rows]))
    return "\n\n".join(out) + "\n"


def _toml_value(value: object) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
