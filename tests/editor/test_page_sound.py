"""The page's sound in a real browser: mixed, limited and rounded as `pychang build` does, and played."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page

from pychang.cache import PhraseSound, SoundCache
from pychang.compile import cues_of, sound_rate, write_song
from pychang.editor.roll import roll_of
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Lines
from pychang.reading import Reading, read_song
from pychang.remembered import Remembered
from pychang.sound.level import amplitude
from pychang.world import World

PAGE = Path(__file__).parents[2] / "pychang/editor/page"
SONGS = Path(__file__).parents[2] / "songs"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}

MONO = """tempo: 200
gain: 3

[가]
| @ff C4:4{loud=+6} D4 E4 C4 | r:1     |
> 높은 산에
| G4:4 C5{accent} C5:4 r     | r:1     |
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
  const channels = [...Array(this.buffer.numberOfChannels).keys()].map((c) => [...this.buffer.getChannelData(c)]);
  window.heard.push({ frame: when * this.context.sampleRate, rate: this.buffer.sampleRate, channels });
  return start.call(this, when);
};
"""
MARKED = """() => {
  window.marked = [];
  const note = (changes) => {
    for (const { target } of changes) if (target.matches(".song-word .is-now")) window.marked.push(target.textContent);
  };
  new MutationObserver(note).observe(document.querySelector(".song-lines"), { subtree: true, attributeFilter: ["class"] });
}"""
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

    def song(self) -> dict[str, Any]:
        """The `ExportedSong` of protocol.ts, but without what only singing needs."""
        return {
            "title": "시험/노래",
            "artist": "아무개",
            "language": "ko",
            "casts": [{"voice": "sora", "roll": self.roll, "curves": {}, "phrases": {}}],
            "voices": {},
            "backing": None,
        }


@pytest.fixture
def serve() -> Iterator[Any]:
    """Serve a stage; the address of its page."""
    servers: list[ThreadingHTTPServer] = []

    def run(stage: Stage) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self, stage)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/some/where/song.html"

    yield run
    for server in servers:
        server.shutdown()
        server.server_close()


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
        sound = stage.sounds[key]
        rate = stage.reading.card_of(stage.reading.score.parts[0]).geometry.sample_rate
        headers = {"X-Lead": str(sound.lead), "X-Rate": str(rate)}
        body = sound.samples.astype("<f4").tobytes()
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


@pytest.fixture
def opened(chromium: Browser, serve: Any) -> Iterator[Any]:
    """Open the page of a stage, its sounds coming from the stage."""
    pages: list[Page] = []

    def run(stage: Stage, **options: Any) -> Page:
        page = chromium.new_page(locale="ko-KR", **options)
        pages.append(page)
        page.add_init_script(LISTEN)
        page.goto(serve(stage))
        page.wait_for_function("window.pychang?.player")
        page.evaluate(SOUNDS)
        return page

    yield run
    for page in pages:
        page.close()


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
    """Samples of the loudspeaker between each block and the next; all of them together, (samples, channels)."""
    blocks = page.evaluate("window.heard")
    sound = np.concatenate([np.array(one["channels"], np.float32).T for one in blocks])
    frames = [one["frame"] for one in blocks]
    ends = [start + len(one["channels"][0]) for start, one in zip(frames, blocks, strict=True)]
    gaps = [round(after - end, 6) for end, after in zip(ends, frames[1:], strict=False)]
    return gaps, sound


# ── what is mixed ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [MONO, STEREO], ids=["mono", "stereo"])
def test_the_page_mixes_what_build_writes(text: str, opened: Any, tmp_path: Path) -> None:
    stage = stage_of(text, tmp_path)
    assert steps_apart(opened(stage), stage, tmp_path) <= 1


def test_a_whole_song_of_three_parts_is_what_build_writes(opened: Any, tmp_path: Path) -> None:
    stage = Stage.of(SONGS / "dollimnorae.chang", tmp_path)
    assert steps_apart(opened(stage), stage, tmp_path) <= 1


@pytest.mark.parametrize("offset", [-0.4, 0.7])
def test_a_backing_lies_where_build_puts_it(offset: float, opened: Any, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal((44_100 * 5, 2)).astype(np.float32) * 0.2
    soundfile.write(tmp_path / "band.wav", noise, 44_100)
    text = f"backing: band.wav gain=-3 offset={offset}\n{MONO}"
    stage = stage_of(text, tmp_path)
    page = opened(stage)
    assert stage.roll["rate"] == 44_100  # and the voice sings at half of it: resampled as in Python
    assert steps_apart(page, stage, tmp_path) <= 1


def test_the_wav_that_is_downloaded_is_the_built_one(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(STEREO, tmp_path)
    page = opened(stage)
    with page.expect_download() as download:
        page.get_by_role("button", name="WAV").click()
    assert download.value.suggested_filename == "시험_노래.wav"
    download.value.save_as(tmp_path / "ours.wav")
    ours, rate = soundfile.read(tmp_path / "ours.wav", dtype="int16")
    built, built_rate = stage.built(tmp_path)
    assert rate == built_rate
    assert np.abs(ours.astype(int) - built).max() <= 1
    info = soundfile.SoundFile(tmp_path / "ours.wav").copy_metadata()
    assert (info["title"], info["artist"]) == ("시험/노래", "아무개")


def test_levels_are_heard(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(MONO, tmp_path)
    page = opened(stage)
    page.locator("summary").click()
    slider = page.locator(".song-levels input").first
    slider.fill("-20")
    quieter, _ = rendered(page)
    slider.fill("-30")
    assert not rendered(page)[0].any()
    slider.dblclick()
    plain, _ = rendered(page)
    unlimited = np.abs(plain[:, 0]) < 0.2
    near = np.cumsum(np.pad(~unlimited, 10_000).astype(int))
    far = near[20_000:] == near[:-20_000]  # from where the limiter is at work
    assert far.any()
    assert quieter[far] == pytest.approx(plain[far] * amplitude(-20), abs=1e-6)


# ── what is played ───────────────────────────────────────────────────────────────────────────────


def test_playing_begins_before_all_is_sung_and_waits_for_what_is_late(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(MONO, tmp_path)
    late = stage.keys[1]
    stage.held[late] = threading.Event()
    page = opened(stage)
    whole_s = stage.roll["durationS"]
    page.locator(".song-play").click()
    page.wait_for_function(f"{STATE} === 'playing'")
    page.wait_for_function(f"{STATE} === 'waiting'")
    waited_at = position(page)
    begins_s = stage.roll["phrases"][1]["startS"]
    assert begins_s - 0.2 < waited_at <= begins_s  # up to the phrase that is not there
    stage.held[late].set()
    page.wait_for_function(f"{STATE} === 'playing'")
    assert position(page) < waited_at + 0.3  # nothing was left out
    page.wait_for_function(f"{STATE} === 'stopped'", timeout=15_000)
    assert position(page) == pytest.approx(whole_s, abs=0.01)
    gaps, sound = heard(page)
    assert min(gaps) == 0 < max(gaps)  # where it had to wait, and on a busy machine now and then
    assert gaps.count(0) > len(gaps) / 2
    assert np.abs(np.rint(sound * np.float32(32767)) - stage.built(tmp_path)[0]).max() <= 1


def test_stop_seek_and_keys(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(STEREO, tmp_path)
    page = opened(stage)
    page.keyboard.press("Space")
    page.wait_for_function(f"{STATE} === 'playing'")
    page.wait_for_function("Number(document.querySelector('.song-position').value) > 0.3")
    page.keyboard.press("Space")
    assert state(page) == "stopped"
    stopped_at = position(page)
    page.wait_for_timeout(150)
    assert position(page) == stopped_at
    page.keyboard.press("ArrowLeft")
    assert position(page) == 0
    page.keyboard.press("ArrowRight")
    assert position(page) == pytest.approx(min(5, stage.roll["durationS"]))
    page.keyboard.press("Space")  # at the end: from the beginning
    page.wait_for_function(f"{STATE} === 'playing'")
    page.evaluate("window.pychang.player.seek(2)")
    page.wait_for_function("Number(document.querySelector('.song-position').value) > 2.2")
    assert position(page) < 3.5
    page.evaluate("window.pychang.player.stop()")
    assert state(page) == "stopped"


def test_a_sound_that_cannot_be_had_is_told(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(MONO, tmp_path)
    page = opened(stage)
    page.evaluate(
        "const broken = { get: () => Promise.reject(new Error('고장')) };"
        "window.pychang.player.sounds = () => broken;"
    )
    page.locator(".song-play").click()
    page.get_by_text("고장").wait_for()
    assert state(page) == "stopped"
    page.evaluate(SOUNDS)
    page.get_by_role("button", name="다시 하기").click()
    page.wait_for_function(f"{STATE} === 'playing'")
    assert not page.get_by_text("고장").is_visible()


# ── what is shown ────────────────────────────────────────────────────────────────────────────────


def test_words_run_along_and_play_from_where_they_are_clicked(opened: Any, tmp_path: Path) -> None:
    page = opened(stage_of(MONO, tmp_path))
    lines = [line.inner_text().split() for line in page.locator(".song-line").all()]
    assert lines == [["높은", "산에"], ["올라서"]]
    page.evaluate(MARKED)
    page.get_by_role("button", name="올라서").click()
    page.wait_for_function("window.marked.length === 3")
    assert page.evaluate("window.marked") == ["올", "라", "서"]
    assert page.locator(".song-line.is-now").inner_text().strip() == "올라서"


def test_the_spectrogram_shows_what_is_there(opened: Any, tmp_path: Path) -> None:
    stage = stage_of(MONO, tmp_path)
    page = opened(stage)
    page.get_by_role("button", name="스펙트로그램").click()
    page.get_by_text("부른 소리가 여기에 그려집니다").wait_for()
    rendered(page)
    page.get_by_text("부른 소리가 여기에 그려집니다").wait_for(state="hidden")
    colours = """() => {
      const canvas = document.querySelector(".spectrogram canvas");
      const { data } = canvas.getContext("2d").getImageData(60, 0, canvas.width - 60, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }"""
    assert page.evaluate(colours) > 100
