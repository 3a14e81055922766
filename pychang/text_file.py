"""Text files as people have them: UTF-8, with or without a mark, UTF-16 as Praat writes it, or CP949."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Source, Text
from pychang.finding import Wrong

MAX_BYTES = 16 * 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_text(path: Path, kind: str = "score") -> Source:
    """The text of a file. Wrong, of the given kind, if it is no text; OSError."""
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    text = decoded(data) if len(data) <= MAX_BYTES else None
    if text is None or "\0" in text:
        raise Wrong(kind, path, _NO_TEXT, _SAVE_AS_UTF8)
    return Source(str(path), text.replace("\r\n", "\n").replace("\r", "\n"))


def marked(data: bytes) -> str | None:
    """The encoding that a byte-order mark names; None where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def decoded(data: bytes) -> str | None:
    """Bytes as the text that they most likely are; None if they are none."""
    known = marked(data)
    for encoding in (known,) if known else ("utf-8", "cp949"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return None


_NO_TEXT = Text("텍스트 파일로 읽을 수 없습니다.", "it cannot be read as text.")
_SAVE_AS_UTF8 = Text(
    "편집기에서 UTF-8로 다시 저장하거나, 다른 파일을 잘못 넣지 않았는지 보세요.",
    "Save it again as UTF-8, or see whether this is another file than was meant.",
)
