"""What a page asks of the text in its piano roll, answered in its own terms: UTF-16 offsets and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pychang.diagnostic import Text

if TYPE_CHECKING:
    from pychang.lsp.document import Analysis


def roll_edit(analysis: Analysis, json: object) -> dict[str, Any] | Text:
    """The `changes`, `notes` and `then` of an `edits` message; or why the text cannot be changed so."""
    from pychang.editor.edits import edited
    from pychang.editor.edits.model import Refused
    from pychang.editor.edits.wire import edit_of, json_of

    try:
        edit = edit_of(json)
    except ValueError:
        return _NO_EDIT
    found = edited(analysis, edit)
    return found.why if isinstance(found, Refused) else json_of(found, analysis.lines)


_NO_EDIT = Text("그렇게 고칠 수는 없습니다.", "The text cannot be changed so.")
