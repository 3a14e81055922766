"""Processes of the tests: their environment, and players that make no sound and tell what they were given."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def environment(**changed: str) -> dict[str, str]:
    """This environment without what says how to write, and with what is given."""
    unset = (
        "LC_ALL",
        "LC_CTYPE",
        "LANG",
        "PYTHONIOENCODING",
        "PYTHONUTF8",
        "NO_COLOR",
        "FORCE_COLOR",
        "TERM",
    )
    return {name: value for name, value in os.environ.items() if name not in unset} | changed


PROGRAM = """\
import json, pathlib, sys, time, wave
arguments = sys.argv[1:]
said = {{"arguments": arguments, "frames": None}}
log = pathlib.Path(r"{log}")
log.write_text(json.dumps(said), "utf-8")
if {fails}:
    print("no such device", file=sys.stderr)
    sys.exit(1)
if arguments and arguments[-1].endswith(".wav"):
    with wave.open(arguments[-1]) as file:
        said |= {{"frames": file.getnframes(), "rate": file.getframerate(), "channels": file.getnchannels()}}
else:
    said["frames"] = len(sys.stdin.buffer.read()) // 2
log.write_text(json.dumps(said), "utf-8")
time.sleep({lasts_s})
said["heard"] = True
log.write_text(json.dumps(said), "utf-8")
"""


class FakePlayer:
    """A program of that name in a folder, to be the first on PATH."""

    def __init__(self, folder: Path, name: str, fails: bool = False, lasts_s: float = 0.0) -> None:
        self.log = folder / f"{name}.json"
        code = folder / f"{name}.py"
        code.write_text(PROGRAM.format(log=self.log, fails=fails, lasts_s=lasts_s), "utf-8")
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{code}" "$@"\n', "utf-8")
        program.chmod(0o755)

    def heard(self) -> dict:
        """What it was started with, and how much it got."""
        return json.loads(self.log.read_text("utf-8"))
