"""From a MIDI file to a saved song, as its writer would go about it, in a real browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect
from served_song import ServedSong, drop, roll, served_song, text_of, wait

from pychang.compile import compile_song
from pychang.world import World

TUNE = (67, 69, 71, 74, 71, 69, 67, 67)
STEP = 1 / 32767  # of 16 bits
ROUNDED = 0.501 * STEP
FIRST = "tempo: 100\nmeter: 4/4\n\n[처음]\n| C4:1 |\n> 아\n"


LISTEN = """
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when) {
  window.heard.push(...this.buffer.getChannelData(0));
  return start.call(this, when);
};
"""


def midi_file() -> bytes:
    """Eight quarter notes without words, as a program writes them."""
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(132)))
    for pitch in TUNE:
        track.append(mido.Message("note_on", note=pitch, velocity=80))
        track.append(mido.Message("note_off", note=pitch, time=480))
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSong]:
    with served_song(tmp_path_factory.mktemp("story"), "노래.chang", FIRST) as served:
        yield served


def rendered(page: Page) -> np.ndarray:
    """The whole mono song as the page mixes it."""
    song = "window.pychang.player.render(AbortSignal.timeout(60000))"
    return np.array(page.evaluate(f"async () => [...(await {song}).left]"), np.float32)


def test_a_song_from_midi_to_wav(chromium: Browser, served: ServedSong, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 800}, locale="ko-KR")
    context.add_init_script(LISTEN)
    wrong: list[str] = []
    page = served.open_tab(context, wrong)

    # the tune comes in
    drop(page, "가락.mid", midi_file())
    page.get_by_role("dialog").get_by_role("button", name="이 노래 자리에 넣기").click()
    wait(page, lambda: [one["midi"] for one in roll(page, "notes()")] == list(TUNE))

    # a note is dragged a tone up, and words are typed
    roll(page, "setView({left: 0, top: 80, scale: 300, row: 20})")
    rect = roll(page, "noteRectAt(3)")
    x, y = rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 40, steps=4)
    page.mouse.up()
    wait(page, lambda: not roll(page, "busy()") and roll(page, "notes()")[3]["midi"] == TUNE[3] + 2)
    assert "E5" in text_of(page)
    first = roll(page, "noteRectAt(0)")
    page.mouse.dblclick(first["x"] + first["width"] / 2, first["y"] + first["height"] / 2)
    page.keyboard.insert_text("봄비가 내린다 톡톡")
    page.keyboard.press("Enter")
    wait(page, lambda: [one["text"] for one in roll(page, "notes()")] == list("봄비가내린다톡톡"))
    assert "> 봄비가 내린다 톡톡" in text_of(page)

    # a slip is told, and mended
    page.evaluate(
        """() => {
          const { view } = document.querySelector('.cm-content').cmTile;
          const at = view.state.doc.toString().indexOf('톡톡');
          view.dispatch({ changes: { from: at, to: at + 1 }, userEvent: 'delete' });
        }"""
    )
    expect(page.locator(".cm-lintRange-error")).not_to_have_count(0)
    page.locator(".roll-field").focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)

    # it is played: the first phrase is heard, and the whole is what `build` writes
    page.keyboard.press("Space")
    wait(page, lambda: page.evaluate("window.heard.length") > 22_050, 30.0)
    page.keyboard.press("Space")
    played = np.array(page.evaluate("window.heard"), np.float32)
    mixed = rendered(page)
    page.keyboard.press("Control+s")
    wait(page, lambda: "톡톡" in served.song.read_text(encoding="utf-8"))
    compile_song(served.song, tmp_path / "built.wav", World())
    built = soundfile.read(tmp_path / "built.wav", dtype="int16")[0] * STEP
    assert mixed.shape == built.shape and np.abs(mixed - built).max() < ROUNDED
    assert np.abs(played - built[: len(played)]).max() < ROUNDED

    # it is there again, and another program's change is not written over
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("봄비가 내린다 톡톡")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("// 내 덧말\n")
    theirs = served.song.read_text(encoding="utf-8").replace("톡톡", "뚝뚝")
    served.song.write_text(theirs, encoding="utf-8")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_contain_text("뚝뚝")
    assert served.song.read_text(encoding="utf-8") == theirs
    assert "// 내 덧말" in text_of(page)
    assert wrong == []
    context.close()
