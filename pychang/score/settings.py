"""What the settings of a song mean: a row for each, and the reader of its value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from pychang.diagnostic import Diagnostic, Fix, Span, Text, error
from pychang.language import fixes
from pychang.language.names import LIKELY, SYNONYMS
from pychang.language.syntax import PART, Setting, Word
from pychang.language.wording import did_you_mean, josa, slip_of
from pychang.score.expression import read_vibrato
from pychang.score.model import Backing, Vibrato
from pychang.score.numbers import number

LANGUAGE_VERSION = 1


@dataclass(frozen=True)
class Meter:
    """`6/8`: `beats` of one `unit`-th each."""

    beats: int
    unit: int

    @property
    def length(self) -> Fraction:
        """In whole notes."""
        return Fraction(self.beats, self.unit)

    def __str__(self) -> str:
        return f"{self.beats}/{self.unit}"


@dataclass(frozen=True)
class Settings:
    """The settings that hold somewhere, as values."""

    title: str = ""
    artist: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""
    voice: Word | None = None
    tempo: float = 100.0  # quarter notes a minute, 20..400
    meter: Meter = Meter(4, 4)
    key: str = ""
    transpose: int = 0  # semitones, -24..24
    form: Setting | None = None
    gain: float = 0.0  # dB, -60..24
    pan: float = 0.0  # -1 left, 1 right
    backing: Backing | None = None
    vibrato: Vibrato | None = None


class Complaint(NamedTuple):
    """Why a value cannot be read, and what to write."""

    message: Text
    hint: Text
    span: Span | None = None  # of what is wrong; None: all of the value


class Place(Enum):
    """Where a setting stands, from the widest to the narrowest."""

    SONG = "song"
    PART = "part"
    SECTION = "section"


class Rule(NamedTuple):
    """How the value of a setting is read, the places where it makes sense, and whether it may be repeated."""

    read: Callable[[Setting], Any]
    places: tuple[Place, ...] = (Place.SONG,)
    often: bool = False


def resolve(
    settings: tuple[Setting, ...], before: Settings | None = None, place: Place = Place.SONG
) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The values of `settings`, which stand at `place`, on top of those that hold `before`."""
    resolved = before or Settings()
    mistakes: list[Diagnostic] = []
    named = {setting.name.text for setting in settings}
    seen: dict[str, Setting] = {}
    for setting in settings:
        name = setting.name.text
        found = _check(setting, place, named) or _twice(setting, seen.get(name))
        seen[name] = setting
        value = None if found else RULES[name].read(setting)
        if isinstance(value, Complaint):
            span = value.span or (setting.value or setting.name).span
            found = error("E402", span, value.message, value.hint)
        if found:
            mistakes.append(found)
        elif name in resolved.__dataclass_fields__:
            resolved = replace(resolved, **{name: value})
    return resolved, tuple(mistakes)


def _check(setting: Setting, place: Place, named: set[str]) -> Diagnostic | None:
    """What can be said of a setting before its value is read; `named`: what else stands beside it."""
    name, span = setting.name.text, setting.name.span
    rule = RULES.get(name)
    if rule is None:
        return _unknown(setting, place, named)
    if place not in rule.places:
        return error("E404", span, *(_not_in_section(name) if place is Place.SECTION else _not_in_part(name)))
    if setting.value is None:
        message = Text(f"{name}의 값이 없습니다.", f"`{name}` has no value.")
        hint = Text(f"{name}: 뒤에 값을 적으세요.", f"Write its value after `{name}:`.")
        return error("E402", span, message, hint)
    return None


def _unknown(setting: Setting, place: Place, named: set[str]) -> Diagnostic:
    name = setting.name.text
    sure = SYNONYMS.get(name.lower()) or slip_of(name, RULES)
    meant = sure or LIKELY.get(name.lower())
    message = Text(
        f"‘{name}’{josa(name, '이라는', '라는')} 설정은 없습니다.", f"There is no setting `{name}`."
    )
    hint = (
        Text(f"‘{meant}’{josa(meant, '을', '를')} 쓰세요.", f"Write `{meant}`.")
        if meant
        else did_you_mean(name, RULES)
    )
    fix = _renamed(setting, sure, place, named) if sure else None
    return error("E401", setting.name.span, message, hint, fix=fix)


