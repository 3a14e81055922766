"""What stands in a note's braces: a row for each name, and what it does to the note's expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pychang.diagnostic import Diagnostic, Fix, Span, Text, error
from pychang.language import fixes
from pychang.language.syntax import Option
from pychang.language.wording import did_you_mean, josa, slip_of
from pychang.score.model import Expression, Vibrato
from pychang.score.numbers import number

DEFAULT_VIBRATO = Vibrato(depth_cents=35.0, rate_hz=5.6, delay_s=0.3)
SLIDE_S = 0.12
BREATHY = 0.5
SOFT_DB, SOFT_BREATHY = -6.0, 0.2
LOUD_DB = 4.0

Problem = tuple[Text, Text]  # message, hint

_VIBRATO_RANGES = {
    "depth": (0, 300, "센트", "cents"),
    "rate": (1, 12, "Hz", "Hz"),
    "delay": (0, 10, "초", "seconds"),
}


def expression(
    options: Iterable[Option], song_vibrato: Vibrato | None
) -> tuple[Expression, tuple[Diagnostic, ...]]:
    """A note's expression, from the words in its braces."""
    result = Expression()
    mistakes: list[Diagnostic] = []
    taken: dict[str, str] = {}
    for option in options:
        found = _place(option, taken)
        if found is None and option.name.text not in _VIBRATO_WORDS:
            changed = _OPTIONS[option.name.text](result, option.value.text if option.value else None)
            result, found = (
                (result, _wrong(option, changed)) if isinstance(changed, tuple) else (changed, None)
            )
        if found:
            mistakes.append(found)
        taken[option.name.text] = _value(option)
    if "vibrato" in taken:
        result, found = _with_vibrato(result, taken, song_vibrato, options)
        mistakes += found
    return result, tuple(mistakes)


def _place(option: Option, taken: dict[str, str]) -> Diagnostic | None:
    """Unknown names, names said twice, and `depth` without a vibrato."""
    name, span = option.name.text, option.name.span
    if name not in _OPTIONS and name not in _VIBRATO_WORDS:
        message = Text(
            f"중괄호 안의 ‘{name}’{josa(name, '은', '는')} 모르는 말입니다.",
            f"`{name}` means nothing in braces.",
        )
        known = (*_OPTIONS, *_VIBRATO_WORDS)
        slip = slip_of(name, known)
        fix = fixes.write(span, slip) if slip and slip not in taken else None
        return error("E207", span, message, did_you_mean(name, known), fix=fix)
    if name in taken:
        message = Text(f"{name}{josa(name, '이', '가')} 두 번 있습니다.", f"`{name}` stands twice.")
        fix = _drop(option) if taken[name] == _value(option) else None
        return error("E208", span, message, Text("하나만 남기세요.", "Keep one of them."), fix=fix)
    if name in _VIBRATO_RANGES and "vibrato" not in taken:
        message = Text(f"{name} 앞에 vibrato가 없습니다.", f"No `vibrato` before `{name}`.")
        hint = Text("{vibrato depth=60 rate=5}처럼 적으세요.", "Write {vibrato depth=60 rate=5}.")
        return error("E208", span, message, hint)
    return None


def _value(option: Option) -> str:
    return option.value.text if option.value else ""


def _drop(option: Option) -> Fix:
    """Without an option that says again what one before it says."""
    start, end = option.name.span, (option.value or option.name).span
    again = fixes.with_space_before(Span(start.source, start.start, end.end))
    return fixes.take_out(again, Text(f"두 번째 {option.name.text}", f"the second `{option.name.text}`"))


def _wrong(option: Option, problem: Problem) -> Diagnostic:
    return error("E208", (option.value or option.name).span, *problem)


def _with_vibrato(
    result: Expression, taken: dict[str, str], song: Vibrato | None, options: Iterable[Option]
) -> tuple[Expression, list[Diagnostic]]:
    values = {name: value for name, value in taken.items() if name in _VIBRATO_RANGES}
    if taken["vibrato"]:
        values[taken["vibrato"]] = ""
    found = read_vibrato(values, song if song and song.depth_cents else DEFAULT_VIBRATO)
    if isinstance(found, Vibrato):
        return replace(result, vibrato=found), []
    option = next(option for option in options if option.name.text == "vibrato")
    return result, [_wrong(option, found)]


