"""All settings of a training run: a TOML file that travels with the voice."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pychang.image import Geometry
from pychang.score.model import Vibrato
from pychang.voice.files import DEFAULT, read_card
from pychang.voice.find import find_voice
from pychang.voice.formant.corpus import CorpusSettings
from pychang.voice.network import NetworkSettings
from pychang.voice.package.source import CARD, read_files

T = TypeVar("T")
NOTHING = "none"  # what `from` says when a voice is trained from random weights


@dataclass(frozen=True)
class TrainingSettings:
    """How long and how hard to train."""

    steps: int = 900
    batch: int = 4
    crop_frames: int = 256
    learning_rate: float = 5e-4
    warmup_steps: int = 100
    spectral_weight: float = 0.5
    adversarial_weight: float = 0.01
    discriminator_rate: float = 4e-4  # its learning rate
    average: float = 0.998  # of the weights, over steps (exponential moving average)
    held_out: int = 2  # songs of a corpus that are never trained on
    rehearsal: int = 1  # of each batch, what the voice begun with sings, coloured: only with recordings
    gain_db: float = 3.0  # the most by which a stretch is made louder or softer, as its level then says
    noise: float = 0.02  # deviation of what is added to the strip, whose rows go from 0 to 1
    detune_cents: float = 4.0  # deviation of what F0 is off by: trackers err
    look_every: int = 100  # steps from one look at the held-out songs to the next
    patience: int = 3  # looks without an improvement after which to stop; 0: never
    seed: int = 1


@dataclass(frozen=True)
class RecordingSettings:
    """Where the recordings are, beside the settings file, and what is made of them."""

    folder: str = "recordings"
    held_out: tuple[str, ...] = ()  # names of recordings that are never trained on; none: chosen
    transpositions: tuple[int, ...] = (-4, -2, 0, 2, 4)  # semitones; formants stay


@dataclass(frozen=True)
class VoiceSettings:
    """What the voice's card will say; the range in MIDI numbers, None: that of the recordings."""

    name: str
    description: str = ""
    licence: str = ""
    low_midi: int | None = None
    high_midi: int | None = None
    singer: str = ""
    consent: str = ""  # what the singer allows the voice to be used for


@dataclass(frozen=True)
class RunSettings:
    """One training run; it learns from a corpus or from recordings."""

    geometry: Geometry
    network: NetworkSettings
    training: TrainingSettings
    data: CorpusSettings | RecordingSettings
    voice: VoiceSettings
    vibrato: Vibrato
    start: str  # the voice whose weights to begin with, by name or folder, or NOTHING


def read_settings(path: Path, start: str | None = None) -> RunSettings:
    """A run's settings; KeyError, TypeError or ValueError if the file is not one, VoiceError from `start`.

    `start` takes the place of what the file says under `[training] from`. Tables that are left out are those
    of the voice that the run begins with.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    training = dict(table.get("training", {}))
    own_start = training.pop("from", NOTHING if "corpus" in table else DEFAULT)
    start = start or own_start
    missing = {"geometry", "network", "vibrato"} - table.keys()
    table = {**_inherited(missing, start, path.parent), **table} if missing else table
    settings = RunSettings(
        geometry=from_table(Geometry, table["geometry"]),
        network=from_table(NetworkSettings, table["network"]),
        training=from_table(TrainingSettings, training),
        data=_data(table),
        voice=from_table(VoiceSettings, table["voice"]),
        vibrato=from_table(Vibrato, table["vibrato"]),
        start=start,
    )
    _check(settings)
    return settings


def _inherited(missing: set[str], start: str, beside: Path) -> dict[str, Any]:
    """The tables of the voice that is begun with; a voice from nothing is built as the default one is."""
    card = read_card(find_voice(DEFAULT if start == NOTHING else start, beside))
    texts = read_files(card.folder, ("training.toml", CARD)).values()
    own = {name: value for text in texts for name, value in tomllib.loads(text.decode()).items()}
    own |= {"geometry": asdict(card.geometry), "vibrato": asdict(card.vibrato)}
    return {name: own[name] for name in missing}


def _data(table: dict[str, Any]) -> CorpusSettings | RecordingSettings:
    if ("corpus" in table) == ("recordings" in table):
        raise ValueError("one of [corpus] and [recordings]")
    if "corpus" in table:
        return from_table(CorpusSettings, table["corpus"])
    return from_table(RecordingSettings, table["recordings"])


def _check(settings: RunSettings) -> None:
    """Settings that a run can have; ValueError otherwise."""
    how, data = settings.training, settings.data
    sensible = {
        "steps": how.steps >= 1,
        "batch": how.batch >= 1 and 0 <= how.rehearsal < how.batch,
        "crop_frames": how.crop_frames >= 2 * settings.network.reach + 4,  # a patch is 4 frames
        "learning_rate": 0 < how.learning_rate < 1,
        "average": 0 <= how.average < 1,
        "look_every": how.look_every >= 1 and how.patience >= 0,
        "weights": how.spectral_weight >= 0 and how.adversarial_weight >= 0,
        "transpositions": not isinstance(data, RecordingSettings) or 0 in data.transpositions,
        "held_out": not isinstance(data, CorpusSettings) or 1 <= how.held_out < data.songs,
    }
    wrong = [name for name, right in sensible.items() if not right]
    if wrong:
        raise ValueError(", ".join(wrong))


def with_range(settings: RunSettings, low_midi: int, high_midi: int) -> RunSettings:
    """The settings with a range, where they say none."""
    voice = settings.voice
    low = low_midi if voice.low_midi is None else voice.low_midi
    high = high_midi if voice.high_midi is None else voice.high_midi
    return replace(settings, voice=replace(voice, low_midi=low, high_midi=high))


def from_table(kind: type[T], table: dict[str, Any]) -> T:
    """A dataclass from a TOML table; TypeError for a name it does not have, or a value of another kind."""
    known = {one.name: one.default for one in fields(kind)}
    wrong = [
        f"{name} = {value!r}"
        for name, value in table.items()
        if not _can_be(known.get(name, MISSING), value, name in known)
    ]
    if wrong:
        raise TypeError(", ".join(wrong))
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in table.items()})


def _can_be(default: object, value: object, known: bool) -> bool:
    """Whether a setting with this default may have the value."""
    if not known or default is MISSING or default is None:
        return known
    fitting = {float: (float, int), tuple: (list,)}.get(type(default), (type(default),))
    return isinstance(value, fitting) and isinstance(value, bool) == isinstance(default, bool)


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
