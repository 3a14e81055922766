"""The page sings what Python sings, with the same voice file: within rounding, in a worker of a real browser.

The page must be built: `cd pychang/editor/web && npm ci && npm run build`.
"""

from __future__ import annotations

import base64
import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from pychang.compile import cues_of
from pychang.image import draw_conditioning
from pychang.image.conditioning import draw_harmonics
from pychang.korean.model import PHONES, VOICED
from pychang.reading import read_song
from pychang.singing import Cue, sing, sounding, to_sound_picture
from pychang.sound.griffin_lim import griffin_lim
from pychang.sound.noise import white_noise
from pychang.sound.pitch import refine_f0
from pychang.sound.stft import Stft
from pychang.voice.files import read_model
from pychang.voice.sing import rests
from pychang.world import World

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "pychang" / "editor" / "page"
PHRASES = {"fast": ("ongheya", 8), "breath and stops": ("ongheya", 13), "held": ("aloha_oe", 13)}
STRICT = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "img-src data:"
)

WORKER = """
globalThis.singer = () => {
  const worker = new Worker("/singer.js", {type: "module"});
  let next = 0;
  const heard = new Map();
  worker.onmessage = ({data}) => heard.get(data.id)(data);
  worker.onerror = (event) => { throw new Error(event.message); };
  const ask = (message, tell = () => {}) => new Promise((resolve) => {
    const id = next++;
    heard.set(id, (data) => data.type === "progress" ? tell(data.done, id) : resolve(data));
    worker.postMessage({...message, id});
  });
  return {worker, ask};
};
globalThis.bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
globalThis.packed = (numbers) => {
  const all = new Uint8Array(Float64Array.from(numbers).buffer);
  let text = "";
  for (let i = 0; i < all.length; i += 32768) text += String.fromCharCode(...all.subarray(i, i + 32768));
  return btoa(text);
};
globalThis.array = (one) => one?.floats === undefined ? one
  : new (one.double ? Float64Array : Float32Array)(bytes(one.floats));
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, an empty page at `/`, and the strictest policy that the page may be served with."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>voice</title>")

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A copy of the built page's worker, and where it is served."""
    if not (PAGE / "singer.js").is_file():
        pytest.fail("the page is not built: cd pychang/editor/web && npm ci && npm run build")
    folder = tmp_path_factory.mktemp("page")
    for name in ("singer.js", "litert.wasm.gz"):
        shutil.copyfile(PAGE / name, folder / name)
    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page(chromium: Browser, served: tuple[Path, str]) -> Iterator[Page]:
    page = chromium.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(served[1])
    page.evaluate(WORKER)
    yield page
    page.close()
    assert told == []


@pytest.fixture(scope="module")
def cues() -> dict[str, Cue]:
    world = World()
    return {
        name: cues_of(read_song(ROOT / "songs" / f"{song}.chang", world))[0][number]
        for name, (song, number) in PHRASES.items()
    }


def packed(numbers: np.ndarray) -> str:
    return base64.b64encode(np.asarray(numbers, "<f4").tobytes()).decode()


def array(numbers: np.ndarray) -> dict:
    kind = "<f8" if numbers.dtype == np.float64 else "<f4"
    return {
        "floats": base64.b64encode(np.ascontiguousarray(numbers, kind).tobytes()).decode(),
        "double": kind == "<f8",
    }


