"""What is no Hangul in lyrics, as it may be sung: guesses, one of which the writer takes, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pychang.convert.romanised import mccune, revised
from pychang.diagnostic import Diagnostic, Edit, Fix, Span, Text
from pychang.language import fixes
from pychang.language.lyric_mistakes import jamo_as_sung
from pychang.language.wording import josa
from pychang.language.written_as_sung import letters_as_sung, number_as_sung

_LATIN = "[A-Za-zŏŭŎŬ'’]+"
_HYPHENED = re.compile(f"{_LATIN}(?:-{_LATIN})+")


@dataclass(frozen=True)
class Guess:
    """A fix that may not be what was meant; `romanised`: it reads Latin letters as Korean."""

    fix: Fix
    romanised: bool = False


def guesses(one: Diagnostic) -> tuple[Guess, ...]:
    """The likeliest first; none where nothing is known."""
    read = _READ.get(one.code)
    return read(one.span) if read and one.span else ()


def whole_line(told: Sequence[Diagnostic]) -> Fix | None:
    """Guesses at all that is told of a line, where that is more than one thing.

    Latin letters are Korean where all on the line can be: `do` is 도 beside `sarang`, 두 beside `love`.
    """
    found = [(one, guesses(one)) for one in sorted(told, key=lambda one: one.span.start if one.span else 0)]
    words = [choices for one, choices in found if one.code == "E303"]
    is_korean = all(choices and choices[-1].romanised for choices in words)
    edits: list[Edit] = []
    for one, choices in found:
        likeliest = choices[-1:] if is_korean and one.code == "E303" else choices[:1]
        for edit in (edit for choice in likeliest for edit in choice.fix.edits):
            if not edits or edits[-1].span.end <= edit.span.start:
                edits.append(edit)
    title = Text("이 줄을 모두 한글로 고치기", "Write all of this line in Hangul")
    return Fix(title, tuple(edits)) if len(edits) > 1 else None


def _letters(span: Span) -> tuple[Guess, ...]:
    """A word that songs use, the names of letters, or romanised Korean, hyphens and all."""
    written = _text(span)
    known = letters_as_sung(written)
    whole = _with_hyphens(span)
    korean = _korean(_text(whole))
    if not korean:
        whole, korean = span, _korean(written)
    found = [Guess(fixes.write(span, known), known == korean)] if known else []
    if korean and korean != known:
        particle = josa(korean, "으로", "로")
        title = Text(
            f"로마자로 읽어 ‘{korean}’{particle} 고치기", f"Read as romanised Korean: write `{korean}`"
        )
        found.append(Guess(Fix(title, (Edit(whole, korean),)), romanised=True))
    return tuple(found)


def _korean(written: str) -> str:
    return "".join(revised(written) or mccune(written))


def _with_hyphens(span: Span) -> Span:
    """The word that a piece belongs to, in which hyphens part syllables."""
    text = span.source.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    for found in _HYPHENED.finditer(text, start, end if end >= 0 else len(text)):
        if found.start() <= span.start and span.end <= found.end():
            return Span(span.source, *found.span())
    return span


def _number(span: Span) -> tuple[Guess, ...]:
    return tuple(Guess(fixes.write(span, one)) for one in number_as_sung(_text(span)))


def _jamo(span: Span) -> tuple[Guess, ...]:
    sung = jamo_as_sung(_text(span))
    return (Guess(fixes.write(span, sung)),) if sung else ()


def _text(span: Span) -> str:
    return unicodedata.normalize("NFC", span.source.text[span.start : span.end])


_READ: dict[str, Callable[[Span], tuple[Guess, ...]]] = {"E303": _letters, "E304": _number, "E305": _jamo}
