"""The stage sings what is asked for first, sings it as `build` does, and lives through what goes wrong."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from heapq import merge
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from readings import analysis_of

from pychang.cache import PhraseSound, SoundCache
from pychang.compile import FADE_S, compile_song
from pychang.editor import singer
from pychang.editor.heard import Heard, Held, NoSuchPhrase
from pychang.editor.roll import roll_of
from pychang.editor.stage import Stage
from pychang.sound.backing import BackingError, backing_pieces
from pychang.sound.level import limited, pcm16
from pychang.sound.mix import Piece, gain_curve, mixed
from pychang.voice import VoiceCard, VoiceError
from pychang.voice.files import SHIPPED
from pychang.world import World

LINES = ("가나다라", "마바사아", "자차카타", "파하거너", "더러머버", "서어저처")
SOON_S = 20.0


def song(*lines: str, head: str = "tempo: 200") -> str:
    """A phrase a line."""
    return "\n".join([head, *(f"| C4:4 D4 E4 r |\n> {line[:3]}" for line in lines)]) + "\n"


class Told:
    """What a stage has told, and waiting for what comes of it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def __call__(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    def until(self, true: Callable[[], bool]) -> None:
        give_up_s = time.monotonic() + SOON_S
        while not true():
            assert time.monotonic() < give_up_s
            time.sleep(0.005)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.messages if one["type"] == kind]


@pytest.fixture
def cache(tmp_path: Path) -> SoundCache:
    return SoundCache(tmp_path / "cache")


@pytest.fixture
def staged(cache: SoundCache) -> Iterator[Callable[..., tuple[Stage, Told]]]:
    """Stages that sing nothing unasked, and are closed at the end."""
    stages: list[Stage] = []

    def run(
        auto: bool = False, cache: SoundCache | None = cache, pause_s: float = 0.05
    ) -> tuple[Stage, Told]:
        told = Told()
        stages.append(Stage(World(cache), told, "ko", pause_s))
        stages[-1].auto(auto)
        return stages[-1], told

    yield run
    for stage in stages:
        stage.close()


class Choir:
    """In the place of singing: a phrase is sung when it is let go."""

    def __init__(self) -> None:
        self.sung: list[str] = []
        self._begun = threading.Semaphore(0)
        self._go = threading.Semaphore(0)

    def sing(self, cues: list, world: World) -> Iterator[PhraseSound]:
        for cue in cues:
            self.sung.append(cue.key)
            self._begun.release()
            assert self._go.acquire(timeout=SOON_S)
            yield PhraseSound(3, np.full(8, len(self.sung), np.float32))

    def begun(self) -> str:
        """What is being sung, once something is."""
        assert self._begun.acquire(timeout=SOON_S)
        return self.sung[-1]

    def go(self, times: int = 1) -> None:
        self._go.release(times)


@pytest.fixture
def choir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Choir]:
    choir = Choir()
    monkeypatch.setattr("pychang.singing.sing", choir.sing)
    yield choir
    choir.go(100)


def keys(stage: Stage, text: str) -> list[str]:
    return [cue.key for cue in stage.take(analysis_of(text))]


# ── the sound ────────────────────────────────────────────────────────────────────────────────────


def mix(stage: Stage, roll: dict[str, Any], backing: Path | None = None) -> np.ndarray:
    """What the page makes of a roll and the sounds that it gets: 16 bits."""
    rate = roll["rate"]
    end = round(roll["durationS"] * rate)
    pieces = [iter([piece(one, stage.sound(one["key"]), rate) for one in roll["phrases"]])]
    pieces.append(iter([Piece(end, end, np.zeros(0, np.float32))]))
    if backing is not None:
        at = roll["backing"]
        pieces.append(backing_pieces(backing, round(at["startS"] * rate), at["gainDb"], rate))
    blocks = mixed(merge(*pieces, key=lambda one: one.from_on), roll["stereo"])
    return np.concatenate([pcm16(block) for block in limited(blocks, rate)])


