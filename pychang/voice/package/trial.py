"""A voice tried out in a process of its own: one that hangs, eats memory or crashes takes nothing along."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Text
from pychang.voice.error import VoiceError
from pychang.voice.package.model import not_a_model

if TYPE_CHECKING:
    from pychang.voice.files import VoiceCard

LONGEST_S = 120
MOST_MEMORY = 8 * 2**30  # bytes of addresses
_REFUSED = 3  # exit status with a reason on standard output
_LENGTH = struct.Struct(">Q")
_RUN = "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from {0} import main; main()"


def try_out(where: Path, card: bytes, model: bytes) -> None:
    """Let a voice sing a syllable; VoiceError if it cannot. `where` is for messages."""
    path = json.dumps([str(Path(one).absolute()) for one in sys.path])
    command = [sys.executable, "-c", _RUN.format(__name__), str(where), path]
    given = _LENGTH.pack(len(card)) + card + model
    try:
        tried = subprocess.run(command, input=given, capture_output=True, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        raise not_a_model(where, f"> {LONGEST_S} s") from None
    if tried.returncode == _REFUSED:
        raise VoiceError(Text(*json.loads(tried.stdout)))
    if tried.returncode:
        text = Text(
            f"목소리가 한 음절도 부르지 못하고 죽습니다: {where}",
            f"this voice dies before it has sung a syllable: {where}",
        )
        raise VoiceError(text)


def main() -> None:
    """The other process: the voice on standard input, its path as argument."""
    _keep_small()
    data = sys.stdin.buffer.read()
    end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    from pychang.voice.files import card_of
    from pychang.voice.sing import make_voice

    try:
        card = card_of(Path(sys.argv[1]), data[_LENGTH.size : end])
        voice = make_voice(card, data[end:])
        from pychang.image import draw_conditioning

        voice.sing_whole(draw_conditioning(_syllable(card), card.geometry))
    except VoiceError as why:
        print(json.dumps(list(why.text)))
        sys.exit(_REFUSED)


def _keep_small() -> None:
    """Where the system has limits for a process."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _syllable(card: VoiceCard) -> object:
    """Something to sing in the middle of the voice's range."""
    from pychang.compile import perform_part
    from pychang.diagnostic import Source
    from pychang.language import parse
    from pychang.score import arrange
    from pychang.score.range import pitch_name

    pitch = pitch_name((card.low_midi + card.high_midi) // 2)
    song, _ = parse(Source("", f"| {pitch}:2 r |\n> 싱\n"))
    score, _ = arrange(song)
    return perform_part(score, score.parts[0], card)
