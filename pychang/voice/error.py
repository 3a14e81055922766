"""What is wrong with a voice, said to the user."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Text, Unusable


class VoiceError(Unusable):
    """A voice that cannot be used."""


def broken(path: Path, why: Text) -> VoiceError:
    """The error about a voice's file."""
    return VoiceError(
        Text(f"목소리를 읽을 수 없습니다: {path}: {why.ko}", f"cannot read the voice: {path}: {why.en}")
    )


def printable(text: str) -> str:
    """A name out of a stranger's file, without what would move a terminal's cursor."""
    return "".join(ch if ch.isprintable() else "\ufffd" for ch in text)