def piece(phrase: dict[str, Any], heard: Heard, rate: int) -> Piece:
    assert heard.rate == rate and heard.samples.dtype == np.float32
    zero = round(phrase["zeroS"] * rate)
    steps = [(round(at_s * rate) - heard.lead, db) for at_s, db in phrase["gains"]]
    gain = gain_curve(steps, phrase["baseDb"], len(heard.samples), round(FADE_S * rate))
    return Piece(zero, zero + heard.lead, heard.samples, gain, phrase["pan"])


def built(song: Path, cache: SoundCache | None) -> np.ndarray:
    sound = song.with_suffix(".wav")
    assert compile_song(song, sound, World(cache))[0] is not None
    return soundfile.read(sound, dtype="int16")[0]


PLAIN = "tempo: 160\n| C4:4 D4{loud=+6} E4 r |\n> 꽃잎이\ngain: -4\n| C4:4, D4 E4 r |\n> 흩날려\n"
DUET = """tempo: 160
backing: inst.wav gain=-9 offset=-0.2
part: 하나
pan: -0.4
[가]
| C4:4 D4{loud=+3} E4 r |
> 꽃잎이
part: 둘
voice: 다른목소리
gain: -3
[가]
| E4:4 F4 G4 r |
> 봄날에
"""


def another_voice(where: Path, rate: int) -> None:
    """Sora at another rate: another voice, that sings wrongly but as well as any."""
    where.mkdir()
    shutil.copyfile(SHIPPED / "sora/model.tflite", where / "model.tflite")
    card = (SHIPPED / "sora/voice.toml").read_text("utf-8")
    assert "sample_rate = 22050" in card
    card = card.replace("sample_rate = 22050", f"sample_rate = {rate}")
    (where / "voice.toml").write_text(card, "utf-8")


def test_the_sounds_mixed_are_what_build_writes(staged, tmp_path: Path) -> None:
    path = tmp_path / "노래.chang"
    path.write_text(PLAIN, "utf-8")
    stage, _ = staged()
    analysis = analysis_of(PLAIN, path)
    roll = roll_of(analysis, stage.take(analysis))
    assert not roll["stereo"]
    heard = mix(stage, roll)
    assert np.array_equal(heard, built(path, None))


def test_voices_of_several_rates_over_a_backing(staged, tmp_path: Path) -> None:
    path = tmp_path / "노래.chang"
    path.write_text(DUET, "utf-8")
    another_voice(tmp_path / "다른목소리", 24_000)
    noise = np.random.default_rng(1).normal(0, 0.1, (44_100, 2)).astype(np.float32)
    soundfile.write(tmp_path / "inst.wav", noise, 32_000)
    stage, _ = staged()
    analysis = analysis_of(DUET, path)
    roll = roll_of(analysis, stage.take(analysis))
    assert roll["stereo"] and roll["rate"] == 32_000
    assert np.array_equal(mix(stage, roll, tmp_path / "inst.wav"), built(path, None))
    whole = np.frombuffer(b"".join(stage.backing()), "<f4").reshape(-1, 2)
    assert np.allclose(whole, noise, atol=1e-4)
    names = {one["voice"] for one in roll["phrases"]}
    assert len(names) == 2  # though both cards say sora
    for name in names:
        assert stage.card(name)["geometry"]["sampleRate"] in (22_050, 24_000)
        assert len(stage.model(name)) > 1_000_000
    with pytest.raises(KeyError):
        stage.card("../다른목소리")


def test_build_and_the_stage_sing_a_phrase_once(staged, cache, tmp_path, monkeypatch) -> None:
    path = tmp_path / "노래.chang"
    path.write_text(PLAIN, "utf-8")
    whole = built(path, cache)
    monkeypatch.setattr("pychang.singing.sing", None)
    stage, _ = staged()
    analysis = analysis_of(PLAIN, path)
    roll = roll_of(analysis, stage.take(analysis))
    assert set(stage.states().values()) == {"fresh"}
    assert np.array_equal(mix(stage, roll), whole)


def test_what_build_sings_meanwhile_is_not_sung_again(staged, cache: SoundCache, choir: Choir) -> None:
    stage, told = staged(auto=True)
    phrases = keys(stage, song(*LINES[:3]))
    choir.begun()
    for key in phrases[1:]:
        cache.put(key, PhraseSound(7, np.zeros(4, np.float32)))
    assert stage.sound(phrases[1]).lead == 7 and stage.states()[phrases[1]] == "fresh"
    choir.go()
    told.until(lambda: set(stage.states().values()) == {"fresh"})
    assert choir.sung == phrases[:1]


