"""What cannot be used of a recording, and why: raised by the readers, told as findings."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Severity, Text, Unusable
from pychang.language.wording import why_not
from pychang.recordings.model import Finding


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
