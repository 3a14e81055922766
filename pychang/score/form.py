"""The order in which sections are sung, and which verse each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language import fixes
from pychang.language.syntax import Setting, SongFile, Word
from pychang.language.wording import did_you_mean, josa, slip_of

MAX_TIMES = 99
_OTHER_STAR = re.compile(r"(.+)[xX×✕＊]([1-9][0-9]?)")


@dataclass(frozen=True)
class Pass:
    """One singing of the sections of a name, in all parts together: the `verse`-th, from 0."""

    title: str
    verse: int


def order(song: SongFile, form: Setting | None) -> tuple[tuple[Pass, ...], tuple[Diagnostic, ...]]:
    """All sections once, as written; or as `form` has them."""
    titles = {section.title: None for section in song.sections if section.lines}
    if form is None:
        return tuple(Pass(title, 0) for title in titles), ()
    passes: list[Pass] = []
    mistakes: list[Diagnostic] = []
    sung: Counter[str] = Counter()
    for title, times, mistake in _entries(form, list({section.title: 0 for section in song.sections})):
        if mistake:
            mistakes.append(mistake)
        for _ in range(times):
            passes.append(Pass(title, sung[title]))
            sung[title] += 1
    return tuple(passes), tuple(mistakes)


def _entries(form: Setting, titles: list[str]) -> Iterator[tuple[str, int, Diagnostic | None]]:
    """Names and times of a form; 0 times where there is a mistake."""
    for word in form.words:
        name, star, times = word.text.partition("*")
        if name not in titles or not name:
            yield name, 0, _unknown(word, name, titles)
        elif star and not (times.isdecimal() and 1 <= int(times) <= MAX_TIMES):
            yield name, 0, _times(word)
        else:
            yield name, int(times) if star else 1, None


def _part(word: Word, start: int, end: int) -> Span:
    """The stretch of a word; all of it where it was written decomposed."""
    if word.span.end - word.span.start != len(word.text) or start == end:
        return word.span
    return Span(word.span.source, word.span.start + start, word.span.start + end)


def _unknown(word: Word, name: str, titles: list[str]) -> Diagnostic:
    shown = name or word.text
    message = Text(
        f"‘{shown}’{josa(shown, '이라는', '라는')} 구절이 없습니다.", f"There is no section `{shown}`."
    )
    span = _part(word, 0, len(name))
    named = [title for title in titles if title]
    other = _OTHER_STAR.fullmatch(word.text)
    if other and other[1] in named:
        meant = f"{other[1]}*{other[2]}"
        hint = Text(f"되풀이는 {meant}처럼 적습니다.", f"Repeats are written {meant}.")
        return error("E405", span, message, hint, fix=fixes.write(word.span, meant))
    if not named:
        return error(
            "E405", span, message, Text(f"[{shown}] 줄로 구절을 여세요.", f"Open one with a line [{shown}].")
        )
    slip = slip_of(name, named, shortest=4)  # shorter ones (A, B, 가, 나) are names of their own
    fix = fixes.write(word.span, slip + word.text[len(name) :]) if slip else None
    return error("E405", span, message, did_you_mean(shown, named), fix=fix)


def _times(word: Word) -> Diagnostic:
    return error(
        "E408",
        word.span,
        Text(f"‘{word.text}’: 몇 번인지 읽을 수 없습니다.", f"`{word.text}`: how many times?"),
        Text(
            f"후렴*2처럼 1에서 {MAX_TIMES}까지의 수를 적으세요.",
            f"Write a number from 1 to {MAX_TIMES}: 후렴*2.",
        ),
    )