def test_a_damaged_phrase_is_sung_again(staged, cache: SoundCache) -> None:
    stage, _ = staged()
    (key,) = keys(stage, song("가나다"))
    good = stage.sound(key)
    stage.close()
    file = next(path for path in cache.folder.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:-40] + bytes(40))
    again, _ = staged()
    assert keys(again, song("가나다")) == [key] and again.states() == {key: "fresh"}
    assert np.array_equal(again.sound(key).samples, good.samples)
    assert np.array_equal(cache.get(key).samples, good.samples)


def test_phrases_as_the_page_draws_and_sings_them(staged) -> None:
    stage, told = staged()
    (key,) = keys(stage, song("바다가"))
    (curves,) = [one["curves"] for one in told.of("curves")]
    shown = curves[key]
    assert [symbol for symbol, *_ in shown["phones"]] == ["p", "a", "d", "a", "ɡ", "a"]
    first, *_, last = (i for i, one in enumerate(shown["pitch"]) if one is not None)
    begins_s = next(start for symbol, start, _ in shown["phones"] if symbol == "a")
    assert first * shown["hopS"] == pytest.approx(begins_s, abs=0.011)
    assert last * shown["hopS"] == pytest.approx(shown["phones"][-1][2], abs=0.011)
    assert shown["pitch"][first + 10] == pytest.approx(60, abs=0.7)
    sung = stage.sung(key)
    assert sung["voice"] == "sora" and sung["hopS"] == 0.005
    assert len(sung["f0Hz"]) == len(sung["levelDb"]) == len(sung["breathiness"])
    with pytest.raises(NoSuchPhrase):
        stage.sung("0" * 64)


# ── who is sung first ────────────────────────────────────────────────────────────────────────────


def test_what_is_asked_for_comes_first_in_the_order_asked(staged, choir: Choir) -> None:
    stage, _ = staged(auto=True)
    phrases = keys(stage, song(*LINES))
    assert choir.begun() == phrases[0]  # by itself
    asked = [stage.ask(phrases[4]), stage.ask(phrases[2])]
    choir.go(3)
    assert [one.result(SOON_S).lead for one in asked] == [3, 3]
    assert choir.sung[:3] == [phrases[0], phrases[4], phrases[2]]
    choir.go(10)


def test_several_who_wait_share_one_singing(staged, choir: Choir) -> None:
    stage, _ = staged()
    first, second = keys(stage, song(*LINES[:2]))
    asked = [stage.ask(first) for _ in range(3)]
    assert choir.begun() == first
    asked.append(stage.ask(first))
    choir.go()
    sounds = [one.result(SOON_S) for one in asked]
    assert choir.sung == [first] and all(one is sounds[0] for one in sounds[:4])
    assert stage.ask(first).done() and choir.sung == [first]
    assert stage.states() == {first: "fresh", second: "stale"}


def test_who_does_not_wait_any_more_is_not_sung_for(staged, choir: Choir) -> None:
    stage, _ = staged()
    phrases = keys(stage, song(*LINES))
    asked = [stage.ask(key) for key in phrases[:4]]
    choir.begun()
    assert asked[1].cancel() and asked[2].cancel()
    choir.go(2)
    asked[3].result(SOON_S)
    assert choir.sung == [phrases[0], phrases[3]]


def test_the_song_changes_while_it_is_sung(staged, choir: Choir) -> None:
    stage, _ = staged()
    before = keys(stage, song(*LINES))
    asked = [stage.ask(key) for key in before[:3]]
    assert choir.begun() == before[0]
    now = keys(stage, song(LINES[0], "고노도로", *LINES[2:]))
    with pytest.raises(NoSuchPhrase):
        asked[1].result(SOON_S)
    for key in (before[1], "..", "\0"):
        with pytest.raises(NoSuchPhrase):
            stage.ask(key)
    choir.go(2)
    assert asked[2].result(SOON_S) is not None and before[2] == now[2]
    assert choir.sung == [before[0], before[2]]
    assert before[1] not in stage.states() and stage.states()[now[1]] == "stale"


