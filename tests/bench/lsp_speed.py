"""How long an editor waits: from a key in a song of 1,000 lines to its diagnostics, by the server itself.

    python tests/bench/lsp_speed.py

also tells how long `pychang check` takes for 5,000 lines, from start to end.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from long_song import long_song

LINES, EDITS, CHECKED = 1_000, 50, 5_000
URI = "file:///%EA%B8%B4%20%EB%85%B8%EB%9E%98.chang"


class Server:
    """`pychang lsp` in a process of its own, spoken to without any library, whose time would count too."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "pychang", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, id=1)
        self.receive()
        self.send("initialized", {})

    def send(self, method: str, params: object, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> bytes:
        """The next message."""
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            length = int(line.split()[-1]) if line.startswith(b"Content-Length") else length
        return self.process.stdout.read(length)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def keystrokes(lines: int = LINES, edits: int = EDITS) -> dict[str, list[float]]:
    """Seconds from each key to the diagnostics of its version, by what was typed."""
    server = Server()
    text = long_song(lines)
    document = {"uri": URI, "languageId": "chang", "version": 0, "text": text}
    server.send("textDocument/didOpen", {"textDocument": document})
    server.receive()
    took: dict[str, list[float]] = {}
    written = text.split("\n")
    for version in range(1, edits + 1):
        what, change = _key(Random(version), written, version, edits)
        time.sleep(0.03)  # nobody types faster
        began = time.perf_counter()
        changed = {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]}
        server.send("textDocument/didChange", changed)
        told = server.receive()
        took.setdefault(what, []).append(time.perf_counter() - began)
        assert f'"version": {version}}}'.encode() in told
    server.stop()
    return took


def _key(random: Random, written: list[str], version: int, edits: int) -> tuple[str, dict[str, object]]:
    """One key, in places spread over the song; `written` is kept as the server has it."""
    line = 8 + version * (len(written) - 30) // (edits + 1)
    what = ("syllable", "pitch", "length", "line")[version % 4]
    while not written[line].startswith(">" if what == "syllable" else "|"):
        line += 1
    colon = written[line].find(":")
    start, end, new = {
        "syllable": (3, 4, random.choice("가나다꽃값")),
        "pitch": (2, 3, random.choice("ABCDEFG")),
        "length": (colon + 1, colon + 2, "2"),
        "line": (0, 0, "\n"),
    }[what]
    changed = written[line][:start] + new + written[line][end:]
    written[line : line + 1] = changed.split("\n")
    places = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
    return what, {"range": places, "text": new}


def check_s(lines: int = CHECKED) -> float:
    """Seconds that `pychang check` takes in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "긴 노래.chang"
        song.write_text(long_song(lines), "utf-8")
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pychang", "check", song], capture_output=True, check=False)
        return time.perf_counter() - began


def main() -> None:
    took = keystrokes()
    every = [one for some in took.values() for one in some]
    for what, some in (*took.items(), ("all", every)):
        figures = f"median {median(some) * 1000:5.1f} ms   worst {max(some) * 1000:5.1f} ms"
        print(f"{what:10} {figures}   of {len(some)}")
    print(f"check of {CHECKED:,} lines, cold: {min(check_s() for _ in range(3)):.2f} s")


if __name__ == "__main__":
    main()
