"""What was found about files, at a terminal and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pychang.cli.songs import DONE, MISTAKES
from pychang.diagnostic import Severity

if TYPE_CHECKING:
    from rich.console import Console

    from pychang.finding import Finding

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold"}
_SEVERITIES = {Severity.ERROR: "오류", Severity.WARNING: "경고", Severity.NOTE: "알림"}


def print_findings(findings: Sequence[Finding], language: str, console: Console) -> None:
    """Each with its file, where in it, and what to do."""
    from rich.text import Text as Line

    for one in findings:
        name = _SEVERITIES[one.severity] if language == "ko" else one.severity.value
        head = Line.assemble(
            (f"{one.path}{_place(one)}: ", "bold"),
            (f"{name} {one.kind}", _STYLES[one.severity]),
            f": {one.message.say(language)}",
        )
        console.print(head, soft_wrap=True, highlight=False)
        if hint := one.hint.say(language):
            console.print(Line(f"  = {hint}", style="cyan"), soft_wrap=True, highlight=False)


def status(findings: Sequence[Finding]) -> int:
    """The exit status of a command that found them."""
    return MISTAKES if any(one.severity is Severity.ERROR for one in findings) else DONE


def _place(one: Finding) -> str:
    """`, 0:02.3–0:02.8`; nothing for all of the file."""
    from pychang.recordings.findings import as_time

    if one.start_s is None:
        return ""
    end = "" if one.end_s is None else f"–{as_time(one.end_s)}"
    return f", {as_time(one.start_s)}{end}"


def as_object(one: Finding, language: str) -> dict[str, Any]:
    """A finding for programs; seconds None where it is about the whole file."""
    return {
        "file": str(one.path),
        "start_s": _rounded(one.start_s),
        "end_s": _rounded(one.end_s),
        "severity": one.severity.value,
        "kind": one.kind,
        "message": one.message.say(language),
        "hint": one.hint.say(language),
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
