"""What git calls for each song in `git diff`: an external diff driver."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pychang.cli.diff import Side, found_between, tell
from pychang.cli.git import ReplacedWorld, run_git
from pychang.cli.progress import minutes
from pychang.cli.songs import DONE, counted
from pychang.cli.terminal import console
from pychang.cli.words import language, said
from pychang.diagnostic import Text, Unusable
from pychang.language.wording import count, why_not
from pychang.reading import Reading


def drive(arguments: Sequence[str]) -> int:
    """`path old-file old-hex old-mode new-file new-hex new-mode [new-path [what-git-says]]`; always done.

    A path alone is that of a file whose merge is not finished. Files are beside the song's own place in the
    working tree; what they include is read from there for both, so that a change of an included file is
    told of that file alone.
    """
    if len(arguments) < 7:
        path = arguments[0] if arguments else ""
        print(said(f"* {path}: 아직 합치지 못한 파일", f"* {path}: not merged yet"))
        return DONE
    path, old_file, _, _, new_file, _, _, *renamed = arguments
    new_path = renamed[0] if renamed else path
    out = console(sys.stdout, coloured())
    head = path if new_path == path else f"{path} → {new_path}"
    out.print(f"diff --chang {head}", style="bold", markup=False, highlight=False, soft_wrap=True)
    try:
        old, new = read(path, old_file), read(new_path, new_file)
    except (OSError, Unusable) as why:
        lines = [why_not(why) if isinstance(why, OSError) else why.text]
    else:
        lines = [*told_alone(old, new)]
        if old and new:
            lines += unread(old, new)
            tell(found_between(old, new), old.song.source.text == new.song.source.text, False, out)
    for line in lines:
        out.print(line.say(language()), markup=False, highlight=False, soft_wrap=True)
    return DONE


def read(path: str, file: str) -> Reading | None:
    """The song at `path` with the text of `file`; None for git's sign that there is none."""
    if file in (os.devnull, "/dev/null"):
        return None
    return Side(path, Path(path), ReplacedWorld(Path(path), Path(file))).read()


def told_alone(old: Reading | None, new: Reading | None) -> Iterator[Text]:
    """A song that was added, or removed."""
    if new is None:
        yield Text("노래를 지움", "song removed")
    elif old is None:
        ko, en = size(new)
        yield Text(f"새 노래: {ko}", f"new song: {en}")


def size(reading: Reading) -> Text:
    """`3 sections, 24 bars, 0:58`; as long as its sound."""
    from pychang.performance.clock import clock_of
    from pychang.performance.phrases import end_s

    sections = {section.title: section for section in reading.song.sections}
    bars = sum(len(line.bars) for section in sections.values() for line in section.lines)
    clock = clock_of(reading.score)
    time = minutes(max(end_s(part, clock) for part in reading.score.parts))
    return Text(
        f"{len(sections)}구절, {bars}마디, {time}",
        f"{count(len(sections), 'section')}, {count(bars, 'bar')}, {time}",
    )


def unread(old: Reading, new: Reading) -> Iterator[Text]:
    """That a song has errors, and is compared as far as it can be read."""
    for ko, en, reading in (("앞", "old", old), ("뒤", "new", new)):
        if not reading.can_be_sung:
            mistakes = counted(reading.mistakes)
            yield Text(f"{ko} 악보: {mistakes}", f"the {en} song: {mistakes}")


def coloured() -> bool:
    """As git's own diffs: by its settings, on a terminal or through its pager."""
    shown = sys.stdout.isatty() or os.environ.get("GIT_PAGER_IN_USE") == "true"
    asked = run_git(Path(), "config", "--get-colorbool", "color.diff", "true" if shown else "false")
    return asked.stdout.strip() == b"true" and not os.environ.get("NO_COLOR")