def _renamed(setting: Setting, name: str, place: Place, named: set[str]) -> Fix | None:
    """The setting under the name that is meant, if it can stand there."""
    fits = name == PART or (place in RULES[name].places and (RULES[name].often or name not in named))
    return fixes.write(setting.name.span, name) if fits and setting.value else None


def _twice(setting: Setting, first: Setting | None) -> Diagnostic | None:
    if first is None or RULES[first.name.text].often:
        return None
    name, line = setting.name.text, first.span.line
    same = first.value and setting.value and first.value.text == setting.value.text
    return error(
        "E403",
        setting.name.span,
        Text(
            f"{name}{josa(name, '이', '가')} 두 번 있습니다. 처음은 {line}번째 줄입니다.",
            f"`{name}` stands twice; first on line {line}.",
        ),
        Text("하나만 남기세요.", "Keep one of them."),
        fix=fixes.take_out(fixes.whole_line(setting.span), _SAME_AGAIN) if same else None,
    )


_SAME_AGAIN = Text("같은 말을 되풀이한 이 줄", "this line, which says the same again")


def _not_in_section(name: str) -> tuple[Text, Text]:
    allowed = _allowed(Place.SECTION)
    return (
        Text(
            f"{name}{josa(name, '은', '는')} 구절 안에서 바꿀 수 없습니다.",
            f"`{name}` cannot change inside a section.",
        ),
        Text(
            f"첫 구절 앞으로 옮기세요. 구절 안에서는 {allowed}만 바꿀 수 있습니다.",
            f"Move it before the first section. Inside a section: {allowed}.",
        ),
    )


def _not_in_part(name: str) -> tuple[Text, Text]:
    allowed = _allowed(Place.PART)
    return (
        Text(
            f"{name}{josa(name, '은', '는')} 파트마다 다를 수 없습니다.",
            f"`{name}` belongs to the whole song, not to a part.",
        ),
        Text(
            f"첫 part 줄 앞으로 옮기세요. 파트의 설정은 {allowed}입니다.",
            f"Move it before the first `part`. A part has: {allowed}.",
        ),
    )


def _allowed(place: Place) -> str:
    return ", ".join(name for name, rule in RULES.items() if place in rule.places)


# ── readers of values: Setting -> value or Complaint ─────────────────────────────────────────────


def _between(
    low: float, high: float, unit_ko: str, unit_en: str, whole: bool = False
) -> Callable[[Setting], Any]:
    def read(setting: Setting) -> float | int | Complaint:
        name, text = setting.name.text, setting.value.text
        value = number(text)
        if value is not None and low <= value <= high and not (whole and value % 1):
            return int(value) if whole else value
        message = Text(
            f"{name} 값 ‘{text}’{josa(text, '은', '는')} 쓸 수 없습니다.",
            f"`{text}` is no value for `{name}`.",
        )
        hint = Text(f"{low:g}에서 {high:g}까지의 {unit_ko}입니다.", f"{unit_en} from {low:g} to {high:g}.")
        return Complaint(message, hint)

    return read


def _text(setting: Setting) -> str:
    return setting.value.text


def _itself(setting: Setting) -> Setting:
    return setting


def _version(setting: Setting) -> int | Complaint:
    text = setting.value.text
    if text == str(LANGUAGE_VERSION):
        return LANGUAGE_VERSION
    return Complaint(
        Text(
            f"이 PyChang은 언어 버전 {text}{josa(text, '을', '를')} 모릅니다.",
            f"This PyChang does not know language version {text}.",
        ),
        Text(
            f"chang: {LANGUAGE_VERSION}이라고 적거나 PyChang을 새로 설치하세요.",
            f"Write `chang: {LANGUAGE_VERSION}`, or update PyChang.",
        ),
    )


def _meter(setting: Setting) -> Meter | Complaint:
    text = setting.value.text
    match = re.fullmatch(r"([1-9]\d?)\s*/\s*(1|2|4|8|16|32)", text)
    if match and int(match[1]) <= 32:
        return Meter(int(match[1]), int(match[2]))
    return Complaint(
        Text(f"‘{text}’{josa(text, '은', '는')} 박자가 아닙니다.", f"`{text}` is not a meter."),
        Text(
            "4/4, 3/4, 6/8처럼 적습니다. 위는 1–32, 아래는 1, 2, 4, 8, 16, 32입니다.",
            "Write 4/4, 3/4, 6/8 …: 1–32 beats of 1, 2, 4, 8, 16 or 32.",
        ),
    )


