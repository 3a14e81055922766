"""Another name for a section, at its heads and in `form`."""

from __future__ import annotations

import re
import unicodedata

from lsprotocol import types as lsp

from pychang.diagnostic import Text, Unusable
from pychang.language.wording import josa
from pychang.lsp.document import Analysis
from pychang.lsp.names import Name, all_names, name_at
from pychang.lsp.positions import Place

_NAME = re.compile(r"[^\s*\[\]]+")


class NoRename(Unusable):
    """Why a section cannot be given a name."""


def prepare(analysis: Analysis, place: Place) -> lsp.Range | None:
    """What is to be renamed at `place`; None where there is no section's name."""
    name = name_at(analysis, place)
    return analysis.lines.range(name.span) if name else None


def rename(analysis: Analysis, place: Place, new_name: str) -> lsp.WorkspaceEdit | None:
    """The edits that give the section at `place` another name, in all its parts; NoRename if it cannot be."""
    name = name_at(analysis, place)
    if name is None:
        return None
    new = unicodedata.normalize("NFC", new_name.strip())
    found = all_names(analysis)
    _check(new, name, found, analysis)
    edits = [lsp.TextEdit(analysis.lines.range(one.span), new) for one in found if one.text == name.text]
    return lsp.WorkspaceEdit(changes={analysis.uri: edits})


def _check(new: str, name: Name, found: list[Name], analysis: Analysis) -> None:
    if not _NAME.fullmatch(new) or "//" in new:
        raise NoRename(_NOT_A_NAME)
    if new != name.text and any(one.text == new and one.is_head for one in found):
        raise NoRename(Text(f"[{new}] 구절이 이미 있습니다.", f"There is a section [{new}] already."))
    elsewhere = next((one for one in found if one.text == name.text and not analysis.is_own(one.span)), None)
    if elsewhere:
        file = elsewhere.span.source.name
        raise NoRename(
            Text(
                f"[{name.text}]{josa(name.text, '은', '는')} {file}에도 있습니다. 거기서 이름을 바꾸세요.",
                f"[{name.text}] stands in {file} too: rename it there.",
            )
        )


_NOT_A_NAME = Text(
    "구절 이름에는 띄어쓰기, *, [ ], //를 쓸 수 없습니다.",
    "A section's name has no spaces, no `*`, no brackets and no `//`.",
)
