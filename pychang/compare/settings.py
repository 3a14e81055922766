"""What holds for a song or a part: a row for each setting, and how its value is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pychang.compare import wording
from pychang.compare.marks import voice_name
from pychang.compare.model import Difference, Kind, Place
from pychang.language.syntax import PartBlock, Setting, SongFile, Word
from pychang.score.model import Backing, Vibrato
from pychang.score.settings import RULES, Settings
from pychang.score.settings import Place as Where


def _plain(value: object) -> str:
    return str(value)


def _number(value: float) -> str:
    return f"{value:g}"


def _vibrato(value: Vibrato | None) -> str:
    if value is None:
        return ""
    if not value.depth_cents:
        return "off"
    return f"depth={value.depth_cents:g} rate={value.rate_hz:g} delay={value.delay_s:g}"


def _backing(value: Backing | None) -> str:
    if value is None:
        return ""
    return f"{value.file.text} gain={value.gain_db:g} offset={value.offset_s:g}"


def _voice(value: Word | None) -> str:
    return voice_name(value)


SHOWN: dict[str, Callable[[Any], str]] = {
    "title": _plain,
    "artist": _plain,
    "composer": _plain,
    "lyricist": _plain,
    "copyright": _plain,
    "voice": _voice,
    "tempo": _number,
    "meter": _plain,
    "key": _plain,
    "transpose": _number,
    "gain": _number,
    "pan": _number,
    "vibrato": _vibrato,
    "backing": _backing,
}
"""What holds from the start, compared by its value; the form is compared by what it does."""

OF_PART = tuple(name for name in SHOWN if Where.PART in RULES[name].places)


def song_settings(old: tuple[SongFile, Settings], new: tuple[SongFile, Settings]) -> Iterator[Difference]:
    """The settings of two songs that have other values."""
    for name, shown in SHOWN.items():
        before, after = (shown(getattr(settings, name)) for _, settings in (old, new))
        if before != after:
            spans = (_setting(song.settings, name) for song, _ in (old, new))
            yield _difference(name, before, after, Place(), *spans)


def part_settings(
    old: tuple[PartBlock, Settings], new: tuple[PartBlock, Settings], place: Place
) -> Iterator[Difference]:
    """Those of two parts, where one of the parts itself says so."""
    for name in OF_PART:
        own = [_setting(part.settings, name) for part, _ in (old, new)]
        before, after = (SHOWN[name](getattr(settings, name)) for _, settings in (old, new))
        if any(own) and before != after:
            yield _difference(name, before, after, place, *own)


def _setting(settings: tuple[Setting, ...], name: str) -> Setting | None:
    return next((one for one in settings if one.name.text == name), None)


def _difference(
    name: str, before: str, after: str, place: Place, old: Setting | None, new: Setting | None
) -> Difference:
    spans = (one.span if one else None for one in (old, new))
    message = wording.setting(name, before, after)
    return Difference(Kind.SETTING, place, message, before or None, after or None, *spans)
