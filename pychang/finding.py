"""What was found about a file, a recording or a score: told, or raised if the file is of no use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Severity, Text, Unusable
from pychang.language.wording import why_not

NO_HINT = Text("", "")


@dataclass(frozen=True)
class Finding:
    """Something about a file that its owner should know: where, what, and what to do about it.

    An error keeps the file from being used; a note asks for nothing, and may have an empty hint. `kind` is a
    word for programs (`clipping`); `start_s`, `end_s`: the stretch of a recording, None where it is all of
    it.
    """

    severity: Severity
    kind: str
    path: Path
    message: Text
    hint: Text
    start_s: float | None = None
    end_s: float | None = None


class Wrong(Unusable):
    """A file that cannot be used; `kind`, `hint` and `start_s` as a `Finding` has them.

    `reason` is the text without the file's name and without the hint.
    """

    def __init__(self, kind: str, path: Path, reason: Text, hint: Text, start_s: float | None = None) -> None:
        super().__init__(Text(f"{path}: {reason.ko} {hint.ko}", f"{path}: {reason.en} {hint.en}"))
        self.kind, self.path, self.reason, self.hint, self.start_s = kind, path, reason, hint, start_s

    @property
    def finding(self) -> Finding:
        return Finding(Severity.ERROR, self.kind, self.path, self.reason, self.hint, self.start_s)


def from_system(failure: OSError, path: Path) -> Finding:
    """What the system has against a file, `path` if it does not say which, as a finding."""
    path = Path(failure.filename) if isinstance(failure.filename, str) else path
    bare = OSError(failure.errno, failure.strerror, "")
    message = Text(*(one.removeprefix(": ") for one in why_not(bare)))
    return Finding(Severity.ERROR, "unreadable", path, message, _SEE_THE_FILE)


_SEE_THE_FILE = Text("파일의 권한과 디스크를 확인하세요.", "See to the file's permissions and the disk.")
