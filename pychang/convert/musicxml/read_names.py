"""Names of parts, and whether they are a singer's."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pychang.convert.musicxml.read_values import child_text, whole
from pychang.convert.plain_text import plain

_SINGERS = re.compile(
    r"voice|vocal|vox|sopran|mezzo|\balto?\b|contralto|\btenor\b|baritone|\bbass\b"
    r"|choir|choral|chorus|\b(wo)?men\b|melody|sing|solo\b|satb|ssa|ttbb"
    r"|노래|목소리|소프라노|메조|알토|테너|바리톤|베이스|성부|합창|여성|남성|보컬|독창|제창|가락|멜로디",
    re.IGNORECASE,
)
_INSTRUMENTS = re.compile(
    r"electric|acoustic|piano|guitar|organ|drum|tuba|fagott|bassoon|bass (clef|flute)|double ?bass"
    r"|contrabass|sax|violin|viola|cello|flute|clar|trump|trom|horn|harp|keyboard|synth|recorder"
    r"|일렉|피아노|기타|드럼|오르간|첼로|바이올린|플루트|색소폰|반주",
    re.IGNORECASE,
)
_NO_NAMES = ("musicxml part", "part", "unnamed", "instrument")
_CHOIR_PROGRAMS = (53, 54, 55)  # choir aahs, voice oohs, synth voice


def name_of(listed: Element | None) -> str:
    name = plain(child_text(listed, "part-name"))
    return "" if name.lower() in _NO_NAMES else name


def is_singer(listed: Element | None) -> bool:
    """Whether a part is a singer's, by its name, its instrument or its sound."""
    if listed is None:
        return False
    names = f"{child_text(listed, 'part-name')} {child_text(listed, 'score-instrument/instrument-name')}"
    if _INSTRUMENTS.search(names):
        return False
    sound = child_text(listed, "score-instrument/instrument-sound")
    program = whole(child_text(listed, "midi-instrument/midi-program"))
    return bool(_SINGERS.search(names)) or sound.startswith("voice.") or program in _CHOIR_PROGRAMS