def _key(setting: Setting) -> str | Complaint:
    text = setting.value.text
    if re.fullmatch(
        r"[A-G][#b♯♭]? (major|minor)|(올림|내림)?[가나다라마바사] ?[장단]조", text, re.IGNORECASE
    ):
        return text
    return Complaint(
        Text(f"‘{text}’{josa(text, '은', '는')} 조 이름이 아닙니다.", f"`{text}` is not a key."),
        Text(
            "C major, F# minor, 다장조, 올림바단조처럼 적습니다.", "Write `C major`, `F# minor`, `다장조` …"
        ),
    )


def _vibrato(setting: Setting) -> Vibrato | Complaint:
    values: dict[str, str] = {}
    for word in setting.words:
        name, _, value = word.text.partition("=")
        values[name] = value
    found = read_vibrato(values)
    return Complaint(*found) if isinstance(found, tuple) else found


def _path(setting: Setting) -> Word:
    return setting.value


_BACKING_RANGES = {"gain": (-60, 24, "dB", "dB"), "offset": (-3600, 3600, "초", "seconds")}


def _backing(setting: Setting) -> Backing | Complaint:
    """`inst.flac gain=-6 offset=1.25`: the options stand last, so that a file's name may have spaces."""
    words = list(setting.words)
    values: dict[str, float] = {}
    while len(words) > 1 and (found := re.fullmatch(r"([A-Za-z가-힣]+)=(\S*)", words[-1].text)):
        name, text = found.groups()
        if name not in _BACKING_RANGES:
            message = Text(
                f"backing에 ‘{name}’{josa(name, '은', '는')} 없습니다.",
                f"`{name}` means nothing to `backing`.",
            )
            return Complaint(message, did_you_mean(name, _BACKING_RANGES), words[-1].span)
        low, high, ko, en = _BACKING_RANGES[name]
        value = number(text)
        if value is None or not low <= value <= high:
            message = Text(
                f"{name}={text}: 쓸 수 없는 값입니다.", f"{name}={text}: not a value that can be used."
            )
            hint = Text(
                f"{name}{josa(name, '은', '는')} {low}에서 {high}까지의 {ko}입니다.",
                f"`{name}` takes {low} to {high} {en}.",
            )
            return Complaint(message, hint, words[-1].span)
        values[name] = value
        words.pop()
    return Backing(_joined(words), values.get("gain", 0.0), values.get("offset", 0.0))


def _joined(words: list[Word]) -> Word:
    """The first words of a value as one, with the spaces that stand between them."""
    first, last = words[0].span, words[-1].span
    span = Span(first.source, first.start, last.end)
    return Word(unicodedata.normalize("NFC", first.source.text[span.start : span.end]), span)


_PARTS = (Place.SONG, Place.PART)
_ANYWHERE = tuple(Place)

RULES: dict[str, Rule] = {
    "chang": Rule(_version),
    "title": Rule(_text),
    "artist": Rule(_text),
    "composer": Rule(_text),
    "lyricist": Rule(_text),
    "copyright": Rule(_text),
    "voice": Rule(_path, _ANYWHERE),
    "tempo": Rule(
        _between(20, 400, "수(1분에 4분음표 몇 개)", "Quarter notes a minute,"), (Place.SONG, Place.SECTION)
    ),
    "meter": Rule(_meter, _ANYWHERE),
    "key": Rule(_key),
    "transpose": Rule(_between(-24, 24, "정수(반음)", "Whole semitones,", whole=True), _PARTS),
    "form": Rule(_itself),
    "part": Rule(_text),
    "gain": Rule(_between(-60, 24, "수(dB)", "Decibels,"), _ANYWHERE),
    "pan": Rule(_between(-1, 1, "수(왼쪽 -1, 오른쪽 1)", "A place,"), _PARTS),
    "backing": Rule(_backing),
    "vibrato": Rule(_vibrato, _PARTS),
    "include": Rule(_path, often=True),
}