def read_vibrato(values: dict[str, str], default: Vibrato = DEFAULT_VIBRATO) -> Vibrato | Problem:
    """`off`, or `depth` 0–300 cents, `rate` 1–12 Hz, `delay` 0–10 s; what is not said, from `default`."""
    if tuple(values) == ("off",):
        return replace(default, depth_cents=0.0)
    for name, value in values.items():
        if name not in _VIBRATO_RANGES:
            message = Text(
                f"vibrato에 ‘{name}’{josa(name, '은', '는')} 없습니다.",
                f"`{name}` means nothing to `vibrato`.",
            )
            return message, did_you_mean(name, (*_VIBRATO_RANGES, "off"))
        low, high, ko, en = _VIBRATO_RANGES[name]
        if _number(value, low, high) is None:
            return _range(name, value, f"{low}~{high}{ko}", f"{low} to {high} {en}")
    depth, rate, delay = (
        _number(values[name], *_VIBRATO_RANGES[name][:2]) if name in values else None
        for name in _VIBRATO_RANGES
    )
    return Vibrato(
        default.depth_cents if depth is None else depth,
        default.rate_hz if rate is None else rate,
        default.delay_s if delay is None else delay,
    )


def _number(text: str | None, low: float, high: float) -> float | None:
    value = None if text is None else number(text)
    return value if value is not None and low <= value <= high else None


def _range(name: str, value: str, ko: str, en: str) -> Problem:
    shown = f"{name}={value}"
    return (
        Text(f"{shown}: 쓸 수 없는 값입니다.", f"{shown}: not a value that can be used."),
        Text(f"{name}{josa(name, '은', '는')} {ko}입니다.", f"`{name}` takes {en}."),
    )


# ── one function an option: Expression, value -> Expression or Problem ───────────────────────────

Apply = Callable[[Expression, str | None], Expression | Problem]


def _flag(name: str) -> Apply:
    def apply(before: Expression, value: str | None) -> Expression | Problem:
        if value is None:
            return replace(before, **{name: True})
        return (
            Text(f"{name}{josa(name, '은', '는')} 값이 없습니다.", f"`{name}` takes no value."),
            Text(f"{{{name}}}라고만 적으세요.", f"Write just {{{name}}}."),
        )

    return apply


def _slide(before: Expression, value: str | None) -> Expression | Problem:
    seconds = SLIDE_S if value is None else _number(value, 0.01, 5)
    if seconds is None:
        return _range("slide", value or "", "0.01~5초", "0.01 to 5 seconds")
    return replace(before, slide_s=seconds)


def _bend(before: Expression, value: str | None) -> Expression | Problem:
    cents = tuple(_number(point, -2400, 2400) for point in (value or "").split(","))
    if None in cents or len(cents) > 32:
        return _range(
            "bend",
            value or "",
            "쉼표로 나눈 -2400~2400센트(32개까지), 예를 들어 bend=0,+100,0",
            "up to 32 values from -2400 to 2400 cents: bend=0,+100,0",
        )
    return replace(before, bend_cents=cents)


def _breathy(before: Expression, value: str | None) -> Expression | Problem:
    amount = BREATHY if value is None else _number(value, 0, 1)
    if amount is None:
        return _range("breathy", value or "", "0~1", "0 to 1")
    return replace(before, breathy=amount)


def _soft(before: Expression, value: str | None) -> Expression | Problem:
    below = -SOFT_DB if value is None else _number(value.lstrip("+-"), 0, 24)
    if below is None:
        return _range("soft", value or "", "0~24 dB(작아지는 만큼)", "0 to 24 dB (how much softer)")
    return replace(before, level_db=before.level_db - below, breathy=max(before.breathy, SOFT_BREATHY))


def _loud(before: Expression, value: str | None) -> Expression | Problem:
    above = LOUD_DB if value is None else _number(value, -24, 24)
    if above is None:
        return _range("loud", value or "", "-24~24 dB", "-24 to 24 dB")
    return replace(before, level_db=before.level_db + above)


_OPTIONS: dict[str, Apply] = {
    "vibrato": lambda before, value: before,  # with its depth, rate and delay, at the end
    "slide": _slide,
    "scoop": _flag("scoop"),
    "fall": _flag("fall"),
    "bend": _bend,
    "accent": _flag("accent"),
    "staccato": _flag("staccato"),
    "tenuto": _flag("tenuto"),
    "fermata": _flag("fermata"),
    "breathy": _breathy,
    "soft": _soft,
    "loud": _loud,
}
_VIBRATO_WORDS = ("depth", "rate", "delay")