def unpacked(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f8")


def sung(cue: Cue) -> dict:
    """`Sung` of protocol.ts."""
    given = cue.phrase.performance
    return {
        "voice": cue.card.name,
        "seed": cue.seed,
        "durationS": given.duration_s,
        "hopS": given.hop_s,
        "f0Hz": packed(given.f0_hz),
        "levelDb": packed(given.level_db),
        "breathiness": packed(given.breathiness),
        "phones": [[phone.symbol, phone.start_s, phone.end_s] for phone in given.phones],
    }


def voice(cue: Cue) -> dict:
    """`VoiceCard` of protocol.ts, and the model."""
    g = cue.card.geometry
    geometry = {"sampleRate": g.sample_rate, "nFft": g.n_fft, "hop": g.hop, "frames": g.frames}
    card = {
        "name": cue.card.name,
        "identity": cue.card.identity,
        "geometry": {**geometry, "logFloor": g.log_floor, "logCeiling": g.log_ceiling},
        "reachFrames": cue.card.reach,
        "phones": list(PHONES),
        "voiced": sorted(VOICED),
    }
    return {"card": card, "model": base64.b64encode(read_model(cue.card)).decode()}


@pytest.fixture(scope="module")
def stage(page: Page, cues: dict[str, Cue]) -> Callable[..., list[np.ndarray]]:
    """One step of singing, done in the page."""
    page.evaluate(
        "({card, model}) => { globalThis.one = singer(); globalThis.whose = {card, model: bytes(model)}; }",
        voice(cues["fast"]),
    )

    def run(name: str, **what: object) -> list[np.ndarray]:
        arrays = page.evaluate(
            """async (stage) => {
              for (const key in stage) stage[key] = array(stage[key]);
              const told = await one.ask({type: "stage", ...whose, stage});
              if (told.type !== "stage") throw new Error(told.why.en);
              return told.arrays.map(packed);
            }""",
            {"name": name, **what},
        )
        return [unpacked(text) for text in arrays]

    return run


def apart_db(ours: np.ndarray, theirs: np.ndarray) -> float:
    return 20 * np.log10(np.linalg.norm(ours - theirs) / np.linalg.norm(theirs) + 1e-20)


def spectra_apart_db(ours: np.ndarray, theirs: np.ndarray, stft: Stft) -> float:
    """Spectral convergence of one sound towards another."""
    return apart_db(*(np.abs(stft.forward(y.astype(np.float32))) for y in (ours, theirs)))


@pytest.mark.parametrize("name", PHRASES)
def test_page_sings_what_python_sings(page: Page, cues: dict[str, Cue], name: str) -> None:
    cue = cues[name]
    theirs = next(sing([cue], World()))
    told = page.evaluate(
        """async ({card, model, sung}) => {
          const {worker, ask} = singer();
          const parts = [];
          const told = await ask({type: "sing", card, model: bytes(model), sung}, (done) => parts.push(done));
          worker.terminate();
          return told.type === "sound" ? {...told, samples: packed(told.samples), parts} : told;
        }""",
        {**voice(cue), "sung": sung(cue)},
    )
    assert told["type"] == "sound", told
    ours = unpacked(told["samples"])
    assert (told["lead"], len(ours)) == (theirs.lead, len(theirs.samples))
    assert spectra_apart_db(ours, theirs.samples, Stft.of(cue.card.geometry)) < -60
    assert apart_db(ours, theirs.samples) < -50
    assert told["parts"] == sorted(told["parts"]) and len(told["parts"]) > 2


def test_noise_is_the_same_to_the_bit(stage) -> None:
    for seed, start, count in ((0, 0, 5000), (0xDEADBEEF, 8000, 20_000)):
        (ours,) = stage("noise", seed=seed, start=start, count=count)
        assert np.array_equal(ours, white_noise(seed, start, count))


@pytest.mark.parametrize("n", [2, 4, 6, 10, 14, 128, 800, 1024, 2 * 7 * 11 * 13, 2 * 509])
def test_transform_is_numpys(stage, n: int) -> None:
    """Radices 2, 3, 4, 5 and any other, there and back."""
    y = np.random.default_rng(n).standard_normal(n)
    spectrum = np.fft.rfft(y)
    re, im = stage("spectrum", samples=array(y))
    assert apart_db(re + 1j * im, spectrum) < -140
    (back,) = stage("signal", re=array(spectrum.real.astype("f4")), im=array(spectrum.imag.astype("f4")))
    assert apart_db(back, y) < -140


@pytest.mark.parametrize("name", PHRASES)
def test_conditioning_is_the_same(stage, cues: dict[str, Cue], name: str) -> None:
    drawn = draw_conditioning(cues[name].phrase.performance, cues[name].card.geometry)
    strip, f0_hz, voiced, quiet = stage("conditioning", sung=sung(cues[name]))
    assert np.abs(strip - drawn.strip.reshape(-1)).max() < 1e-6
    assert np.abs(f0_hz / drawn.f0_hz - 1).max() < 1e-6
    assert np.abs(voiced - drawn.voiced).max() < 1e-6
    assert np.array_equal(quiet.astype(bool), rests(drawn))
    (lines,) = stage("harmonics", f0Hz=array(drawn.f0_hz), voiced=array(drawn.voiced))
    theirs = draw_harmonics(drawn.f0_hz, drawn.voiced, drawn.geometry)
    assert np.abs(lines - theirs.reshape(-1)).max() < 1e-6


def test_picture_and_its_sound_are_the_same(stage, cues: dict[str, Cue]) -> None:
    """The model rounds in another way than native LiteRT; on one picture the sounds nearly coincide."""
    cue = cues["breath and stops"]
    stft = Stft.of(cue.card.geometry)
    take = sounding(draw_conditioning(cue.phrase.performance, cue.card.geometry))
    painted = np.concatenate([piece for _, piece in World().voice(cue.card).sing([take])])
    (picture,) = stage("picture", sung=sung(cue))
    assert np.abs(picture - painted.reshape(-1)).max() < 5e-5

    seen = to_sound_picture(take.start, painted, take.conditioning, cue.seed, take.start)
    magnitude, f0_hz = np.ascontiguousarray(seen.magnitude.T), seen.f0_hz.astype(np.float64)
    (refined,) = stage("pitch", magnitude=array(magnitude), f0Hz=array(f0_hz), voiced=array(seen.voiced))
    assert np.abs(refined / refine_f0(magnitude, f0_hz, seen.voiced, stft) - 1).max() < 1e-6

    theirs = griffin_lim(seen.magnitude, seen.f0_hz, seen.voiced, stft, seed=cue.seed)
    (ours,) = stage("sound", sung=sung(cue), picture=array(painted))
    assert spectra_apart_db(ours, theirs, stft) < -80
    assert apart_db(ours, theirs) < -70


def test_stops_before_the_next_window_and_sings_on(page: Page, cues: dict[str, Cue]) -> None:
    told = page.evaluate(
        """async ({card, model, sung}) => {
          const {worker, ask} = singer();
          const stop = (done, id) => worker.postMessage({type: "stop", id});
          const first = await ask({type: "sing", card, model: bytes(model), sung}, stop);
          const second = await ask({type: "sing", card, sung});
          worker.terminate();
          return [first.type, second.type];
        }""",
        {**voice(cues["fast"]), "sung": sung(cues["fast"])},
    )
    assert told == ["stopped", "sound"]


@pytest.mark.parametrize("damage", ["cut", "geometry", "nothing"])
def test_a_voice_that_cannot_sing_says_so(page: Page, cues: dict[str, Cue], damage: str) -> None:
    given = {**voice(cues["fast"]), "sung": sung(cues["fast"])}
    if damage == "geometry":
        given["card"]["geometry"]["frames"] = 128
    else:
        given["model"] = given["model"][:40_000] if damage == "cut" else ""
    told = page.evaluate(
        """async ({card, model, sung}) => {
          const {worker, ask} = singer();
          const told = await ask({type: "sing", card, model: bytes(model), sung});
          worker.terminate();
          return told;
        }""",
        given,
    )
    assert told["type"] == "failed"
    assert "sora" in told["why"]["ko"] and "sora" in told["why"]["en"]
