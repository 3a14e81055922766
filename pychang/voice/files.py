"""A voice as files: a folder or a zip with `voice.toml`, the exported model and what the voice was made with.

Loading a voice runs no code from it: TOML is read and its types checked, sizes and hashes are, and the model
is a LiteRT flatbuffer of standard operations. What that guards against, and what not: `package/check.py`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pychang.diagnostic import Text
from pychang.image.geometry import Geometry
from pychang.score.model import Vibrato
from pychang.voice.error import broken
from pychang.voice.package.source import CARD, MODEL, read_file

SHIPPED = Path(__file__).parent.parent / "voices"
DEFAULT = "sora"
LARGEST_PICTURE = 2**23  # frames × bins
LONGEST_TEXT = 2000
_DEEPEST = 4  # lists and tables inside one another in `[made]`
_HASH = re.compile("[0-9a-f]{64}")

T = TypeVar("T")


@dataclass(frozen=True)
class VoiceCard:
    """What `voice.toml` says: range in MIDI numbers, `reach` in frames, `level_dbfs` of singing at mf.

    `folder` is the voice's folder, or its zip. `singer`: whose voice it is, `consent`: what they allow, both
    "" if the card does not say. `held_out`: names of the recordings that it was never trained on.
    """

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
    singer: str = ""
    consent: str = ""
    weights_sha256: str | None = None
    held_out: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """All of the voice that its singing depends on, wherever its files are."""
        return repr((self.model_sha256, self.geometry, self.reach))

    @property
    def model_path(self) -> Path:
        return self.folder / MODEL


def read_card(where: Path) -> VoiceCard:
    """The card in a voice's folder or zip; VoiceError if it is missing, damaged or not a voice's."""
    return card_of(where, read_file(where, CARD))


def card_of(where: Path, data: bytes) -> VoiceCard:
    """The card that `voice.toml` of a voice is; VoiceError if it is none."""
    try:
        card = _card(where, _Table("", tomllib.loads(data.decode("utf-8-sig"))))
        _check(card)
        return card
    except (ValueError, OverflowError, RecursionError) as why:  # not TOML, not UTF-8, or not a card
        ko, en = "목소리 파일이 아니거나 손상되었습니다", "not a voice's file"
        raise broken(where / CARD, Text(f"{ko} ({why})", f"{en} ({why})")) from why


@dataclass(frozen=True)
class _Table:
    """A table of a card; what is not of the type that is asked for is a ValueError with its name."""

    name: str
    values: Mapping[str, Any]

    def table(self, key: str) -> _Table:
        return _Table(key, self._get(key, dict))

    def text(self, key: str, default: str | None = None) -> str:
        return plain(default if default is not None and key not in self.values else self._get(key, str))

    def whole(self, key: str) -> int:
        return self._get(key, int)

    def number(self, key: str) -> float:
        return float(self._get(key, int | float))

    def hash(self, key: str) -> str:
        value = self._get(key, str)
        if not _HASH.fullmatch(value):
            raise self._wrong(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if there is none."""
        values = self._get(key, list) if key in self.values else []
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(key)
        return tuple(plain(value) for value in values)

    def record(self, key: str, kind: type[T]) -> T:
        """A dataclass of numbers from the table `key`, which has all of its fields and no other."""
        table = self.table(key)
        read = {"int": table.whole, "float": table.number}
        if unknown := set(table.values) - {field.name for field in fields(kind)}:
            raise table._wrong(min(unknown))
        return kind(**{field.name: read[str(field.type)](field.name) for field in fields(kind)})

    def _get(self, key: str, kind: Any) -> Any:
        value = self.values.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._wrong(key)
        return value

    def _wrong(self, key: str) -> ValueError:
        return ValueError(f"[{self.name}] {plain(key)}" if self.name else f"[{plain(key)}]")


def _card(where: Path, table: _Table) -> VoiceCard:
    voice, sound, files, made = (table.table(name) for name in ("voice", "sound", "files", "made"))
    return VoiceCard(
        name=voice.text("name"),
        folder=where,
        description=voice.text("description"),
        licence=voice.text("licence"),
        low_midi=voice.whole("low_midi"),
        high_midi=voice.whole("high_midi"),
        vibrato=table.record("vibrato", Vibrato),
        geometry=table.record("geometry", Geometry),
        reach=sound.whole("reach_frames"),
        level_dbfs=sound.number("level_dbfs"),
        model_sha256=files.hash("model_sha256"),
        made=plain_value(dict(made.values)),
        singer=voice.text("singer", ""),
        consent=voice.text("consent", ""),
        weights_sha256=files.hash("weights_sha256") if "weights_sha256" in files.values else None,
        held_out=made.texts("held_out"),
    )


def plain(text: str) -> str:
    """A stranger's text on one line; ValueError if it is very long, or would do something to a terminal."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TEXT or not line.isprintable():
        raise ValueError(f"{line[:20]!a}…")
    return line


def plain_value(value: Any, depth: int = 0) -> Any:
    """The same of all texts in a value of TOML."""
    if depth > _DEEPEST:
        raise ValueError("[made]")
    if isinstance(value, dict):
        return {plain(key): plain_value(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [plain_value(one, depth + 1) for one in value]
    return plain(value) if isinstance(value, str) else value


def _check(card: VoiceCard) -> None:
    """A card whose numbers a voice can have; ValueError otherwise."""
    g, vibrato = card.geometry, card.vibrato
    sensible = {
        "name": bool(card.name),
        "geometry": 8000 <= g.sample_rate <= 96000
        and 128 <= g.n_fft <= 8192
        and g.n_fft % 2 == 0
        and 0 < 2 * g.hop <= g.n_fft
        and 64 <= g.frames <= 8192
        and g.frames * g.bins <= LARGEST_PICTURE
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
    return checked_hash(card.model_path, read_file(card.folder, MODEL), card.model_sha256)


def checked_hash(path: Path, data: bytes, sha256: str) -> bytes:
    """The content of a voice's file; VoiceError if it is not the one that the card names."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise broken(
            path,
            Text(f"내용이 {CARD}과 다릅니다(손상)", f"it is damaged: {CARD} names another hash"),
        )
    return data
