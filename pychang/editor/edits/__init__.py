"""Edits of the piano roll as changes of the text: the smallest that do what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pychang.editor.edits import notes
from pychang.editor.edits.model import (
    Add,
    Delete,
    Edit,
    Edited,
    Join,
    Move,
    Refused,
    Resize,
    Set,
    Split,
    Words,
)
from pychang.editor.edits.refusal import NoEdit
from pychang.editor.edits.settings import set_setting
from pychang.editor.edits.words import write_words
from pychang.lsp.document import Analysis

_KINDS: dict[type, Callable[[Analysis, Any], Edited]] = {
    Move: notes.move,
    Resize: notes.resize,
    Add: notes.add,
    Delete: notes.delete,
    Split: notes.split,
    Join: notes.join,
    Words: write_words,
    Set: set_setting,
}


def edited(analysis: Analysis, edit: Edit) -> Edited | Refused:
    """The smallest change of the text that does an edit, or why it cannot be done.

    What lies beside a note only gives way in time: it is shortened, never lost. A section after which nothing
    is sung grows with what is put behind its end: its last bar is filled up, then bars are put on.
    """
    try:
        return _KINDS[type(edit)](analysis, edit)
    except NoEdit as why:
        return Refused(why.text)
