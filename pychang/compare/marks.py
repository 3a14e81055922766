"""What holds from one place of a section on: dynamics, tempo, and the settings that stand inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pychang.diagnostic import Span
from pychang.language.syntax import MarkElement, Setting, Word
from pychang.score.dynamics import BEGINNING, HAIRPINS, LEVELS_DB
from pychang.score.numbers import number
from pychang.score.settings import Place, Settings, resolve
from pychang.voice.files import DEFAULT


@dataclass(frozen=True)
class Mark:
    """`about`: dynamics, tempo, meter, voice or gain; `idle`: it holds already, and is not heard."""

    about: str
    value: Any
    shown: str
    span: Span
    idle: bool = False

    @property
    def key(self) -> tuple[str, Any]:
        return self.about, self.value


class Marks:
    """What holds in a section, while it is read from its start."""

    def __init__(self, settings: Settings) -> None:
        self._holds: dict[str, Any] = {
            "dynamics": BEGINNING,
            "tempo": settings.tempo,
            "meter": settings.meter,
            "voice": voice_name(settings.voice),
            "gain": settings.gain,
        }

    def of_setting(self, setting: Setting) -> Mark | None:
        """None if its value cannot be read."""
        name = setting.name.text
        settings, mistakes = resolve((setting,), None, Place.SECTION)
        if mistakes or name not in self._holds:
            return None
        value = voice_name(settings.voice) if name == "voice" else getattr(settings, name)
        return self._mark(name, value, f"{name} {setting.value.text}", setting.span)

    def of_element(self, element: MarkElement) -> Mark:
        shown = element.written
        if element.name in LEVELS_DB:
            return self._mark("dynamics", element.name, shown, element.span)
        if element.name in HAIRPINS:
            return self._gradual("dynamics", element.name, shown, element.span)
        value = number(element.argument or "")
        if element.name == "tempo" and value is not None:
            return self._mark("tempo", value, shown, element.span)
        return self._gradual("tempo", (element.name, value), shown, element.span)

    def _mark(self, about: str, value: Any, shown: str, span: Span) -> Mark:
        idle = self._holds[about] == value
        self._holds[about] = value
        return Mark(about, value, shown, span, idle)

    def _gradual(self, about: str, value: Any, shown: str, span: Span) -> Mark:
        self._holds[about] = None  # on its way
        return Mark(about, value, shown, span)


def voice_name(voice: Word | None) -> str:
    """The voice as written, or the default's name."""
    return voice.text if voice else DEFAULT


def same_marks(old: tuple[Mark, ...], new: tuple[Mark, ...]) -> bool:
    """Whether the same holds from here on in both, whatever of it is said again."""
    if [one.key for one in old] == [one.key for one in new]:
        return True
    return [one.key for one in old if not one.idle] == [one.key for one in new if not one.idle]
