"""What can be done about mistakes: safe fixes, one or all; guesses; a remark that takes a warning back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lsprotocol import types as lsp

from pychang.diagnostic import Diagnostic, Fix, Severity
from pychang.lsp.diagnostics import to_protocol
from pychang.lsp.document import Analysis
from pychang.lsp.guesses import guesses, whole_line
from pychang.lsp.positions import overlap

FIX_ALL = "source.fixAll.pychang"
USELESS_REMARK = "W110"  # about such a remark itself
KINDS = (lsp.CodeActionKind.QuickFix, FIX_ALL)
_OK = re.compile(r"(?:^|(?<=\s))//\s*ok:\s*[A-Za-z]\d+(?:[\s,]+[A-Za-z]\d+)*")
_REMARK = re.compile(r"(?:^|(?<=\s))//")


def code_actions(
    analysis: Analysis, where: lsp.Range, only: Iterable[str] | None = None
) -> list[lsp.CodeAction]:
    """The actions for the mistakes that touch a range, and one for the whole document."""
    found: list[lsp.CodeAction] = []
    own = [one for one in analysis.reading.mistakes if analysis.is_own(one.span)]
    guessed: dict[int, list[lsp.Diagnostic]] = {}  # by line
    for one in own:
        shown = to_protocol(one, analysis)
        if overlap(shown.range, where):
            found += _fix(analysis, one, shown)
            if may_be := [*_guesses(analysis, one, shown)]:
                found += may_be
                guessed.setdefault(one.span.line, []).append(shown)
            found += _take_back(analysis, one, shown)
    found += _whole_lines(analysis, own, guessed)
    found += _fix_all(analysis)
    kinds = tuple(only) if only is not None else None
    return [one for one in found if kinds is None or any(_is_of(one.kind, kind) for kind in kinds)]


def _is_of(kind: str | None, asked: str) -> bool:
    """`source` asks for `source.fixAll.pychang` too."""
    return not asked or kind == asked or (kind or "").startswith(f"{asked}.")


def _fix(analysis: Analysis, one: Diagnostic, shown: lsp.Diagnostic) -> Iterator[lsp.CodeAction]:
    if one.fix:
        yield lsp.CodeAction(
            title=one.fix.title.say(analysis.language),
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[shown],
            is_preferred=True,
            edit=_changes(analysis, _edits(analysis, one.fix)),
        )


def _guesses(analysis: Analysis, one: Diagnostic, shown: lsp.Diagnostic) -> Iterator[lsp.CodeAction]:
    """What may be meant; none of it is preferred, nor among the safe fixes."""
    return (_guess(analysis, guess.fix, [shown]) for guess in guesses(one))


def _whole_lines(
    analysis: Analysis, own: Sequence[Diagnostic], guessed: Mapping[int, list[lsp.Diagnostic]]
) -> Iterator[lsp.CodeAction]:
    """Of each line with guesses, all at once."""
    told: dict[int, list[Diagnostic]] = {line: [] for line in guessed}
    for one in own:
        if one.span and one.span.line in told:
            told[one.span.line].append(one)
    for line, beside in told.items():
        if fix := whole_line(beside):
            yield _guess(analysis, fix, guessed[line])


def _guess(analysis: Analysis, fix: Fix, shown: list[lsp.Diagnostic]) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=fix.title.say(analysis.language),
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=shown,
        edit=_changes(analysis, _edits(analysis, fix)),
    )


def _edits(analysis: Analysis, fix: Fix) -> list[lsp.TextEdit]:
    return [lsp.TextEdit(analysis.lines.range(edit.span), edit.text) for edit in fix.edits]


def _changes(analysis: Analysis, edits: list[lsp.TextEdit]) -> lsp.WorkspaceEdit:
    return lsp.WorkspaceEdit(changes={analysis.uri: edits})


def _fix_all(analysis: Analysis) -> Iterator[lsp.CodeAction]:
    """Every safe fix at once, but for those that meet one before them."""
    edits: list[lsp.TextEdit] = []
    for one in analysis.reading.mistakes:
        if one.fix and analysis.is_own(one.span):
            added = _edits(analysis, one.fix)
            if not any(overlap(new.range, old.range) for new in added for old in edits):
                edits += added
    if edits:
        yield lsp.CodeAction(
            title=analysis.say("고칠 수 있는 것을 모두 고치기", "Fix all that can safely be fixed"),
            kind=FIX_ALL,
            edit=_changes(analysis, edits),
        )


def _take_back(analysis: Analysis, one: Diagnostic, shown: lsp.Diagnostic) -> Iterator[lsp.CodeAction]:
    """A remark `// ok: W241` at the end of a warning's line."""
    if one.severity is not Severity.WARNING or one.span is None or one.code == USELESS_REMARK:
        return
    text = analysis.lines.line(one.span.line)
    remark = _OK.search(text)
    if remark is None and _REMARK.search(text):
        return  # another remark goes to the line's end
    new = f", {one.code}" if remark else f"{'' if not text or text[-1].isspace() else '  '}// ok: {one.code}"
    place = analysis.lines.position(one.span.line, (remark.end() if remark else len(text)) + 1)
    title = f"// ok: {one.code}"
    yield lsp.CodeAction(
        title=analysis.say(f"뜻한 것임: {title} 적기", f"This is meant: write {title}"),
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[shown],
        edit=_changes(analysis, [lsp.TextEdit(lsp.Range(place, place), new)]),
    )
