"""Enough of a TextMate tokenizer to try `chang.tmLanguage.json` without an editor.

A line of .chang stands alone, so one line is all it takes. As in editors (vscode-textmate), the leftmost
match wins, the end of a range before its patterns, patterns in their order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).parents[2] / "grammar" / "chang.tmLanguage.json"

Rule = dict[str, Any]
Scopes = list[list[str]]  # of each character of a line, from the outermost inwards


@cache
def grammar() -> Rule:
    return json.loads(GRAMMAR.read_text("utf-8"))


def scopes(line: str) -> Scopes:
    """The scopes of each character of a line, without the grammar's own."""
    found: Scopes = [[] for _ in line]
    _paint_patterns(line, 0, len(line), grammar()["patterns"], found)
    return found


def stretches(line: str) -> Iterator[tuple[str, str]]:
    """Stretches of a line with their innermost scope, `.chang` left out; not spaces, nor what has none."""
    names = [inside[-1].removesuffix(".chang") if inside else "" for inside in scopes(line)]
    start = 0
    for end in range(1, len(line) + 1):
        if end == len(line) or names[end] != names[start]:
            if names[start] and line[start:end].strip():
                yield line[start:end], names[start]
            start = end


def _paint_patterns(
    line: str, at: int, end: int, patterns: list[Rule], found: Scopes, closes: str = r"(?!)"
) -> re.Match[str] | None:
    """Paint from `at` to what closes the range, or else to `end`; what closed it."""
    rules = list(_flat(patterns))
    searches = [closes, *(rule.get("match") or rule["begin"] for rule in rules)]
    while at <= end:
        hits = [
            (match.start(), i, match)
            for i, regex in enumerate(searches)
            if (match := _search(regex, line, at, end))
        ]
        if not hits:
            return None
        _, first, match = min(hits, key=lambda hit: hit[:2])
        if first == 0:
            return match
        at = max(_paint(line, rules[first - 1], match, end, found), at + (match.end() == at))
    return None


def _paint(line: str, rule: Rule, match: re.Match[str], end: int, found: Scopes) -> int:
    """Paint what a rule has matched, with the rest of its range if it begins one; where that ends."""
    start, stop, inner = match.start(), match.end(), [[] for _ in found]
    _paint_captures(line, rule.get("captures") or rule.get("beginCaptures") or {}, match, inner)
    if "begin" in rule:
        closing = _paint_patterns(line, stop, end, rule["patterns"], inner, rule["end"])
        stop = closing.end() if closing else end
        if closing:
            _paint_captures(line, rule.get("endCaptures", {}), closing, inner)
    _add(found, start, stop, rule.get("name"))
    for mine, added in zip(found, inner, strict=True):
        mine += added
    return stop


def _paint_captures(line: str, captures: dict[str, Rule], match: re.Match[str], found: Scopes) -> None:
    for number, rule in captures.items():
        start, end = match.span(int(number))
        if start < 0:
            continue
        _add(found, start, end, rule.get("name"))
        if "patterns" in rule:
            _paint_patterns(line, start, end, rule["patterns"], found)


def _search(regex: str, line: str, at: int, end: int) -> re.Match[str] | None:
    return re.compile(regex).search(line, at, end)


def _add(found: Scopes, start: int, end: int, name: str | None) -> None:
    for inside in found[start:end]:
        inside += (name or "").split()


def _flat(patterns: list[Rule]) -> Iterator[Rule]:
    """Rules with a regular expression, in the order in which they are tried."""
    for rule in patterns:
        if "include" in rule:
            yield from _flat([grammar()["repository"][rule["include"].removeprefix("#")]])
        elif "match" in rule or "begin" in rule:
            yield rule
        else:
            yield from _flat(rule["patterns"])
