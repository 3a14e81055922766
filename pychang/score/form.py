"""The order in which sections are sung, and which verse each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language import fixes
from pychang.language.syntax import Setting, SongFile, Word
from pychang.language.wording import did_you_mean, josa, slip_of

FORM = "form"
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


def only(song: SongFile, titles: Collection[str]) -> SongFile:
    """The song with these sections alone: each once, in its first verse, in the order of the song."""
    forms = [setting for setting in song.settings if setting.name.text == FORM]
    passes, _ = order(song, forms[-1] if forms else None)
    written = [section.title for section in song.sections if section.lines]
    once = [title for title in dict.fromkeys([*(one.title for one in passes), *written]) if title in titles]
    nowhere = Span(song.source, 0, 0)
    words = tuple(Word(title, nowhere) for title in once)
    form = Setting(Word(FORM, nowhere), Word(" ".join(once), nowhere), words, nowhere)
    kept = (setting for setting in song.settings if setting.name.text != FORM)
    return replace(song, settings=(*kept, form))


def _entries(form: Setting, titles: list[str]) -> Iterator[tuple[str, int, Diagnostic | None]]:
    """Names and times of a form; 0 times where there is a mistake."""
    known = set(titles)
    meant: dict[str, tuple[Text, str | None]] = {}  # to look for the nearest name takes long
    for word in form.words:
        name, star, times = word.text.partition("*")
        if name not in known or not name:
            if name not in meant:
                meant[name] = _meant(name or word.text, titles)
            yield name, 0, _other_star(word, known) or _unknown(word, name, *meant[name])
        elif star and not (times.isdecimal() and 1 <= int(times) <= MAX_TIMES):
            yield name, 0, _times(word)
        else:
            yield name, int(times) if star else 1, None


def _part(word: Word, start: int, end: int) -> Span:
    """The stretch of a word; all of it where it was written decomposed."""
    if word.span.end - word.span.start != len(word.text) or start == end:
        return word.span
    return Span(word.span.source, word.span.start + start, word.span.start + end)


def _unknown(word: Word, name: str, hint: Text, slip: str | None) -> Diagnostic:
    """`slip`: the section that must be meant."""
    fix = fixes.write(word.span, slip + word.text[len(name) :]) if slip else None
    return error("E405", _part(word, 0, len(name)), _no_section(name or word.text), hint, fix=fix)


def _other_star(word: Word, known: set[str]) -> Diagnostic | None:
    """Repeats written `후렴×2`."""
    other = _OTHER_STAR.fullmatch(word.text)
    if other is None or other[1] not in known:
        return None
    meant = f"{other[1]}*{other[2]}"
    hint = Text(f"되풀이는 {meant}처럼 적습니다.", f"Repeats are written {meant}.")
    return error("E405", word.span, _no_section(word.text), hint, fix=fixes.write(word.span, meant))


def _no_section(name: str) -> Text:
    return Text(f"‘{name}’{josa(name, '이라는', '라는')} 구절이 없습니다.", f"There is no section `{name}`.")


def _meant(name: str, titles: list[str]) -> tuple[Text, str | None]:
    """A hint; and the section of which the name is a slip, but for short ones (A, B, 가, 나)."""
    named = [title for title in titles if title]
    if name.startswith("*") or (name.isdecimal() and name not in named):
        return Text(
            "되풀이는 빈칸 없이 후렴*2처럼 적습니다.", "Repeats are written without spaces: 후렴*2."
        ), None
    if not named:
        return Text(f"[{name}] 줄로 구절을 여세요.", f"Open one with a line [{name}]."), None
    return did_you_mean(name, named), slip_of(name, named, shortest=4)


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
