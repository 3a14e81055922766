"""The card: an evaluation as one page of HTML that needs nothing beside it and no network."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from html import escape
from itertools import pairwise
from pathlib import Path

from pychang.evaluation import drawing
from pychang.evaluation.compare import WINDOW
from pychang.evaluation.measures import MEASURES, Grade, Measure
from pychang.evaluation.model import Evaluated, Evaluation, Excerpt, Exhibit, Figures
from pychang.evaluation.spectrum import OCTAVES_HZ
from pychang.evaluation.writer import Writer, signed
from pychang.score.range import pitch_name
from pychang.voice.package.page import PLAYER


class Page(Writer):
    """The whole card."""

    def whole(self) -> str:
        title = self.say("목소리 카드", "voice card")
        name = escape(self.evaluation.card.name)
        css = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")
        return "\n".join(
            [
                "<!doctype html>",
                f'<html lang="{self.language}">',
                '<head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{name} · {title}</title>",
                f"<style>{css}</style></head>",
                "<body>",
                self.header(),
                self.figures(),
                self.octaves(),
                *(self.recording(one) for one in self.evaluation.recordings),
                self.made(),
                "</body></html>",
                "",
            ]
        )

    # ── what it comes to ─────────────────────────────────────────────────────────────────────────

    def header(self) -> str:
        card = self.evaluation.card
        return "\n".join(
            [
                f"<header><h1>{escape(card.name)}</h1>",
                f"<p>{escape(card.description)}</p>",
                f'<p class="faint">{self.made_on.isoformat()} · {self.how_much()}</p></header>',
                f'<p class="note">{self.unseen()}</p>',
                self.verdict(),
            ]
        )

    def how_much(self) -> str:
        found = self.evaluation.recordings
        seconds = sum(one.duration_s for one in found)
        return self.say(
            f"녹음 {len(found)}개, {seconds / 60:.1f}분으로 쟀습니다",
            f"measured on {len(found)} recording{'s' if len(found) > 1 else ''}, {seconds / 60:.1f} minutes",
        )

    def unseen(self) -> str:
        """Whether the figures say how it sings what it does not know."""
        if self.evaluation.unseen:
            return self.say(
                "훈련에 쓰지 않은 녹음으로 쟀습니다. 처음 보는 노래를 이만큼 부릅니다.",
                "Measured on recordings that it was not trained on: so it sings what it does not know.",
            )
        return self.say(
            "통째로 빼 둔 녹음이 없어, 훈련에 쓴 녹음으로 쟀습니다(빼 두었다면 끝부분뿐입니다). "
            "처음 보는 노래는 이보다 못할 수 있습니다.",
            "No recording was kept back whole: but for their ends at most, these were trained on. "
            "It may do worse on what it does not know.",
        )

    def verdict(self) -> str:
        """How many measures are good, and what to do about those that are not."""
        graded = [(measure, measure.grade(self.evaluation.singers.voice)) for measure in MEASURES]
        known = [(measure, grade) for measure, grade in graded if grade is not None]
        good = sum(grade is Grade.GOOD for _, grade in known)
        counted = self.say(
            f"{len(known)}가지 가운데 {good}가지가 좋습니다.", f"{good} of {len(known)} measures are good."
        )
        worse = sorted(
            (one for one in known if one[1] is not Grade.GOOD), key=lambda one: one[1] is not Grade.POOR
        )
        rows = [
            f'<li><b class="{grade.value}">{self.text(measure.name)} {escape(self.shown(measure))}</b> — '
            f"{self.text(measure.advice)}</li>"
            for measure, grade in worse
        ]
        return f"<p>{counted} {self.nearness()}</p>" + (f"<ul>{''.join(rows)}</ul>" if rows else "")

    def nearness(self) -> str:
        """Where its timbre stands between the other voice and the best that there can be."""
        singers = self.evaluation.singers
        own, other, best = (
            one.distortion_db for one in (singers.voice, singers.reference, singers.round_trip)
        )
        is_same = self.evaluation.card.identity == self.evaluation.reference.identity
        if own is None or other is None or best is None or is_same:
            return ""
        gained, left, name = other - own, own - best, self.evaluation.reference.name
        if gained <= 0:
            return self.say(
                f"음색은 아직 {name}보다 가깝지 않습니다.", f"Its timbre is not yet nearer than {name}'s."
            )
        return self.say(
            f"음색은 {name}보다 {gained:.1f} dB 가깝고, 낼 수 있는 가장 좋은 값에서 {left:.1f} dB 멉니다.",
            f"Its timbre is {gained:.1f} dB nearer than {name}'s, and {left:.1f} dB from the best possible.",
        )

    def shown(self, measure: Measure) -> str:
        return measure.shown(self.evaluation.singers.voice)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────

    def figures(self) -> str:
        singers = self.evaluation.singers
        as_sung = [measure for measure in MEASURES if not measure.from_score]
        from_score = [measure for measure in MEASURES if measure.from_score]
        parts = [
            f"<h2>{self.say('녹음대로 불렀을 때', 'Sung as the recording was')}</h2>",
            f'<p class="faint">{self.say(*_AS_SUNG)}</p>',
            self.table(as_sung, singers, ("voice", "reference", "round_trip"), explained=True),
        ]
        if any(measure.read(singers.voice) is not None for measure in from_score):
            parts += [
                f"<h2>{self.say('악보만 보고 불렀을 때', 'Sung from the score')}</h2>",
                f'<p class="faint">{self.say(*_FROM_SCORE)}</p>',
                self.table(from_score, singers, ("voice", "reference", "recording"), explained=True),
            ]
        return "\n".join(parts)

    def octaves(self) -> str:
        """The long-term spectrum: a curve, and by how many dB each octave differs."""
        heads = "".join(f'<th scope="col">{octave}</th>' for octave in octave_names())
        rows = "".join(
            f"<tr><td>{self.who(who)}</td>{self.octave_cells(getattr(self.evaluation.singers, who))}</tr>"
            for who in ("voice", "reference", "round_trip")
        )
        curves = drawing.spectrum_curves(
            self.evaluation.powers, self.evaluation.card.geometry.sample_rate / WINDOW
        )
        return "\n".join(
            [
                f"<h2>{self.say('오래 평균한 스펙트럼', 'Long-term spectrum')}</h2>",
                f'<p class="faint">{self.say(*_OCTAVES)}</p>',
                f'<div class="wide"><table><thead><tr><th></th>{heads}</tr></thead>'
                f"<tbody>{rows}</tbody></table></div>",
                self.picture(
                    curves,
                    self.legend(("recording", "voice", "reference", "round_trip")),
                    self.say("스펙트럼 곡선", "spectrum curves"),
                ),
            ]
        )

    def octave_cells(self, figures: Figures) -> str:
        return "".join(f"<td>{signed(one)}</td>" for one in figures.spectrum_db or ())

    # ── recordings ───────────────────────────────────────────────────────────────────────────────

    def recording(self, one: Evaluated) -> str:
        measured = [m for m in MEASURES if m.read(one.singers.voice) is not None]
        columns = ("voice", "reference", "round_trip", "recording")
        return "\n".join(
            [
                f"<h2>{escape(one.name)} <span class='faint'>{one.duration_s:.1f} s</span></h2>",
                self.exhibit(one.exhibit) if one.exhibit else "",
                f"<details><summary>{self.say('이 녹음의 수치', 'the figures of this recording')}</summary>",
                self.table(measured, one.singers, columns, explained=False),
                "</details>",
            ]
        )

    def exhibit(self, shown: Exhibit) -> str:
        players = "".join(self.player(excerpt) for excerpt in shown.excerpts)
        notes = self.say("회색 띠는 적힌 음입니다.", "The grey bands are the written notes.")
        return "\n".join(
            [
                f'<div class="players">{players}</div>',
                self.picture(
                    shown.spectrograms,
                    self.say("위는 녹음, 아래는 ", "Above the recording, below ") + self.who("voice") + ".",
                    self.say("스펙트로그램", "spectrograms"),
                ),
                self.picture(
                    shown.pitch,
                    f"{self.legend(('recording', 'voice'))} · {notes}",
                    self.say("음높이 곡선", "pitch curves"),
                ),
            ]
        )

    def player(self, excerpt: Excerpt) -> str:
        how = ""
        if excerpt.from_score:
            how = self.say(" — 악보대로", " — from the score")
        elif excerpt.who in ("voice", "reference"):
            how = self.say(" — 녹음대로", " — as recorded")
        source = f"data:audio/flac;base64,{b64encode(excerpt.flac).decode()}"
        audio = f'<audio controls preload="none" src="{source}"></audio>'
        return PLAYER.format(who=excerpt.who, words=f"{self.who(excerpt.who)}{how}{audio}")

    # ── how it was made ──────────────────────────────────────────────────────────────────────────

    def made(self) -> str:
        rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in self.card_rows() if value)
        return f"<h2>{self.say('이 목소리', 'This voice')}</h2><dl>{rows}</dl>"

    def card_rows(self) -> list[tuple[str, str]]:
        card = self.evaluation.card
        sound = f"{card.geometry.sample_rate} Hz, n_fft {card.geometry.n_fft}, hop {card.geometry.hop}"
        return [
            (self.say("부른 사람", "singer"), escape(card.singer)),
            (self.say("이용 조건", "licence"), escape(card.licence)),
            (self.say("동의", "consent"), escape(card.consent)),
            (self.say("훈련에 안 쓴 녹음", "held out"), escape(", ".join(card.held_out))),
            (self.say("음역", "range"), f"{pitch_name(card.low_midi)}–{pitch_name(card.high_midi)}"),
            (self.say("소리", "sound"), sound),
            *((f"made.{escape(key)}", escape(str(value))) for key, value in card.made.items()),
            ("model SHA-256", card.model_sha256),
        ]


_AS_SUNG = (
    "녹음한 사람이 부른 때와 음높이 그대로 부르게 하고 녹음과 순간마다 견줍니다. "
    "‘녹음의 왕복’은 녹음을 그림으로 바꾸었다가 소리로 되돌린 것으로, 낼 수 있는 가장 좋은 값입니다.",
    "Made to sing when and at what pitch the person did, and compared moment by moment. The round trip is "
    "the recording turned into a picture and back into sound: the best that this way of singing can do.",
)
_FROM_SCORE = (
    "pychang build처럼 악보만 보고 부릅니다. 때가 다르므로 시간을 맞추어 견줍니다.",
    "Sung from the score alone, as `pychang build` does; time is warped to compare.",
)
_OCTAVES = (
    "녹음보다 센(+), 여린(−) 정도를 dB로. 옥타브마다 ±2.5 안이면 좋습니다.",
    "How much louder (+) or softer (−) than the recording, in dB; within ±2.5 is good.",
)


def octave_names() -> list[str]:
    def short(hz: int) -> str:
        return f"{hz // 1000}k" if hz >= 1000 else f"{hz}"

    return [*(f"{short(a)}–{short(b)} Hz" for a, b in pairwise(OCTAVES_HZ)), f"{short(OCTAVES_HZ[-1])}– Hz"]


def write_page(evaluation: Evaluation, path: Path, language: str, made_on: date) -> None:
    """The page as a file, whole or not at all; OSError."""
    from pychang.whole import write_whole

    write_whole(path, Page(evaluation, language, made_on).whole().encode("utf-8"))
