"""`include`: the settings and sections of other files, taken before those that stand here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pychang.diagnostic import Diagnostic, Span, Text, error
from pychang.language.parse import parse
from pychang.language.syntax import PartBlock, Section, Setting, SongFile, Word
from pychang.language.text import decode
from pychang.language.wording import josa, why_not
from pychang.remembered import Remembered

INCLUDE = "include"
DEEPEST = 16  # files inside one another
MOST = 256  # files in one song

Read = Callable[[Path], bytes]
Titled = TypeVar("Titled", PartBlock, Section)
Both = Callable[[Titled, Titled], Titled]


def take_included(
    song: SongFile, read: Read, remembered: Remembered | None = None
) -> tuple[SongFile, tuple[Diagnostic, ...]]:
    """The song with all that it includes; what stands in the including file wins, by name.

    `read` gives the bytes of a file, or raises OSError. Every file is read once, and parsed unless what is
    `remembered` has it as it is.
    """
    taking = _Taking(read, remembered or Remembered())
    whole = taking.take(song, (_identity(Path(song.source.name)),))
    return whole, tuple(taking.mistakes)


def folder_of(value: Word) -> Path:
    """The folder to which the paths in a value's file are relative: that of the file."""
    return Path(value.span.source.name).parent


def beside(value: Word) -> Path:
    """The path that a value names, relative to the file in which it stands."""
    return folder_of(value) / value.text


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError):  # a name that no file can have
        return path


@dataclass
class _Taking:
    """Files while they are taken in."""

    read: Read
    remembered: Remembered
    mistakes: list[Diagnostic] = field(default_factory=list)
    taken: dict[Path, SongFile] = field(default_factory=dict)
    too_many: bool = False

    def take(self, song: SongFile, inside: tuple[Path, ...]) -> SongFile:
        """`inside`: the files around this one, itself the last."""
        whole: SongFile | None = None
        for setting in song.settings:
            if setting.name.text == INCLUDE and setting.value is not None:
                other = self._included(setting.value, inside)
                whole = other if whole is None or other is None else _merged(whole, other)
        return song if whole is None else _merged(whole, song)

    def _included(self, value: Word, inside: tuple[Path, ...]) -> SongFile | None:
        path = beside(value)
        identity = _identity(path)
        if identity in inside or len(inside) > DEEPEST:
            self.mistakes.append(_goes_round(value, identity == inside[-1]))
            return None
        if identity not in self.taken:
            if len(self.taken) >= MOST:
                self._complain_of_too_many(value)
                return None
            song = self._read(path, value)
            if song is None:
                return None
            self.taken[identity] = self.take(song, (*inside, identity))
        return self.taken[identity]

    def _complain_of_too_many(self, value: Word) -> None:
        """Once, however many there are."""
        if not self.too_many:
            self.mistakes.append(_too_many(value.span))
        self.too_many = True

    def _read(self, path: Path, value: Word) -> SongFile | None:
        try:
            data = self.read(path)
        except (OSError, ValueError) as failure:
            self.mistakes.append(_unreadable(value.span, path, failure))
            return None
        key = "included", str(path), data
        song, mistakes = self.remembered.take(key, lambda: _parsed(str(path), data))
        self.mistakes += mistakes
        return song


def _parsed(name: str, data: bytes) -> tuple[SongFile | None, tuple[Diagnostic, ...]]:
    source, mistakes = decode(name, data)
    if source is None:
        return None, mistakes
    song, in_syntax = parse(source)
    return song, (*mistakes, *in_syntax)


def _merged(below: SongFile, above: SongFile) -> SongFile:
    """Two files as one: what `above` names takes the place of what `below` has under that name."""
    under = tuple(part for part in below.parts if part.setting or part.sections)
    parts = _laid_over(under, above.parts, _merged_part)
    named = tuple(part for part in parts if part.title or part.sections)
    return replace(
        above,
        settings=_merged_settings(below.settings, above.settings),
        parts=named or parts,
        remarks=tuple(dict.fromkeys((*above.remarks, *below.remarks))),
    )


def _merged_part(below: PartBlock, above: PartBlock) -> PartBlock:
    settings = _merged_settings(below.settings, above.settings)
    return PartBlock(above.setting, settings, _merged_sections(below.sections, above.sections))


def _merged_settings(below: Iterable[Setting], above: tuple[Setting, ...]) -> tuple[Setting, ...]:
    named = {setting.name.text for setting in above} | {INCLUDE}
    return (*(setting for setting in below if setting.name.text not in named), *above)


def _merged_sections(below: tuple[Section, ...], above: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections that `above` writes anew stand where they stood; its others follow."""
    return _laid_over(below, above, lambda _, anew: anew)


def _laid_over(
    below: tuple[Titled, ...], above: tuple[Titled, ...], both: Both[Titled]
) -> tuple[Titled, ...]:
    """Each title of `below` in its place, with what `above` has under it; then what else is in `above`.

    A file that has a title twice keeps both, so that it is told so.
    """
    anew = {one.title: one for one in reversed(above)}
    kept = []
    laid = set()
    for one in below:
        over = anew.pop(one.title, None)
        kept.append(one if over is None else both(one, over))
        laid.add(id(over))
    return (*kept, *(one for one in above if id(one) not in laid))


def _goes_round(value: Word, itself: bool) -> Diagnostic:
    name = value.text
    ko = "자기 자신을" if itself else "돌고 돌아 이 파일을"
    message = Text(
        f"{name}{josa(name, '은', '는')} {ko} 다시 끼워 넣습니다.",
        f"{name} includes {'itself' if itself else 'this file again, on a way round'}.",
    )
    hint = Text(
        "함께 쓸 구절을 따로 한 파일로 떼어 내세요.",
        "Move the sections that both need into a file of their own.",
    )
    return error("E414", value.span, message, hint)


def _too_many(span: Span) -> Diagnostic:
    message = Text(f"끼워 넣은 파일이 {MOST}개를 넘습니다.", f"More than {MOST} files are included.")
    hint = Text("구절들을 더 적은 파일에 모으세요.", "Gather the sections in fewer files.")
    return error("E413", span, message, hint)


def _unreadable(span: Span, path: Path, failure: Exception) -> Diagnostic:
    why = why_not(failure) if isinstance(failure, OSError) else Text(f"{path}", f"{path}")
    message = Text(f"끼워 넣을 파일을 읽을 수 없습니다: {why.ko}", f"cannot read the included file: {why.en}")
    hint = Text(
        "이름은 이 악보가 있는 폴더에서부터 적습니다.", "Its name is relative to the folder of this song."
    )
    return error("E413", span, message, hint)
