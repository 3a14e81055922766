"""Mistakes as diagnostics of the protocol, each with its hints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types as lsp

from pychang.cli.render import summary
from pychang.diagnostic import Diagnostic, Severity
from pychang.language.include import INCLUDE, beside
from pychang.language.syntax import Setting
from pychang.lsp.desk import uri_of
from pychang.lsp.document import Analysis
from pychang.lsp.positions import lines_of

IDLE = {"W302", "W401", "W404"}  # about what is never sung, or has no effect: shown faded
MOST_RELATED = 20
_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
}


def diagnostics(analysis: Analysis) -> list[lsp.Diagnostic]:
    """Every mistake in the document; those of files that it includes at their `include` line."""
    own = [one for one in analysis.reading.mistakes if analysis.is_own(one.span)]
    return [*(to_protocol(one, analysis) for one in own), *_included(analysis)]


def to_protocol(one: Diagnostic, analysis: Analysis) -> lsp.Diagnostic:
    """One mistake of the document itself."""
    top = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    return lsp.Diagnostic(
        range=analysis.lines.range(one.span) if one.span else top,
        message=told(one, analysis.language),
        severity=_SEVERITIES[one.severity],
        code=one.code,
        source="pychang",
        tags=[lsp.DiagnosticTag.Unnecessary] if one.code in IDLE else None,
    )


def told(one: Diagnostic, language: str) -> str:
    """The message, and what to do, a line each."""
    return "\n".join([one.message.say(language), *(hint.say(language) for hint in one.hints)])


def _included(analysis: Analysis) -> Iterator[lsp.Diagnostic]:
    """For each file with mistakes that is included, how many there are, and where."""
    others: dict[str, list[Diagnostic]] = {}
    for one in analysis.reading.mistakes:
        if not analysis.is_own(one.span):
            others.setdefault(one.span.source.name, []).append(one)
    lines = _include_lines(analysis)
    for name, found in others.items():
        setting = lines.get(name) or next(iter(lines.values()), None)
        worst = min((one.severity for one in found), key=list(_SEVERITIES).index)
        yield lsp.Diagnostic(
            range=analysis.lines.range((setting.value or setting.name).span)
            if setting
            else analysis.lines.whole_line(1),
            message=_counted(name, found, analysis),
            severity=_SEVERITIES[worst],
            source="pychang",
            related_information=[_related(one, analysis) for one in found[:MOST_RELATED]],
        )


def _include_lines(analysis: Analysis) -> dict[str, Setting]:
    settings = analysis.written.settings if analysis.written else ()
    return {str(beside(one.value)): one for one in settings if one.name.text == INCLUDE and one.value}


def _counted(name: str, found: list[Diagnostic], analysis: Analysis) -> str:
    file, counted = Path(name).name, summary(found, analysis.language)
    return analysis.say(f"{file}에 {counted}가 있습니다.", f"in {file}: {counted}")


def _related(one: Diagnostic, analysis: Analysis) -> lsp.DiagnosticRelatedInformation:
    lines = lines_of(one.span.source, analysis.lines.encoding)
    location = lsp.Location(uri_of(Path(one.span.source.name)), lines.range(one.span))
    return lsp.DiagnosticRelatedInformation(location, one.message.say(analysis.language))
