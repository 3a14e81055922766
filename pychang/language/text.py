"""Bytes to text, and text to lines in composed Hangul that know their places in the text as written."""

from __future__ import annotations

import re
import shlex
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from pychang.diagnostic import Diagnostic, Source, Span, Text, error
from pychang.language.fixes import take_out
from pychang.language.wording import josa

STDIN_NAME = "<stdin>"
MAX_BYTES = 16 * 1024 * 1024
MAX_LINES = 10_000  # eleven hours of song; a ten-minute one has a few hundred
MAX_COLUMNS = 10_000
OTHERS = (".mid", ".midi", ".kar", ".musicxml", ".mxl", ".ust", ".ustx", ".svp", ".vsqx", ".vpr")
"""Files of other programs that somebody may take for songs."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_ODD_SPACES = {ord(ch): " " for ch in _INVISIBLE}
_REMARK = re.compile(rf"(?:^|(?<=[\s{_INVISIBLE}]))//.*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True)
class Line:
    """One line without its remark; `text` is composed (NFC), its spaces plain.

    `places[i]` is where its i-th character stands in the line as written; None: at i.
    """

    source: Source = field(repr=False)
    start: int
    text: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]` in the source."""
        if self.places is not None:
            start, end = self.places[start], self.places[end]
        return Span(self.source, self.start + start, self.start + end)

    @property
    def whole(self) -> Span:
        indent = len(self.text) - len(self.text.lstrip())
        return self.span(indent, len(self.text.rstrip()))


