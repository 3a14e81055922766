"""Songs whose sounds are made up, a server for their page, and what the page makes of them."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from playwright.sync_api import Page

from pychang.cache import PhraseSound, SoundCache
from pychang.compile import cues_of, sound_rate, write_song
from pychang.editor.roll import roll_of
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Lines
from pychang.reading import Reading, read_song
from pychang.remembered import Remembered
from pychang.world import World

PAGE = Path(__file__).parents[2] / "pychang/editor/page"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}

OTHER = "-other"  # ends the keys of another voice's phrases
MONO = """tempo: 200
gain: 3

[가]
| @ff C4:4{loud=+6} D4 E4 C4 | r:1     |
> 높은 산에
| G4:4 C5{accent} C5:4 r     |
> 올라서
"""
STEREO = """tempo: 200

part: 하나
pan: -0.6
[가]
| @ff C4:4 D4 E4:2 | r:1 | G4:4 E4 C4:2 |
> 우리 손을 잡고

part: 둘
pan: 0.4
gain: 6
[가]
| @ff E4:4 F4 G4:2 | r:1 | E4:4 C4 E4:2 |
> 우리 손을 잡고
"""

# the page asks the tests' server, and every block that goes to the loudspeaker is noted
SOUNDS = """
() => {
  const sounds = {
    async get(phrase, signal) {
      const answer = await fetch(`sound/${phrase.key}`, { signal });
      if (!answer.ok) throw new Error("no such sound");
      const [lead, rate] = ["X-Lead", "X-Rate"].map((name) => Number(answer.headers.get(name)));
      return { lead, rate, samples: new Float32Array(await answer.arrayBuffer()) };
    },
    backing: async () => new Float32Array(await (await fetch("backing")).arrayBuffer()),
  };
  window.pychang.player.sounds = () => sounds;
}
"""
LISTEN = """
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when) {
  const numbers = [...Array(this.buffer.numberOfChannels).keys()];
  const channels = numbers.map((channel) => [...this.buffer.getChannelData(channel)]);
  window.heard.push({ frame: when * this.context.sampleRate, rate: this.buffer.sampleRate, channels });
  return start.call(this, when);
};
"""
STATE = "document.querySelector('.song-play').dataset.state"
RENDER = """
async () => {
  const text = (sound) => {
    let bytes = "";
    for (const one of new Uint8Array(sound.buffer)) bytes += String.fromCharCode(one);
    return btoa(bytes);
  };
  const { left, right, rate } = await window.pychang.player.render(new AbortController().signal);
  return { rate, channels: [left, right].filter((one) => one).map(text) };
}
"""


# ── a song, its sounds, and a server that has them ───────────────────────────────────────────────


class OwnWorld(World):
    """A world with sounds that are made up: loud noise, so that there is something to limit."""

    def sounds(self, reading: Reading) -> dict[str, PhraseSound]:
        made: dict[str, PhraseSound] = {}
        for cue in cues_of(reading)[0]:
            rate = cue.card.geometry.sample_rate
            noise = np.random.default_rng(cue.seed)
            count = int((cue.phrase.performance.duration_s - 0.9) * rate)
            swell = np.abs(np.sin(np.arange(count) / rate * 5)) * 0.5
            samples = (noise.standard_normal(count) * swell).astype(np.float32)
            made[cue.key] = PhraseSound(int(0.45 * rate), samples)
            self.cache.put(cue.key, made[cue.key])
        return made


@dataclass
class Stage:
    """A song whose sounds are known, as the page gets it."""

    reading: Reading
    world: OwnWorld
    held: dict[str, threading.Event] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, song: Path, folder: Path) -> Stage:
        world = OwnWorld(SoundCache(folder / "cache"))
        reading = read_song(song, world)
        assert reading.can_be_sung
        return cls(reading, world)

    @cached_property
    def sounds(self) -> dict[str, PhraseSound]:
        return self.world.sounds(self.reading)

    @cached_property
    def keys(self) -> list[str]:
        return [cue.key for cue in cues_of(self.reading)[0]]

    def built(self, folder: Path) -> tuple[np.ndarray, int]:
        """What `pychang build` writes: int16 (samples, channels)."""
        assert self.sounds
        write_song(self.reading, folder / "built.wav", None, self.world)
        return soundfile.read(folder / "built.wav", dtype="int16", always_2d=True)

    def backing(self) -> np.ndarray:
        from pychang.language.include import beside
        from pychang.sound.backing import backing_pieces

        backing = self.reading.score.backing
        pieces = backing_pieces(beside(backing.file), 0, 0.0, sound_rate(self.reading))
        return np.concatenate([piece.sound for piece in pieces])

    @cached_property
    def roll(self) -> dict[str, Any]:
        source = self.reading.written.source
        analysis = Analysis("", Lines(source.text), self.reading, Remembered())
        return {"version": 0, **roll_of(analysis, cues_of(self.reading)[0])}

    def _cast(self, voice: str, ending: str) -> dict[str, Any]:
        phrases = [{**one, "key": one["key"] + ending, "voice": voice} for one in self.roll["phrases"]]
        return {"voice": voice, "roll": {**self.roll, "phrases": phrases}, "curves": {}, "phrases": {}}

    def song(self) -> dict[str, Any]:
        """The `ExportedSong` of protocol.ts, but without what only singing needs.

        The other voice sings the same upside down.
        """
        return {
            "title": "시험/노래",
            "artist": "아무개",
            "language": "ko",
            "casts": [self._cast("sora", ""), self._cast("other", OTHER)],
            "voices": {},
            "backing": None,
        }


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on this machine; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def handler_of(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, stage)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def answer(request: BaseHTTPRequestHandler, stage: Stage) -> None:
    path = request.path.removeprefix("/some/where/")
    headers: dict[str, str] = {}
    if path == "song.json":
        body = json.dumps(stage.song()).encode()
    elif path == "backing":
        body = stage.backing().astype("<f4").tobytes()
    elif path.startswith("sound/"):
        key = path.removeprefix("sound/")
        stage.asked.append(key)
        if key in stage.held:
            stage.held[key].wait(20)
        sound = stage.sounds[key.removesuffix(OTHER)]
        rate = stage.reading.card_of(stage.reading.score.parts[0]).geometry.sample_rate
        headers = {"X-Lead": str(sound.lead), "X-Rate": str(rate)}
        body = (sound.samples * (-1 if key.endswith(OTHER) else 1)).astype("<f4").tobytes()
    else:
        file = PAGE / path
        body = file.read_bytes() if file.is_file() else b""
        headers = {"Content-Type": KINDS.get(file.suffix, "text/plain")}
    try:
        request.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the page does not want it any more


def stage_of(text: str, folder: Path) -> Stage:
    (folder / "song.chang").write_text(text, "utf-8")
    return Stage.of(folder / "song.chang", folder)


def rendered(page: Page) -> tuple[np.ndarray, int]:
    """float32 (samples, channels), and the rate."""
    answer = page.evaluate(RENDER)
    channels = [np.frombuffer(base64.b64decode(one), "<f4") for one in answer["channels"]]
    return np.stack(channels, axis=1), answer["rate"]


def steps_apart(page: Page, stage: Stage, folder: Path) -> int:
    """By how many steps of 16 bits what the page mixes differs from the built file, at most."""
    ours, rate = rendered(page)
    built, built_rate = stage.built(folder)
    assert (rate, ours.shape) == (built_rate, built.shape)
    assert np.abs(built).max() > 29_000  # the limiter had something to do
    return int(np.abs(np.rint(ours * np.float32(32767)) - built).max())


def state(page: Page) -> str:
    return page.locator(".song-play").get_attribute("data-state")


def position(page: Page) -> float:
    return float(page.locator(".song-position").input_value())


def heard(page: Page) -> tuple[list[float], np.ndarray]:
    """Samples of silence between each block and the next; all blocks together, (samples, channels)."""
    blocks = page.evaluate("window.heard")
    sound = np.concatenate([np.array(one["channels"], np.float32).T for one in blocks])
    frames = [one["frame"] for one in blocks]
    ends = [start + len(one["channels"][0]) for start, one in zip(frames, blocks, strict=True)]
    gaps = [round(after - end, 6) for end, after in zip(ends, frames[1:], strict=False)]
    return gaps, sound
