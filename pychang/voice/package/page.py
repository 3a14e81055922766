"""The voice card's page as it is given to others: with the voice's sounds, without those of the person."""

from __future__ import annotations

import re

PLAYER = '<label data-of="{who}">{words}</label>'
"""Where a page has a sound; `who` sings it: `recording` and `round_trip` are the person's own."""

_OF_THE_PERSON = re.compile(rb'<label data-of="(?:recording|round_trip)">.*?</label>', re.DOTALL)


def without_recordings(page: bytes) -> bytes:
    """The page, with no sound in it that was recorded."""
    return _OF_THE_PERSON.sub(b"", page)
