"""Which tradition the names of a label file are of, and what each stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pychang.korean.model import BREATH, SILENCE
from pychang.recordings.labels.symbols import BREATHS, JAMO, MFA, OURS, ROMANISED, SILENCES, TRIGRAPHS


@dataclass(frozen=True)
class NameSet:
    """The names of one tradition; `narrow`: marks that are left out before a name is looked up."""

    name: str
    names: Mapping[str, str]
    narrow: str = ""

    def phones(self, name: str) -> tuple[str, ...] | None:
        """What a name stands for: our phones or consonant letters; None if it is not known."""
        name = plain(name)
        if name == BREATH or name.lower() in BREATHS:
            return (BREATH,)
        if name == SILENCE or name.lower() in SILENCES:
            return (SILENCE,)
        bare = name.translate(dict.fromkeys(map(ord, self.narrow)))
        found = self.names.get(bare)
        return tuple(found.split()) if found else None


SETS = (
    NameSet("PyChang", OURS),
    NameSet("MFA", MFA, "ʲʷː"),
    NameSet("romanised", ROMANISED),
    NameSet("jamo", JAMO),
)


def set_of(names: Iterable[str]) -> NameSet:
    """The set that knows most of these names; of equals, the first."""
    asked = sorted(set(names))
    return max(SETS, key=lambda one: sum(one.phones(name) is not None for name in asked))


def plain(name: str) -> str:
    """A name as the tables have it: composed, with the letters that Praat's trigraphs mean."""
    written = re.sub(r"\\..", lambda found: TRIGRAPHS.get(found[0], found[0]), name.strip())
    return unicodedata.normalize("NFC", written)
