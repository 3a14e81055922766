"""How quick the page of `pychang edit` is, in a real browser: a table of numbers, each with its aim.

    python tests/bench/editor_page.py [--minutes 5] [--folder FOLDER]

The song has 1,000 notes, and is sung before anything is measured: that takes a minute or more, unless FOLDER
has its sounds from the last time. Needs `pychang[test]` and Chromium, and a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import Any

import numpy as np
from long_song import long_song
from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "editor"))
from conftest import SWITCHES, system_chromium
from served_song import ServedSong, wait

Row = tuple[str, str, str]

LINES, KEYS, DRAGS, SCROLL_S, PLAY_S = 130, 50, 10, 6.0, 8.0
SCREEN = {"width": 1400, "height": 850}

# Frames that the page shows while something goes on, in milliseconds apart.
FRAMES = """
async ([seconds, wheel]) => {
  const field = document.querySelector('.roll-field');
  const box = field.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const times = [];
  let back = 1;
  await new Promise((done) => {
    const begun = performance.now();
    const frame = (now) => {
      times.push(now);
      if (performance.now() - begun > 1000 * seconds) return done();
      if (times.length % 400 === 399) back = -back;
      const by = { deltaX: 24 * back, bubbles: true, cancelable: true };
      if (wheel) field.dispatchEvent(new WheelEvent('wheel', { ...at, ...by }));
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return times.slice(1).map((time, i) => time - times[i]);
}
"""
# From a key to the frame that shows it, and to the roll that is made of it.
WATCH_KEYS = """
() => {
  window.took = { painted: [], roll: [] };
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  const painted = (begun) => window.took.painted.push(performance.now() - begun);
  port1.onmessage = () => waiting.splice(0).forEach(painted);
  document.addEventListener('keydown', (event) => {
    const begun = event.timeStamp;
    const notes = window.pychang.roll.notes();
    requestAnimationFrame(() => (waiting.push(begun), port2.postMessage(null)));
    const look = () => {
      if (window.pychang.roll.notes() === notes) return requestAnimationFrame(look);
      window.took.roll.push(performance.now() - begun);
    };
    requestAnimationFrame(look);
  }, true);
}
"""
# Where somebody may begin to type: the song is there, and the roll is drawn.
READY = """
async () => {
  while (!window.pychang?.roll?.notes().length) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return [paint?.startTime ?? NaN, performance.now()];
}
"""
NEW_ROLL = """
() => {
  const notes = window.pychang.roll.notes();
  window.came = new Promise((done) => {
    document.addEventListener('pointerup', (event) => {
      const look = () => {
        if (window.pychang.roll.notes() === notes) requestAnimationFrame(look);
        else done(performance.now() - event.timeStamp);
      };
      look();
    }, { once: true, capture: true });
  });
}
"""
PUT_CARET = """
(number) => {
  const { view } = document.querySelector('.cm-content').cmTile;
  const lines = view.state.doc.toString().split('\\n');
  const sung = [...lines.keys()].filter((i) => lines[i].startsWith('> '));
  const at = view.state.doc.line(sung[number % sung.length] + 1).from + 3;
  view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  view.focus();
}
"""
# Chromium remembers the last 1,000 steps of typing for an undo of its own that nobody uses here, and with it
# lines that have long gone from the page: 3,400 nodes at most. Other steps push them out; what stays is ours.
FORGET_TYPING = """
(steps) => {
  const focused = document.activeElement;
  const field = document.body.appendChild(document.createElement('textarea'));
  field.focus();
  for (let i = 0; i < steps; i++) {
    field.setSelectionRange(0, 0);  // else it would be one step with the last
    document.execCommand('insertText', false, '.');
  }
  field.remove();
  focused.focus();
}
"""
CHROMIUM_S_STEPS = 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=5.0, help="of typing, for the memory")
    arguments.add_argument("--folder", type=Path, help="keeps the song and its sounds there")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(exist_ok=True)
        rows = measured(folder, given.minutes)
    width = max(len(name) for name, _, _ in rows)
    print("\n".join(f"{name:{width}}  {value:>30}  {aim}" for name, value, aim in rows))


def measured(folder: Path, minutes: float) -> list[Row]:
    song = folder / "긴 노래.chang"
    rmtree(folder / "state", ignore_errors=True)  # else what was typed last time is taken up again
    song.write_text(long_song(LINES), encoding="utf-8")
    served = ServedSong(song)
    sing(served)
    served.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=system_chromium(), args=SWITCHES)
            page = browser.new_context(viewport=SCREEN, locale="ko-KR").new_page()
            rows = [*loading(page, served.url), *scrolling(page), *typing(page), *dragging(page)]
            rows += memory(page, page.context.new_cdp_session(page), minutes)
            browser.close()
    finally:
        served.stop()
    return rows


def sing(served: ServedSong) -> None:
    """All sounds of the song into the cache that the server will have."""
    command = [
        sys.executable,
        "-m",
        "pychang",
        "build",
        str(served.song),
        "-o",
        str(served.song.with_suffix(".wav")),
    ]
    subprocess.run(command, env=served.environment, check=True)


def loading(page: Page, url: str) -> list[Row]:
    took = []
    for _ in range(5):
        page.goto("about:blank")
        page.goto(url)
        took.append(page.evaluate(READY))
    painted, ready = np.median(np.array(took), axis=0)
    return [("page load", f"painted {painted:.0f} ms, ready {ready:.0f} ms", "ready <= 1,000 ms")]


def scrolling(page: Page) -> list[Row]:
    page.evaluate("window.pychang.roll.setView({ left: 0, scale: 170 })")
    page.wait_for_timeout(3000)  # the spectrogram is worked out
    still = page.evaluate(FRAMES, [2, False])
    rows = [("frames, nothing moves", frames(still), "(what this machine can do)")]
    rows.append(
        ("frames, scrolling by wheel", frames(page.evaluate(FRAMES, [SCROLL_S, True])), ">= 30 a second")
    )
    page.evaluate("window.pychang.player.play(0)")
    wait(page, lambda: page.locator("#play").get_attribute("data-playing") == "playing")
    rows.append(("frames, playing", frames(page.evaluate(FRAMES, [PLAY_S, False])), ">= 30 a second"))
    page.evaluate("window.pychang.player.stop()")
    return rows


def frames(apart_ms: list[float]) -> str:
    return f"{1000 / np.mean(apart_ms):.0f} a second, p95 {np.percentile(apart_ms, 95):.0f} ms"


def typing(page: Page) -> list[Row]:
    """Words parted, and joined again: each time the phrase is another one, and is sung."""
    page.evaluate(WATCH_KEYS)
    page.evaluate(PUT_CARET, 20)
    for number in range(KEYS):
        page.keyboard.press("Backspace" if number % 2 else "Space")
        page.wait_for_timeout(150)
    page.wait_for_timeout(1000)
    took: dict[str, list[float]] = page.evaluate("window.took")
    return [
        ("key to painted frame", spread(took["painted"]), "<= 100 ms"),
        ("key to new roll", spread(took["roll"]), "<= 400 ms"),
    ]


def dragging(page: Page) -> list[Row]:
    """A note up by a semitone, and down again."""
    page.evaluate("window.pychang.roll.setView({ left: 0, scale: 170 })")
    took = []
    for number in range(DRAGS):
        rect = page.evaluate(
            "(({ notes, noteRectAt, show }) => (show(notes()[5].place), noteRectAt(5)))(window.pychang.roll)"
        )
        x, y = rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2
        page.evaluate(NEW_ROLL)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + (rect["height"] if number % 2 else -rect["height"]), steps=3)
        page.mouse.up()
        took.append(page.evaluate("window.came"))
        wait(page, lambda: not page.evaluate("window.pychang.roll.busy()"))
        page.wait_for_timeout(400)
    return [("note let go to new roll", spread(took), "<= 400 ms")]


def memory(page: Page, devtools: CDPSession, minutes: float) -> list[Row]:
    """What the tab holds before and after typing here and there."""
    type_for(page, min(minutes, 1.0) / 4)  # what is made once is there
    before = held(devtools)
    type_for(page, minutes)
    after = held(devtools)
    name = f"after {minutes:g} minutes of typing"
    told = [f"{what} {before[what]:,.0f} -> {after[what]:,.0f}" for what in before]
    return [
        (name, one, aim) for one, aim in zip(told, ("+ 20 MB at most", "no more", "no more"), strict=True)
    ]


def type_for(page: Page, minutes: float) -> None:
    until, number = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        if number % 12 == 0:
            page.evaluate(PUT_CARET, number)
        page.keyboard.press("Backspace" if number % 2 else "Space")
        page.wait_for_timeout(100)
        number += 1
    if number % 2:
        page.keyboard.press("Backspace")
    page.evaluate(FORGET_TYPING, CHROMIUM_S_STEPS)
    page.evaluate(PUT_CARET, 0)  # the same lines are shown each time
    page.wait_for_timeout(3000)


def held(devtools: CDPSession) -> dict[str, float]:
    devtools.send("Performance.enable")
    for _ in range(3):
        devtools.send("HeapProfiler.collectGarbage")
    found: dict[str, Any] = {
        one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]
    }
    return {
        "MB": found["JSHeapUsedSize"] / 1e6,
        "nodes": found["Nodes"],
        "listeners": found["JSEventListeners"],
    }


def spread(took_ms: list[float]) -> str:
    return f"median {median(took_ms):.0f} ms, worst {max(took_ms):.0f} ms"


if __name__ == "__main__":
    main()