def decode(name: str, data: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The text of a song file; None if it is not UTF-8 text.

    A byte-order mark is left out. Line ends stay as they are, except that a lone carriage
    return counts as a line end.
    """
    nowhere = Span(Source(name, ""), 0, 0)
    if name.lower().endswith(OTHERS):
        return None, (error("E102", nowhere, _OF_ANOTHER, _import(name)),)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (error("E101", nowhere, _UTF16, _SAVE_AS_UTF8),)
    if b"\0" in data[:MAX_BYTES]:
        return None, (error("E102", nowhere, _binary(data.index(0)), _NOT_A_SONG),)
    if len(data) > MAX_BYTES:
        return None, (error("E109", nowhere, _too_large(len(data)), _NOT_A_SONG),)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as mistake:
        return None, (_not_utf8(name, data, mistake.start),)
    return Source(name, re.sub(r"\r(?!\n)", "\n", text)), ()


def lines(source: Source) -> Iterator[tuple[Line, Line | None]]:
    """Each line, with its remark if it has one."""
    start = 0
    for written in source.text.split("\n"):
        remark = _REMARK.search(written) if "//" in written else None
        end = remark.start() if remark else len(written)
        rest = _line(source, start + end, written[end:].rstrip()) if remark else None
        yield _line(source, start, written[:end].rstrip()), rest
        start += len(written) + 1


def control_characters(source: Source) -> Iterator[Diagnostic]:
    """Characters that no editor shows."""
    for match in _CONTROL.finditer(source.text.replace("\r\n", "  ")):
        code = f"U+{ord(match[0]):04X}"
        message = Text(
            f"보이지 않는 제어 문자 {code}{josa(code, '이', '가')} 들어 있습니다.",
            f"There is an invisible control character, {code}.",
        )
        span = Span(source, *match.span())
        hint = Text("이 글자를 지우세요.", "Delete this character.")
        fix = take_out(span, Text(f"제어 문자 {code}", f"the control character {code}"))
        yield error("E103", span, message, hint, fix=fix)


def _line(source: Source, start: int, written: str) -> Line:
    if written.isascii() or len(written) > 4 * MAX_COLUMNS:  # too long to be read in any case
        return Line(source, start, written)
    if unicodedata.is_normalized("NFC", written):
        return Line(source, start, _plain_spaces(written))
    text, places = _compose(written)
    return Line(source, start, _plain_spaces(text), places)


def _plain_spaces(text: str) -> str:
    return text.translate(_ODD_SPACES)


def _compose(written: str) -> tuple[str, tuple[int, ...]]:
    """Composed text, and for each of its characters (and its end) the place in `written`."""
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for i in range(1, len(written) + 1):
        if i < len(written) and _joins_the_one_before(written[i]):
            continue
        piece = unicodedata.normalize("NFC", written[start:i])
        pieces.append(piece)
        places += [min(start + k, i - 1) for k in range(len(piece))]
        start = i
    return "".join(pieces), (*places, len(written))


def _joins_the_one_before(ch: str) -> bool:
    return "\u1160" <= ch <= "\u11ff" or unicodedata.combining(ch) != 0


_UTF16 = Text(
    "UTF-16으로 저장된 파일입니다. 악보는 UTF-8이어야 합니다.", "This file is UTF-16; a song is UTF-8."
)
_SAVE_AS_UTF8 = Text(
    "편집기에서 인코딩을 UTF-8로 바꾸어 다시 저장하세요.",
    "Save it again from your editor, with UTF-8 as the encoding.",
)
_NOT_A_SONG = Text(
    "악보는 .chang 텍스트 파일입니다. 소리나 그림 파일을 고르지 않았는지 확인하세요.",
    "A song is a .chang text file; check that this is not a sound or a picture.",
)


_OF_ANOTHER = Text("다른 프로그램의 파일입니다.", "This is a file of another program.")


def _import(name: str) -> Text:
    return Text(
        f"먼저 .chang 악보로 가져오세요: pychang import {name}",
        f"Bring it in as a .chang score first: pychang import {name}",
    )


def _binary(place: int) -> Text:
    return Text(
        f"텍스트가 아니라 이진 파일입니다({place + 1}번째 바이트가 0).",
        f"This is a binary file, not text (byte {place + 1} is 0).",
    )


def _too_large(size: int) -> Text:
    megabytes, limit = f"{size / 2**20:.0f}", f"{MAX_BYTES // 2**20}"
    return Text(
        f"파일이 너무 큽니다({megabytes} MB). 악보는 {limit} MB까지 읽습니다.",
        f"The file is too large ({megabytes} MB); a song may have {limit} MB.",
    )


def _not_utf8(name: str, data: bytes, place: int) -> Diagnostic:
    """The first byte that is not UTF-8, shown in the line it stands on."""
    source = Source(name, data.decode("utf-8", errors="replace"))
    offset = len(data[:place].decode("utf-8"))
    byte = f"0x{data[place]:02X}"
    message = Text(
        f"UTF-8이 아닌 바이트 {byte}{josa(byte, '이', '가')} 있습니다({place + 1}번째 바이트).",
        f"Byte {byte} is not UTF-8 (byte {place + 1} of the file).",
    )
    hints = (_from_cp949(name, sys.platform),) if _looks_like_cp949(data) else ()
    return error("E101", Span(source, offset, offset + 1), message, *hints, _SAVE_AS_UTF8)


def _looks_like_cp949(data: bytes) -> bool:
    try:
        return re.search("[가-힣]", data.decode("cp949")) is not None
    except UnicodeDecodeError:
        return False


def _from_cp949(name: str, platform: str) -> Text:
    """That it is the old Korean encoding, with the command that makes UTF-8 of it."""
    if platform == "win32":  # PowerShell: .NET has folders of its own, so that it wants whole paths
        path = "'" + name.replace("'", "''") + "'"
        read = "[IO.File]::ReadAllText($song, [Text.Encoding]::GetEncoding(949))"
        command = f"$song = Resolve-Path -LiteralPath {path}; [IO.File]::WriteAllText($song, {read})"
    else:
        path, new = shlex.quote(name), shlex.quote(f"{name}.utf8")
        convert = "iconv -f CP949 -t UTF-8"
        command = f"{convert} {path} > {new} && mv {new} {path}" if name != STDIN_NAME else f"{convert} |"
    return Text(
        f"CP949(EUC-KR)로 저장된 파일로 보입니다. UTF-8로 바꾸려면:\n{command}",
        f"It looks like CP949 (EUC-KR). To make it UTF-8:\n{command}",
    )
