"""How long an editor waits: from a key in a song of 1,000 lines to its diagnostics, by the server itself.

    python tests/bench/lsp_speed.py

also tells how long `pychang check` takes for 5,000 lines, from start to end.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from long_song import long_song
from lsprotocol import types as lsp
from pytest_lsp import make_test_lsp_client

LINES, EDITS, CHECKED = 1_000, 50, 5_000
URI = "file:///%EA%B8%B4%20%EB%85%B8%EB%9E%98.chang"


async def keystrokes(lines: int = LINES, edits: int = EDITS) -> dict[str, list[float]]:
    """Seconds from each key to the diagnostics of its version, by what was typed."""
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "pychang", "lsp")
    await client.initialize_session(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
    text = long_song(lines)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(URI, "chang", 0, text)))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    took: dict[str, list[float]] = {}
    written = text.split("\n")
    for version in range(1, edits + 1):
        what, change = _key(Random(version), written, version, edits)
        document = lsp.VersionedTextDocumentIdentifier(uri=URI, version=version)
        began = time.perf_counter()
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        took.setdefault(what, []).append(time.perf_counter() - began)
    await client.shutdown_session()
    await client.stop()
    return took


def _key(
    random: Random, written: list[str], version: int, edits: int
) -> tuple[str, lsp.TextDocumentContentChangePartial]:
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
    where = lsp.Range(lsp.Position(line, start), lsp.Position(line, end))
    return what, lsp.TextDocumentContentChangePartial(range=where, text=new)


def check_s(lines: int = CHECKED) -> float:
    """Seconds that `pychang check` takes in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "긴 노래.chang"
        song.write_text(long_song(lines), "utf-8")
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "pychang", "check", song], capture_output=True, check=False)
        return time.perf_counter() - began


def main() -> None:
    took = asyncio.run(keystrokes())
    every = [one for some in took.values() for one in some]
    for what, some in (*took.items(), ("all", every)):
        figures = f"median {median(some) * 1000:5.1f} ms   worst {max(some) * 1000:5.1f} ms"
        print(f"{what:10} {figures}   of {len(some)}")
    print(f"check of {CHECKED:,} lines, cold: {min(check_s() for _ in range(3)):.2f} s")


if __name__ == "__main__":
    main()
