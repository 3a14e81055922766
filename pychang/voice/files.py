"""A voice as files: a folder with `voice.toml`, the exported model and what the voice was made with.

Loading a voice runs no code from it: TOML is read, sizes and hashes are checked, and the model is a LiteRT
flatbuffer of standard operations.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pychang.diagnostic import Text, Unusable
from pychang.image.geometry import Geometry
from pychang.score.model import Vibrato

SHIPPED = Path(__file__).parent.parent / "voices"
DEFAULT = "sora"
LARGEST_MODEL = 64 * 1024 * 1024  # bytes; a larger one is not a voice of ours


class VoiceError(Unusable):
    """A voice that cannot be used."""


@dataclass(frozen=True)
class VoiceCard:
    """What `voice.toml` says: range in MIDI numbers, `reach` in frames, `level_dbfs` of singing at mf."""

    name: str
    folder: Path
    description: str
    licence: str
    low_midi: int
    high_midi: int
    vibrato: Vibrato
    geometry: Geometry
    reach: int
    level_dbfs: float
    model_sha256: str
    made: dict[str, Any]

    @property
    def identity(self) -> str:
        """All of the voice that its singing depends on."""
        return repr((self.model_sha256, self.geometry, self.reach))

    @property
    def model_path(self) -> Path:
        return self.folder / "model.tflite"


def shipped_voices() -> list[str]:
    """Names of the voices that come with PyChang."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/voice.toml"))


def find_voice(name: str | None, relative_to: Path) -> Path:
    """The folder of a voice by name, or by path relative to the song; VoiceError if there is none."""
    wanted = name or DEFAULT
    if wanted in shipped_voices():
        return SHIPPED / wanted
    path = relative_to / wanted
    folder = path.parent if path.name == "voice.toml" else path
    if _is_file(folder / "voice.toml"):
        return folder
    have = ", ".join(shipped_voices())
    raise VoiceError(
        Text(
            f"‘{wanted}’ 목소리를 찾을 수 없습니다. 쓸 수 있는 목소리: {have}. 내 목소리는 폴더를 적으세요.",
            f"there is no voice `{wanted}`; there are: {have}. For a voice of your own give its folder.",
        )
    )


def _is_file(path: Path) -> bool:
    """Whether there is a file; a name that no file can have is that of none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_card(folder: Path) -> VoiceCard:
    """`voice.toml` of a voice's folder; VoiceError if it is missing, damaged or not a voice's."""
    path = folder / "voice.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        voice, sound = table["voice"], table["sound"]
        card = VoiceCard(
            name=str(voice["name"]),
            folder=folder,
            description=str(voice["description"]),
            licence=str(voice["licence"]),
            low_midi=int(voice["low_midi"]),
            high_midi=int(voice["high_midi"]),
            vibrato=Vibrato(**{key: float(value) for key, value in table["vibrato"].items()}),
            geometry=Geometry(**table["geometry"]),
            reach=int(sound["reach_frames"]),
            level_dbfs=float(sound["level_dbfs"]),
            model_sha256=str(table["files"]["model_sha256"]),
            made=dict(table["made"]),
        )
        _check(card)
        return card
    except OSError as why:
        raise _broken(path, str(why.strerror), str(why.strerror)) from why
    except _DAMAGED as why:
        raise _broken(
            path, f"목소리 파일이 아니거나 손상되었습니다 ({why})", f"not a voice's file ({why})"
        ) from why


_DAMAGED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a card that is none can raise; what is not TOML or UTF-8 is a ValueError."""


def _check(card: VoiceCard) -> None:
    """A card whose numbers a voice can have; ValueError otherwise."""
    g, vibrato = card.geometry, card.vibrato
    whole = all(isinstance(n, int) for n in (g.sample_rate, g.n_fft, g.hop, g.frames))
    sensible = {
        "geometry": whole
        and 8000 <= g.sample_rate <= 96000
        and 128 <= g.n_fft <= 8192
        and g.n_fft % 2 == 0
        and 0 < 2 * g.hop <= g.n_fft
        and 64 <= g.frames <= 8192
        and -40 < g.log_floor < g.log_ceiling < 40,
        "reach_frames": 0 <= 2 * card.reach < g.frames,
        "level_dbfs": -100 < card.level_dbfs < 20,
        "low_midi, high_midi": 0 <= card.low_midi < card.high_midi <= 127,
        "vibrato": 0 <= vibrato.depth_cents < 1000 and 0 < vibrato.rate_hz < 50 and 0 <= vibrato.delay_s < 60,
    }
    wrong = [name for name, right in sensible.items() if not right]
    if wrong:
        raise ValueError(", ".join(wrong))


def read_model(card: VoiceCard) -> bytes:
    """The exported model, checked against the card; VoiceError if it is missing, too large or another."""
    path = card.model_path
    try:
        if path.stat().st_size > LARGEST_MODEL:
            raise _broken(path, "너무 큽니다", "it is too large")
        data = path.read_bytes()
    except OSError as why:
        raise _broken(path, str(why.strerror), str(why.strerror)) from why
    if hashlib.sha256(data).hexdigest() != card.model_sha256:
        raise _broken(
            path, "내용이 voice.toml과 다릅니다(손상)", "it is damaged: voice.toml names another hash"
        )
    return data


def _broken(path: Path, ko: str, en: str) -> VoiceError:
    return VoiceError(
        Text(f"목소리를 읽을 수 없습니다: {path}: {ko}", f"cannot read the voice: {path}: {en}")
    )
