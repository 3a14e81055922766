"""What click says by itself, in Korean.

click asks gettext for every sentence; this table answers in place of a catalogue, which would have to be
compiled and shipped. A sentence that a later click says otherwise comes out in English.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

KOREAN = {
    "Usage:": "사용법:",
    "Options": "선택 사항",
    "Commands": "명령",
    "Error: {message}": "오류: {message}",
    "Aborted!": "멈추었습니다.",
    "Show this message and exit.": "이 도움말을 보입니다.",
    "Try '{command} {option}' for help.": "도움말: {command} {option}",
    "Invalid value: {message}": "쓸 수 없는 값입니다: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}에 쓸 수 없는 값입니다: {message}",
    "Missing argument": "빠진 것이 있습니다:",
    "Missing option": "빠진 선택 사항이 있습니다:",
    "Missing parameter": "빠진 값이 있습니다:",
    "Missing command.": "명령이 빠졌습니다.",
    "No such option {name!r}.": "{name!r}라는 선택 사항은 없습니다.",
    "No such option: {name}": "{name}라는 선택 사항은 없습니다.",
    "No such command {name!r}.": "{name!r}라는 명령은 없습니다.",
    "Did you mean {possibility}?": "{possibility}인가요?",
    "(Did you mean one of: {possibilities}?)": "({possibilities} 가운데 하나인가요?)",
    "Option {name!r} requires an argument.": "{name!r}에는 값이 있어야 합니다.",
    "Option {name!r} does not take a value.": "{name!r}에는 값을 줄 수 없습니다.",
    "Got unexpected extra argument ({args})": "쓰이지 않는 말이 더 있습니다: {args}",
    "Got unexpected extra arguments ({args})": "쓰이지 않는 말이 더 있습니다: {args}",
    "Choose from:\n\t{choices}": "다음에서 고르세요:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r}: {choice}만 쓸 수 있습니다.",
    "{value!r} is not one of {choices}.": "{value!r}: {choices} 가운데 하나여야 합니다.",
    "{value!r} is not a valid {number_type}.": "{value!r}: 수가 아닙니다.",
    "{value} is not in the range {range}.": "{value}: {range} 안에 있어야 합니다.",
    "default: {default}": "기본값: {default}",
    "required": "필수",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def translate_click(language: Callable[[], str]) -> None:
    """From now on, let click say its sentences in the language that `language` names at that moment."""

    def one(sentence: str) -> str:
        return KOREAN.get(sentence, sentence) if language() == "ko" else sentence

    def one_or_more(single: str, several: str, count: int) -> str:
        return one(single if count == 1 else several)

    for name in _MODULES:
        module = import_module(f"click.{name}")
        for theirs, ours in (("_", one), ("ngettext", one_or_more)):
            if hasattr(module, theirs):
                setattr(module, theirs, ours)