def test_stale_phrases_are_sung_from_the_edited_place_on_after_a_pause(staged, choir: Choir) -> None:
    stage, told = staged(auto=True, pause_s=1.0)
    keys(stage, song(*LINES))
    began_s = time.monotonic()
    now = keys(stage, song(*LINES[:3], "고노도로", *LINES[4:]))
    choir.go(20)
    told.until(lambda: set(stage.states().values()) == {"fresh"})
    assert time.monotonic() - began_s >= 1.0
    assert choir.sung == [*now[3:], *now[:3]]
    changed = keys(stage, song("노로도모", *LINES[1:3], "고노도로", *LINES[4:]))
    told.until(lambda: set(stage.states().values()) == {"fresh"})
    assert choir.sung == [*now[3:], *now[:3], changed[0]]


def test_nothing_is_sung_unasked_when_it_is_not_wanted(staged, choir: Choir) -> None:
    stage, told = staged(auto=False, pause_s=0.0)
    keys(stage, song(*LINES))
    time.sleep(0.2)
    assert choir.sung == []
    stage.auto(True)
    choir.go(20)
    told.until(lambda: set(stage.states().values()) == {"fresh"})


def test_states_are_told_as_they_change(staged, choir: Choir) -> None:
    stage, told = staged()
    (key,) = keys(stage, song(LINES[0]))
    asked = stage.ask(key)
    choir.begun()
    choir.go()
    asked.result(SOON_S)
    told.until(lambda: stage.states()[key] == "fresh")
    assert [one["states"][key] for one in told.of("states")] == ["stale", "singing", "fresh"]


def test_a_song_with_mistakes_leaves_the_phrases_on_the_stage(staged, choir: Choir) -> None:
    stage, _ = staged()
    before = keys(stage, song(*LINES[:3]))
    mistaken = song(*LINES[:3]).replace("> 마바사", "> 마바사아자")
    assert keys(stage, mistaken) == before  # a syllable too many
    analysis = analysis_of(song(LINES[0], LINES[4], LINES[2]).replace("E4 r |\n> 더", "E4 F4 r |\n> 더"))
    shown = stage.take(analysis)
    assert [cue.key for cue in shown] == [before[0], before[2]]
    roll = roll_of(analysis, shown)
    assert not roll["canBeSung"] and len(roll["phrases"]) == 2 and len(roll["parts"][0]["notes"]) == 10
    assert set(stage.states()) == set(before)
    choir.go()
    assert stage.sound(before[1]).lead == 3
    for text in ("", "voice: 없는목소리\n| C4:1 |\n> 가\n", "| r:1 |\n"):
        assert keys(stage, text) == []


def test_closing_lets_nobody_wait(staged, choir: Choir) -> None:
    stage, _ = staged()
    phrases = keys(stage, song(*LINES))
    asked = [stage.ask(key) for key in phrases]
    choir.begun()
    stage.close()
    for one in asked:
        with pytest.raises(NoSuchPhrase):
            one.result(SOON_S)


class Painting(World):
    """A world whose voice paints a picture when it is let go, and tells of each."""

    def __init__(self, cache: SoundCache) -> None:
        super().__init__(cache)
        self.painted, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def voice(self, card: VoiceCard) -> Any:
        voice = super().voice(card)

        class Gated:
            def sing(_, takes: Any) -> Iterator[Any]:
                for painted in voice.sing(takes):
                    self.painted.release()
                    assert self.go.acquire(timeout=SOON_S)
                    yield painted

        return Gated()


def test_a_phrase_that_nobody_waits_for_is_left_in_its_middle(cache: SoundCache) -> None:
    text = "tempo: 60\nmeter: 16/4\n| C4:1 D4 E4 F4 |\n> 가나다라\n| r:1 C4:4 r r r r:1 r:1 |\n> 마\n"
    told = Told()
    world = Painting(cache)
    stage = Stage(world, told, pause_s=0.0)
    first, second = keys(stage, text)
    assert world.painted.acquire(timeout=SOON_S)
    asked = stage.ask(second)
    world.go.release(100)
    asked.result(SOON_S)
    told.until(lambda: set(stage.states().values()) == {"fresh"})
    stage.close()
    changes = [(key, state) for one in told.of("states") for key, state in one["states"].items()]
    assert changes.index((first, "fresh")) > changes.index((second, "fresh"))
    assert changes.count((first, "singing")) == 2


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


