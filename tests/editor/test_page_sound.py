"""The page's sound in a real browser: mixed, limited and rounded as `pychang build` does, and played."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import soundfile
from page_stage import (
    LISTEN,
    MONO,
    OTHER,
    SOUNDS,
    STATE,
    STEREO,
    Stage,
    handler_of,
    heard,
    position,
    rendered,
    served,
    stage_of,
    state,
    steps_apart,
)
from playwright.sync_api import Browser, Page

from pychang.sound.level import amplitude

SONGS = Path(__file__).parents[2] / "songs"
Opened = Callable[[Stage], Page]
MARKED = """() => {
  window.marked = [];
  const note = (changes) => {
    for (const { target } of changes)
      if (target.matches(".word .is-now")) window.marked.push(target.textContent);
  };
  const lines = document.querySelector(".words-lines");
  new MutationObserver(note).observe(lines, { subtree: true, attributeFilter: ["class"] });
}"""


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open the page of a song whose sounds are made up, as a static page in a folder."""
    with ExitStack() as left:

        def run(stage: Stage) -> Page:
            page = chromium.new_page(locale="ko-KR")
            left.callback(page.close)
            page.add_init_script(LISTEN)
            page.goto(left.enter_context(served(handler_of(stage))) + "/some/where/song.html")
            page.wait_for_function("window.pychang?.player")
            page.evaluate(SOUNDS)
            return page

        yield run


def click_note(page: Page, index: int) -> None:
    rect = page.evaluate(f"window.pychang.roll.noteRectAt({index})")
    page.mouse.click(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)


def played(page: Page, samples: float) -> None:
    """Until so much of it has gone to the loudspeaker."""
    page.wait_for_function(
        f"window.heard.reduce((sum, one) => sum + one.channels[0].length, 0) > {samples}", timeout=20_000
    )


# ── what is mixed ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [MONO, STEREO], ids=["mono", "stereo"])
def test_the_page_mixes_what_build_writes(text: str, opened: Opened, tmp_path: Path) -> None:
    stage = stage_of(text, tmp_path)
    assert steps_apart(opened(stage), stage, tmp_path) <= 1


def test_a_whole_song_of_three_parts_is_what_build_writes(opened: Opened, tmp_path: Path) -> None:
    stage = Stage.of(SONGS / "dollimnorae.chang", tmp_path)
    assert steps_apart(opened(stage), stage, tmp_path) <= 1


