"""Labels of HTS: `start end name` a line, times in units of 100 ns; the name bare or in full context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.performance.model import Phone
from pychang.recordings.labels.in_phones import phones_of
from pychang.recordings.labels.label import Label
from pychang.text_file import read_text

UNITS_PER_S = 10_000_000
_LINE = re.compile(r"(\d{1,18}(?:\.\d*)?)\s+(\d{1,18}(?:\.\d*)?)(?:\s+(.*))?")
_FULL_CONTEXT = re.compile(r"^[^\s^]*\^[^\s]*?-(.+?)\+\S*=")
_STATE = re.compile(r"^(.*)\[(\d+)\]$")


def read_lab(path: Path, duration_s: float | None = None) -> tuple[Phone, ...]:
    """The phones of a label file, as `phones_of` says. Wrong, with the line; OSError.

    Times with a decimal point are seconds, as Audacity writes them. The states of one phone, `a[2]` to
    `a[6]`, are one.
    """
    rows: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(read_text(path, "labels").text.split("\n"), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise Wrong("labels", path, _unreadable(number, line.strip()), _FORM)
        rows.append((number, found))
    if not rows:
        raise Wrong("labels", path, _EMPTY, _FORM)
    per_s = 1 if any("." in found[1] + found[2] for _, found in rows) else UNITS_PER_S
    labels = [Label(float(at[1]) / per_s, float(at[2]) / per_s, at[3] or "", n) for n, at in rows]
    return phones_of(_phones_joined(labels), path, duration_s)


def lab_text(phones: Sequence[Phone]) -> str:
    """Phones as monophone labels, named as `read_lab` knows them."""
    return "".join(
        f"{round(phone.start_s * UNITS_PER_S)} {round(phone.end_s * UNITS_PER_S)} {phone.symbol}\n"
        for phone in phones
    )


def _phones_joined(labels: Sequence[Label]) -> list[Label]:
    """One label a phone, of labels a state; and of a full context the phone in its middle."""
    joined: list[Label] = []
    state_before = 0
    for label in labels:
        of_state = _STATE.match(label.name)
        name, state = (of_state[1], int(of_state[2])) if of_state else (label.name, 0)
        full = _FULL_CONTEXT.match(name)
        name = full[1] if full else name
        if joined and state > state_before > 0:
            joined[-1] = replace(joined[-1], end_s=label.end_s)
        else:
            joined.append(replace(label, name=name))
        state_before = state
    return joined


def _unreadable(number: int, line: str) -> Text:
    return Text(
        f"{number}번째 줄을 라벨로 읽을 수 없습니다: {line[:60]}",
        f"line {number} cannot be read as a label: {line[:60]}",
    )


_EMPTY = Text("라벨이 하나도 없습니다.", "there are no labels in it.")
_FORM = Text(
    "줄마다 ‘시작 끝 이름’을 적습니다. 시간은 100나노초 단위의 정수나, 소수점이 있는 초입니다.",
    "Each line is `start end name`: times in units of 100 ns, or in seconds with a decimal point.",
)