def test_without_a_cache_sounds_are_held(staged, choir: Choir) -> None:
    stage, _ = staged(cache=None)
    (key,) = keys(stage, song(LINES[0]))
    choir.go()
    assert stage.sound(key) is not None and stage.sound(key) is not None
    assert choir.sung == [key] and stage.states() == {key: "fresh"}


def test_what_is_held_is_bounded() -> None:
    held = Held(100)
    for i in range(50):
        held.put(str(i), PhraseSound(0, np.zeros(10, np.float32)))
        held.put(str(i), PhraseSound(0, np.zeros(10, np.float32)))
    assert [i for i in range(50) if held.get(str(i))] == [48, 49]


def test_a_voice_that_is_gone_is_told_and_recovers(staged, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(singer, "AGAIN_S", 0.1)
    another_voice(tmp_path / "mine", 22_050)
    text = song(*LINES[:2], head="tempo: 200\nvoice: mine")
    model, away = tmp_path / "mine/model.tflite", tmp_path / "away"
    model.rename(away)
    stage, told = staged()
    first, second = (cue.key for cue in stage.take(analysis_of(text, tmp_path / "노래.chang")))
    for _ in range(2):
        with pytest.raises(VoiceError):
            stage.sound(first)
    (trouble,) = told.of("trouble")
    assert "model.tflite" in trouble["why"] and "목소리를 읽을 수 없습니다" in trouble["why"]
    assert stage.states() == {first: "stale", second: "stale"}
    stage.auto(True)
    time.sleep(0.25)
    away.rename(model)
    told.until(lambda: set(stage.states().values()) == {"fresh"})
    assert len(told.of("trouble")) == 1


def test_a_voice_that_was_replaced_does_not_sing_for_the_old_one(staged, tmp_path: Path) -> None:
    another_voice(tmp_path / "mine", 22_050)
    stage, _ = staged()
    text = song(LINES[0], head="voice: mine")
    analysis = analysis_of(text, tmp_path / "노래.chang")
    shutil.rmtree(tmp_path / "mine")
    another_voice(tmp_path / "mine", 24_000)
    (cue,) = stage.take(analysis)
    with pytest.raises(VoiceError, match="changed meanwhile"):
        stage.sound(cue.key)
    (cue,) = stage.take(analysis_of(text, tmp_path / "노래.chang"))
    assert stage.sound(cue.key).rate == 24_000


def test_a_backing_that_is_no_sound_is_told_once(staged, tmp_path: Path) -> None:
    (tmp_path / "inst.wav").write_text("no sound")
    stage, told = staged()
    for line in LINES[:3]:
        analysis = analysis_of(song(line, head="backing: inst.wav"), tmp_path / "노래.chang")
        assert roll_of(analysis, stage.take(analysis))["rate"] == 22_050
    (trouble,) = told.of("trouble")
    assert "inst.wav" in trouble["why"]
    with pytest.raises(BackingError):
        stage.backing()


def test_without_its_runtime_nobody_waits_for_ever(staged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)
    stage, told = staged()
    (key,) = keys(stage, song(LINES[0]))
    for _ in range(2):
        with pytest.raises(ImportError):
            stage.ask(key).result(SOON_S)
    assert len(told.of("trouble")) == 1


def test_a_bug_is_told_and_the_next_phrase_is_sung(staged, choir: Choir, monkeypatch) -> None:
    stage, told = staged()
    first, second = keys(stage, song(*LINES[:2]))

    def broken(cues: list, world: World) -> Iterator[PhraseSound]:
        raise RuntimeError("a bug")
        yield

    with monkeypatch.context() as patch:
        patch.setattr("pychang.singing.sing", broken)
        with pytest.raises(RuntimeError):
            stage.sound(first)
    assert "RuntimeError: a bug" in told.of("trouble")[0]["why"]
    choir.go()
    assert stage.sound(second) is not None
