"""The page that `pychang edit --export` writes, sung by a real browser from a plain web server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import numpy as np
import pytest
import soundfile
from page_stage import STATE, rendered, served
from playwright.sync_api import Browser, Page
from scipy.signal import stft

from pychang.cache import SoundCache
from pychang.compile import write_song
from pychang.reading import read_song
from pychang.world import World

TEXT = """title: 봄
artist: 아무개
tempo: 180
| @f C4:4 D4 E4:2 | r:1 | G4:4 E4 C4 r |
> 꽃잎이 여기에
"""
PATIENCE_MS = 60_000  # of a slow machine that sings


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of a song in `봄/`, and the song beside it."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "봄.chang").write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "pychang", "edit", "--export", "봄", "봄.chang"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(locale="ko-KR")
    yield page
    page.close()


def convergence_db(ours: np.ndarray, theirs: np.ndarray) -> float:
    """How far our magnitudes are from theirs."""
    mine, other = (np.abs(stft(one, nperseg=800, noverlap=600)[2]) for one in (ours, theirs))
    return float(20 * np.log10(np.linalg.norm(mine - other) / np.linalg.norm(other)))


def test_a_browser_sings_the_exported_song_as_build_does(exported: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(partial(Quiet, directory=str(exported))) as address:
        page.goto(f"{address}/봄/")
        assert page.title() == "봄 · 아무개"
        page.locator(".song-play").click()
        page.wait_for_function(f"{STATE} === 'playing'", timeout=PATIENCE_MS)
        page.get_by_text("브라우저가 다 불렀습니다").wait_for(timeout=PATIENCE_MS)
        page.wait_for_load_state("networkidle")
    ours, rate = rendered(page)  # the server has gone: what is loaded is enough
    assert all(url.startswith(address) or url.startswith(("blob:", "data:")) for url in asked)
    reading = read_song(exported / "봄.chang", World())
    write_song(reading, exported / "봄.wav", None, World(SoundCache(exported / "cache")))
    built, built_rate = soundfile.read(exported / "봄.wav", dtype="float32")
    assert (rate, len(ours)) == (built_rate, len(built))
    assert convergence_db(ours[:, 0], built) <= -40


def test_from_a_file_the_page_says_what_to_do(exported: Path, page: Page) -> None:
    page.goto((exported / "봄" / "index.html").as_uri())
    assert page.get_by_text("파일을 바로 열면").is_visible()


@pytest.mark.parametrize("lack", ["WebAssembly", "Worker", "AudioContext"])
def test_a_browser_that_cannot_sing_is_told_so(lack: str, exported: Path, page: Page) -> None:
    page.add_init_script(f"delete window.{lack};")
    with served(partial(Quiet, directory=str(exported))) as address:
        page.goto(f"{address}/봄/")
        page.get_by_text("이 브라우저에는").wait_for()


def test_a_song_that_is_missing_is_told(exported: Path, page: Page) -> None:
    with served(partial(Quiet, directory=str(exported))) as address:
        page.route("**/song.json", lambda route: route.fulfill(status=404))
        page.goto(f"{address}/봄/")
        page.get_by_text("song.json").wait_for()
