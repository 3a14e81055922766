"""A file that was dropped on the page, as the text of a song."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pychang.diagnostic import Text, Unusable
from pychang.editor.log import trace
from pychang.finding import Finding, Wrong
from pychang.language.wording import why_not

Brought = tuple[Callable[[str], str], tuple[Finding, ...]]
"""A song's text, given a remark to stand at its top; and what was found."""

OURS = ".chang"
_LONGEST_NAME = 60
_NO_LETTERS = re.compile(r"[^\w .()\[\]-]+")
_FOR_A_TERMINAL = re.compile(r"--[a-z]|pychang ")  # what a page has no use for
_SENTENCE_END = re.compile(r"(?<=\.)\s+")


def imported(name: str, data: bytes, language: str) -> dict[str, Any]:
    """`text` and `findings` of a file, sentences in `language`; or `why` it cannot be read."""
    shown = PurePosixPath(name.replace("\\", "/")).name
    try:
        text, findings = _ours(shown, data) if shown.lower().endswith(OURS) else _brought(shown, data)
    except Wrong as wrong:
        ending = f"{PurePosixPath(shown).suffix or shown}: "
        why = Text(*(f"{shown}: {one.removeprefix(ending)}" for one in wrong.reason)).say(language)
        return {"why": " ".join((why, *_hint(wrong.hint, language)))}
    except Unusable as unusable:
        return {"why": unusable.text.say(language)}
    except OSError as failure:
        return {"why": why_not(failure).say(language)}
    except Exception as failure:  # of a library under a reader: the file is a stranger's
        trace(failure)
        return {"why": Text(*(f"{shown}: {one}" for one in _UNREADABLE)).say(language)}
    remark = Text(f"{shown}에서 가져왔다.", f"Imported from {shown}.").say(language)
    return {"text": text(remark), "findings": [_sentence(one, language) for one in findings]}


def _ours(name: str, data: bytes) -> Brought:
    """A song of ours is its own text; Wrong if it is no text."""
    from pychang.language import decode

    source, mistakes = decode(name, data)
    if source is None:
        one = mistakes[0]
        hint = one.hints[-1] if one.hints else Text("", "")
        raise Wrong("score", Path(name), one.message, hint)
    return lambda _: source.text, ()


def _brought(name: str, data: bytes) -> Brought:
    from pychang.convert.formats import Wishes
    from pychang.convert.incoming import bring_in
    from pychang.convert.to_text import to_text

    with tempfile.TemporaryDirectory(prefix="pychang-") as folder:
        path = Path(folder) / _safe(name)
        path.write_bytes(data)
        found = bring_in(path, Wishes())
    return lambda remark: to_text(found.sheet, [remark]), found.findings


def _safe(name: str) -> str:
    """A name that every disk takes, with the same ending; its stem may become the song's title."""
    path = PurePosixPath(name)
    stem = _NO_LETTERS.sub("_", path.stem).strip(" .")[:_LONGEST_NAME]
    return (stem or "song") + _NO_LETTERS.sub("", path.suffix.lower())[:_LONGEST_NAME]


def _sentence(finding: Finding, language: str) -> str:
    said = finding.message.say(language)
    return " ".join((said[:1].upper() + said[1:], *_hint(finding.hint, language)))


def _hint(hint: Text, language: str) -> Iterator[str]:
    """What to do, as far as it can be done in the page."""
    for sentence in _SENTENCE_END.split(hint.say(language)):
        if sentence and not _FOR_A_TERMINAL.search(sentence):
            yield sentence


_UNREADABLE = Text(
    "읽을 수 없는 파일입니다. 원래 프로그램에서 MIDI나 MusicXML로 내보내 보세요.",
    "this file cannot be read. Export MIDI or MusicXML from the program that made it.",
)
