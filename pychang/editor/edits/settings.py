"""A setting of the song written, changed or taken out."""

from __future__ import annotations

import re
import unicodedata

from pychang.diagnostic import Source
from pychang.editor.edits.model import Edited, Replacement, Set
from pychang.editor.edits.paper import as_on, line_end, span_of, start_of
from pychang.editor.edits.refusal import ONE_LINE, WOULD_BE_REMARK, NoEdit, no_setting
from pychang.language.names import SETTINGS
from pychang.language.parse import parse
from pychang.language.syntax import PART, Setting
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Lines
from pychang.score.settings import resolve

_MANY = (PART, "include")  # of which a song has several
_RANK = {name: rank for rank, name in enumerate(SETTINGS)}


def set_setting(analysis: Analysis, edit: Set) -> Edited:
    """The value alone is written anew, so that a remark behind it stays.

    A new setting stands where `pychang fmt` would put it among those of the song. NoEdit for a value that the
    language does not know.
    """
    if edit.name not in SETTINGS or edit.name in _MANY:
        raise NoEdit(no_setting(edit.name))
    value = None if edit.value is None else _checked(edit.name, edit.value)
    settings = analysis.written.settings if analysis.written else ()
    here = next((one for one in settings if one.name.text == edit.name), None)
    if value is None:
        made = _taken_out(analysis.lines, here) if here else ()
    else:
        made = (_rewritten if here else _put_in)(analysis, here or edit.name, value)
    return Edited(made)


def _checked(name: str, value: str) -> str:
    value = unicodedata.normalize("NFC", value).strip()
    if re.search(r"[\r\n\x00-\x08\x0b-\x1f]", value):
        raise NoEdit(ONE_LINE)
    song, _ = parse(Source("", f"{name}: {value}\n"))
    if song.remarks:
        raise NoEdit(WOULD_BE_REMARK)
    _, mistakes = resolve(song.settings)
    if mistakes:
        raise NoEdit(mistakes[0].message)
    return value


def _rewritten(analysis: Analysis, setting: Setting, value: str) -> tuple[Replacement, ...]:
    lines = analysis.lines
    start, end = span_of(lines, (setting.value or setting).span)
    written = lines.text[start:end]
    value = as_on(lines.line(setting.span.line), value)
    if setting.value is None:
        return (Replacement(end, end, f" {value}"),)
    return () if written == value else (Replacement(start, end, value),)


def _taken_out(lines: Lines, setting: Setting) -> tuple[Replacement, ...]:
    """The whole line; of one with a remark behind it, all but the remark."""
    number = setting.span.line
    start, after = start_of(lines, number), start_of(lines, number + 1)
    _, end = span_of(lines, setting.span)
    rest = lines.text[end : start + len(lines.line(number))]
    if rest.strip():
        return (Replacement(start, end + len(rest) - len(rest.lstrip()), ""),)
    return (Replacement(start, after, ""),)


def _put_in(analysis: Analysis, name: str, value: str) -> tuple[Replacement, ...]:
    lines = analysis.lines
    settings = analysis.written.settings if analysis.written else ()
    before = [one for one in settings if _RANK.get(one.name.text, len(_RANK)) < _RANK[name]]
    if before:
        number = max(one.span.line for one in before)
        at = start_of(lines, number) + len(lines.line(number))
        return (Replacement(at, at, f"{line_end(lines, number)}{name}: {value}"),)
    number, blank = (settings[0].span.line, False) if settings else _top(analysis)
    end = line_end(lines, max(number - 1, 1))
    at = start_of(lines, number)
    last = lines.text[at - 1 : at] if at else ""
    lead = end if last not in ("", "\n", "\r", "\ufeff") else ""
    return (Replacement(at, at, f"{lead}{name}: {value}{end}{end if blank else ''}"),)


def _top(analysis: Analysis) -> tuple[int, bool]:
    """The line before which a song's first setting stands, and whether a blank line parts the two.

    Remarks right above the first section or part are about that; those further up are about the song.
    """
    lines = analysis.lines
    number = min(analysis.rows, default=lines.count + 1)
    while number > 1 and lines.line(number - 1).lstrip().startswith("//"):
        number -= 1
    return number, number in analysis.rows or bool(lines.line(number).strip())
