"""Why a voice is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pychang.voice import VoiceError
from pychang.voice.package.check import check_voice


def why_not(where: Path, do: Callable[[Path], object] = check_voice) -> str:
    """Why a voice is refused, in both languages."""
    with pytest.raises(VoiceError) as caught:
        do(where)
    assert caught.value.text.ko != caught.value.text.en
    return f"{caught.value.text.ko} {caught.value.text.en}"