@pytest.mark.parametrize("offset", [-0.4, 0.7])
def test_a_backing_lies_where_build_puts_it(offset: float, opened: Opened, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal((44_100 * 5, 2)).astype(np.float32) * 0.2
    soundfile.write(tmp_path / "band.wav", noise, 44_100)
    text = f"backing: band.wav gain=-3 offset={offset}\n{MONO}"
    stage = stage_of(text, tmp_path)
    page = opened(stage)
    assert stage.roll["rate"] == 44_100  # and the voice sings at half of it: resampled as in Python
    assert steps_apart(page, stage, tmp_path) <= 1


def test_the_wav_that_is_downloaded_is_the_built_one(opened: Opened, tmp_path: Path) -> None:
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


def test_levels_are_heard(opened: Opened, tmp_path: Path) -> None:
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


def test_playing_begins_before_all_is_sung_and_waits_for_what_is_late(opened: Opened, tmp_path: Path) -> None:
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


def test_stop_seek_and_keys(opened: Opened, tmp_path: Path) -> None:
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
    page.locator("summary").click()
    page.locator(".song-levels input").first.fill("-30")
    page.wait_for_function("window.heard.at(-1).channels[0].every((one) => one === 0)", timeout=1000)
    page.evaluate("window.pychang.player.stop()")
    assert state(page) == "stopped"


def test_what_has_begun_plays_on_when_the_song_changes_and_the_rest_comes_new(
    opened: Opened, tmp_path: Path
) -> None:
    stage = stage_of(MONO, tmp_path)
    first, second = stage.roll["phrases"]
    late = threading.Event()
    stage.held = {second["key"]: late, second["key"] + OTHER: late}
    page = opened(stage)
    page.locator(".song-play").click()
    begun_s = first["startS"] + 0.1
    page.wait_for_function(f"Number(document.querySelector('.song-position').value) > {begun_s}")
    page.get_by_label("목소리").select_option("other")
    late.set()
    page.wait_for_function(f"{STATE} === 'stopped'", timeout=15_000)
    _, sound = heard(page)
    built = stage.built(tmp_path)[0] / 32767
    between = round((first["endS"] + second["startS"]) / 2 * stage.roll["rate"])
    assert sound[:between] == pytest.approx(built[:between], abs=3e-5)
    assert sound[between:] == pytest.approx(-built[between:], abs=3e-5)


def test_a_passage_is_looped_without_gap_and_a_change_is_heard_at_the_next_round(
    opened: Opened, tmp_path: Path
) -> None:
    stage = stage_of(MONO, tmp_path)
    first = stage.roll["phrases"][0]
    late = threading.Event()
    stage.held = {first["key"] + OTHER: late}
    page = opened(stage)
    click_note(page, 0)
    page.keyboard.press("l")
    start_s = stage.roll["clock"][0][1] - 0.08  # the consonant comes before its beat
    end_s = start_s + 4 * 60 / 200  # one bar
    assert position(page) == pytest.approx(start_s + 0.08, abs=0.01)
    length = round((end_s - start_s) * stage.roll["rate"])
    page.locator(".song-play").click()
    played(page, 1.2 * length)
    page.get_by_label("목소리").select_option("other")  # all is the other way round, and not sung yet
    played(page, 2.2 * length)
    assert start_s <= position(page) <= end_s
    late.set()
    played(page, 4.2 * length)
    page.keyboard.press("l")
    page.wait_for_function(f"Number(document.querySelector('.song-position').value) > {end_s + 0.1}")
    page.locator(".song-play").click()
    gaps, sound = heard(page)
    assert gaps.count(0) >= len(gaps) - 2  # but for a busy machine
    rounds = sound[: 4 * length, 0].reshape(4, length)
    same = np.corrcoef(rounds)[0]
    assert same[1] > 0.97 and same[3] < -0.97
    assert same[2] > 0.97 or same[2] < -0.97  # when it was sung in time
    steps = np.abs(np.diff(sound[: 4 * length, 0]))
    assert steps.max() < 1.2 * steps[: length - 200].max()  # no click where it begins anew


def test_silence_of_the_device_is_told(opened: Opened, tmp_path: Path) -> None:
    page = opened(stage_of(MONO, tmp_path))
    page.evaluate(
        "Object.defineProperty(BaseAudioContext.prototype, 'state', { get: () => 'suspended' });"
        "document.querySelector('.song-play').click();"
        "const now = performance.now.bind(performance);"
        "performance.now = () => now() + 10000;"
    )
    page.get_by_text("소리가 나가지 않습니다").wait_for()
    assert state(page) == "stopped"


def test_a_sound_that_cannot_be_had_is_told(opened: Opened, tmp_path: Path) -> None:
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


def test_words_run_along_and_play_from_where_they_are_clicked(opened: Opened, tmp_path: Path) -> None:
    page = opened(stage_of(MONO, tmp_path))
    lines = [line.inner_text().split() for line in page.locator(".words-line").all()]
    assert lines == [["높은", "산에"], ["올라서"]]
    page.evaluate(MARKED)
    page.get_by_role("button", name="올라서").click()
    page.wait_for_function("window.marked.length === 3")
    assert page.evaluate("window.marked") == ["올", "라", "서"]
    assert page.locator(".words-line.is-now").inner_text().strip() == "올라서"


def test_the_spectrogram_shows_what_is_there(opened: Opened, tmp_path: Path) -> None:
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
