"""A whole evaluation of one recording, its grades, and the page that it becomes."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from math import log10
from pathlib import Path

import pytest
import soundfile

from pychang.evaluation.evaluate import AsSung, evaluate_recording
from pychang.evaluation.measures import MEASURES, Grade
from pychang.evaluation.model import Evaluation, Figures
from pychang.evaluation.page import Page, write_page
from pychang.evaluation.pooled import pool, pool_powers, pool_singers
from pychang.recordings.model import Recording
from pychang.voice.package.page import without_recordings
from pychang.world import World

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def evaluation(sung, card) -> Evaluation:
    """`sora` against the formant singer that it learned from; its name asks to be escaped."""
    recording = Recording("나비 <야>", Path("나비.wav"), sung.score, Path("나비.chang"))
    known = AsSung(recording, sung.sound, sung.performance.phones, sung.performance)
    one = evaluate_recording(known, card, card, World())
    return Evaluation(
        replace(card, name="나&너", consent="<script>alert(1)</script>"),
        card,
        True,
        (one,),
        pool_singers([one.singers], [one.duration_s]),
        pool_powers([one.powers], [one.duration_s]),
    )


def test_a_voice_is_like_the_singer_that_it_learned_from(evaluation) -> None:
    singers = evaluation.singers
    assert singers.round_trip.distortion_db < singers.voice.distortion_db < 5
    assert singers.voice.semitones > 0.95 and singers.voice.semitones_by_score > 0.97
    assert singers.round_trip.f0_rmse_cents < 20 and singers.round_trip.voicing_error < 0.05
    assert abs(singers.voice.warped_distortion_db - singers.voice.distortion_db) < 1.5
    assert max(map(abs, singers.round_trip.spectrum_db[:5])) < 0.5
    assert singers.voice.onset_s < 0.03 and singers.voice.onset_by_score_s < 0.03
    assert singers.voice.peeps == 0 < singers.voice.held_frames
    assert singers.recording.semitones_by_score > 0.97 and singers.recording.distortion_db is None


def test_another_mouth_is_further_off(evaluation, sung, another, card) -> None:
    recording = Recording("남", Path("남.wav"), sung.score, Path("남.chang"))
    known = AsSung(recording, another, sung.performance.phones, sung.performance)
    one = evaluate_recording(known, card, card, World(), is_shown=False)
    assert one.singers.voice.distortion_db > evaluation.singers.voice.distortion_db + 2
    assert one.exhibit is None


def test_a_recording_without_a_score_has_no_figures_from_it(sung, card) -> None:
    recording = Recording("말", Path("말.wav"), None, Path("말.TextGrid"), sung.performance.phones)
    known = AsSung(recording, sung.sound, sung.performance.phones, sung.performance)
    one = evaluate_recording(known, card, card, World())
    assert one.singers.voice.semitones_by_score is None and one.singers.voice.distortion_db is not None
    assert not [excerpt for excerpt in one.exhibit.excerpts if excerpt.from_score]


def test_grades() -> None:
    by_name = {measure.name.en: measure for measure in MEASURES}
    semitones, octave = by_name["semitones as recorded"], by_name["worst octave"]
    assert [semitones.grade(Figures(semitones=x)) for x in (0.96, 0.93, 0.5)] == list(Grade)
    assert octave.grade(Figures(spectrum_db=(0, -2.4, 1, 0, 0, 30))) is Grade.GOOD
    assert octave.grade(Figures(spectrum_db=(0, -5.0, 1, 0, 0, 0))) is Grade.POOR
    assert octave.shown(Figures(spectrum_db=(0, -5.0, 1, 0, 0, 0))) == "−5.0 dB"
    assert octave.aim == "±2.5 dB" and by_name["peeps on held notes"].aim == "0 %"
    assert semitones.grade(Figures()) is None and semitones.shown(Figures()) == "–"
    shown = {field.name for field in fields(Figures)} - {"spectrum_db", "peeps", "held_frames"}
    assert len(MEASURES) == len(shown) + 2  # of the three, worst octave and peeps are made


def test_pooling() -> None:
    one = Figures(distortion_db=4.0, f0_rmse_cents=30.0, peeps=1, held_frames=10, spectrum_db=(1.0, 2.0))
    two = Figures(distortion_db=8.0, f0_rmse_cents=40.0, peeps=2, held_frames=20, spectrum_db=(3.0, 2.0))
    both = pool([one, two, Figures()], [3.0, 1.0, 9.0])
    assert both.distortion_db == pytest.approx(5.0)
    assert both.f0_rmse_cents == pytest.approx(((3 * 900 + 1600) / 4) ** 0.5)
    assert (both.peeps, both.held_frames, both.semitones) == (3, 30, None)
    assert both.spectrum_db == pytest.approx((1.5, 2.0))


class _Balance(HTMLParser):
    """Complains about elements that are not closed, and lists what is asked of the network."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_is_whole_and_needs_nothing_else(evaluation, language: str) -> None:
    html = Page(evaluation, language, ON).whole()
    parser = _Balance()
    parser.feed(html)
    html = re.sub(r"base64,[^\"]*", "", html)
    assert parser.open == [] and len(parser.addresses) >= 8
    assert all(address.startswith("data:") for address in parser.addresses)
    assert "url(" not in html and "@import" not in html
    assert "나&amp;너" in html and "나비 &lt;야&gt;" in html and "<script" not in html
    assert ("음색 거리" in html) == (language == "ko") and ("timbre" in html) == (language == "en")
    assert "2026-11-24" in html and "None" not in html and not re.search(r"\bnan\b", html)


def test_the_page_says_when_it_measures_what_was_trained_on(evaluation) -> None:
    html = Page(replace(evaluation, unseen=False), "en", ON).whole()
    assert "these were trained on" in html and "not trained on" not in html


def test_excerpts_can_be_played_and_are_as_loud(evaluation) -> None:
    exhibit = evaluation.recordings[0].exhibit
    assert {excerpt.who for excerpt in exhibit.excerpts} == {"recording", "voice", "reference", "round_trip"}
    levels = []
    for excerpt in exhibit.excerpts:
        sound, rate = soundfile.read(BytesIO(excerpt.flac))
        assert rate == 22050 and 0.5 < len(sound) / rate <= 10.01
        levels.append(10 * log10((sound**2).mean()))
    assert max(levels) - min(levels) < 4
    assert exhibit.spectrograms.startswith(b"\x89PNG") and exhibit.pitch.startswith(b"\x89PNG")


def test_a_page_that_is_given_away_has_no_sound_of_the_person(evaluation) -> None:
    html = Page(evaluation, "en", ON).whole()
    given = without_recordings(html.encode()).decode()
    excerpts = evaluation.recordings[0].exhibit.excerpts
    theirs = sum(excerpt.who in ("recording", "round_trip") for excerpt in excerpts)
    assert theirs >= 2 and html.count("<audio") == len(excerpts) == given.count("<audio") + theirs
    parser = _Balance()
    parser.feed(given)
    assert parser.open == []


def test_the_page_is_written_whole_or_not_at_all(evaluation, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "card.html"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(Page, "made", lambda page: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_page(evaluation, path, "en", ON)
    assert path.read_text(encoding="utf-8") == "before" and [p.name for p in tmp_path.iterdir()] == [
        "card.html"
    ]
