"""Diagnostics for people at a terminal, for editors' error lists, for programs, and for code hosts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len, set_cell_size

from pychang.diagnostic import Diagnostic, Edit, Severity, Span

if TYPE_CHECKING:
    from rich.console import Console

MAX_SHOWN = 100  # more than that tells nobody more
_TAB = "    "
_NEAR = 400  # characters of a long line that are looked at, on each side of the mistake
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_SEVERITIES = {Severity.ERROR: "오류", Severity.WARNING: "경고"}


def render_human(diagnostics: Sequence[Diagnostic], language: str, console: Console) -> None:
    """Each with its line, a caret under the right terminal cells, and what to do about it."""
    for diagnostic in _most(diagnostics):
        _print(diagnostic, language, console)
    if len(diagnostics) > MAX_SHOWN:
        console.print(_more(len(diagnostics) - MAX_SHOWN, language), markup=False, highlight=False)


def render_short(diagnostics: Sequence[Diagnostic], language: str, stream: TextIO) -> None:
    """One line each: `file:line:column: E203 message`."""
    for diagnostic in _most(diagnostics):
        message = " ".join(diagnostic.message.say(language).split())
        stream.write(f"{_place(diagnostic.span)}{diagnostic.code} {message}\n")
    if len(diagnostics) > MAX_SHOWN:
        stream.write(_more(len(diagnostics) - MAX_SHOWN, language) + "\n")


def _most(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many as are shown, in their order; errors rather than warnings."""
    if len(diagnostics) <= MAX_SHOWN:
        return diagnostics
    by_weight = sorted(range(len(diagnostics)), key=lambda i: diagnostics[i].severity is Severity.WARNING)
    return [diagnostics[i] for i in sorted(by_weight[:MAX_SHOWN])]


def render_json(diagnostics: Sequence[Diagnostic], language: str, stream: TextIO) -> None:
    """All of them as one list of objects; lines and columns from 1, in code points, the end excluded."""
    objects = [_as_object(diagnostic, language) for diagnostic in diagnostics]
    json.dump(objects, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def render_github(diagnostics: Sequence[Diagnostic], language: str, stream: TextIO) -> None:
    """Each as a workflow command, which GitHub shows beside the line; paths are relative to this folder."""
    for one in diagnostics:
        said = "\n".join(text.say(language) for text in (one.message, *one.hints))
        properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in _properties(one).items())
        stream.write(f"::{one.severity.value} {properties}::{_escaped(said)}\n")


def _properties(diagnostic: Diagnostic) -> dict[str, str]:
    span = diagnostic.span
    if span is None:
        return {"title": diagnostic.code}
    path = Path(span.source.name)
    file = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    end_line, end_column = span.source.line_column(span.end)
    return {
        "file": file.as_posix(),
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(end_line),
        "endColumn": str(end_column),
        "title": diagnostic.code,
    }


def _escaped(text: str, others: str = "") -> str:
    """`%`, line ends and `others` as GitHub reads them: %25, %0A …"""
    return "".join(f"%{ord(ch):02X}" if ch in "%\r\n" or ch in others else ch for ch in text)


def summary(diagnostics: Sequence[Diagnostic], language: str) -> str:
    """`2 errors, 1 warning`; empty if there are none."""
    errors = sum(one.severity is Severity.ERROR for one in diagnostics)
    warnings = len(diagnostics) - errors
    if language == "ko":
        return ", ".join(f"{name} {n}개" for name, n in (("오류", errors), ("경고", warnings)) if n)
    counts = (("error", errors), ("warning", warnings))
    return ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for name, n in counts if n)


def _print(diagnostic: Diagnostic, language: str, console: Console) -> None:
    from rich.text import Text as Line

    severity = diagnostic.severity
    name = _SEVERITIES[severity] if language == "ko" else severity.value
    style = _STYLES[severity]
    head = Line.assemble(
        (_place(diagnostic.span), "bold"),
        (f"{name} {diagnostic.code}", style),
        f": {diagnostic.message.say(language)}",
    )
    console.print(head, soft_wrap=True, highlight=False)
    span = diagnostic.span
    gutter = " " * len(str(span.line)) if span else ""
    if span and span.source.line_text(span.line).strip():
        code, caret = excerpt(span, max(console.width - len(gutter) - 4, 20))
        console.print(Line(f" {span.line} │ {code}"), soft_wrap=True, highlight=False)
        console.print(Line.assemble(f" {gutter} │ ", (caret, style)), soft_wrap=True, highlight=False)
    for line in _hint_lines(diagnostic, language):
        console.print(Line(f" {gutter} {line}", style="cyan"), soft_wrap=True, highlight=False)


def _hint_lines(diagnostic: Diagnostic, language: str) -> Iterator[str]:
    for hint in diagnostic.hints:
        first, *others = hint.say(language).split("\n")
        yield f"= {first}"
        yield from (f"    {line}" for line in others)


def excerpt(span: Span, width: int) -> tuple[str, str]:
    """The line of a span, composed and cropped to `width` cells, and the carets to print under it."""
    line = span.source.line_text(span.line)
    start = span.column - 1
    end = min(start + max(span.end - span.start, 1), len(line))
    before = _shown(line[max(start - _NEAR, 0) : start])
    marked = _shown(line[start : min(end, start + _NEAR)])
    after = _shown(line[end : end + _NEAR])
    cut = start > _NEAR
    if cell_len(before + marked + after) > width or cut:
        before = _last_cells(before, width // 2, cut)
        room = width - cell_len(before)
        marked, after = _first_cells(marked, room), _first_cells(after, room - min(cell_len(marked), room))
    caret = " " * cell_len(before) + "^" + "~" * (cell_len(marked) - 1)
    return before + marked + after, caret


def _shown(text: str) -> str:
    """As a terminal shows it: composed, tabs as spaces, nothing invisible."""
    text = unicodedata.normalize("NFC", text).replace("\t", _TAB)
    return "".join("·" if unicodedata.category(ch) == "Cc" else ch for ch in text)


def _first_cells(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1) + "…" if room > 0 else ""


def _last_cells(text: str, room: int, cut: bool) -> str:
    if cell_len(text) <= room and not cut:
        return text
    while text and cell_len(text) > room - 1:
        text = text[1:]
    return "…" + text


def _place(span: Span | None) -> str:
    if span is None:
        return ""
    return f"{span.source.name}:{span.line}:{span.column}: "


def _more(count: int, language: str) -> str:
    return f"… 그리고 {count:,}개 더" if language == "ko" else f"… and {count:,} more"


def _as_object(diagnostic: Diagnostic, language: str) -> dict[str, object]:
    fix = diagnostic.fix
    return {
        "file": diagnostic.span.source.name if diagnostic.span else None,
        **_lines_and_columns(diagnostic.span),
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message.say(language),
        "hints": [hint.say(language) for hint in diagnostic.hints],
        "fix": fix
        and {"title": fix.title.say(language), "edits": [_edit_as_object(edit) for edit in fix.edits]},
    }


def _edit_as_object(edit: Edit) -> dict[str, object]:
    return {"file": edit.span.source.name, **_lines_and_columns(edit.span), "text": edit.text}


def _lines_and_columns(span: Span | None) -> dict[str, int | None]:
    end_line, end_column = span.source.line_column(span.end) if span else (None, None)
    return {
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": end_line,
        "end_column": end_column,
    }
