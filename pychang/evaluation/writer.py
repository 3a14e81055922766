"""What a card is written with: words in a language, tables and pictures, all of them HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from pychang.diagnostic import Text
from pychang.evaluation import drawing
from pychang.evaluation.measures import Measure
from pychang.evaluation.model import Evaluation, Figures, Singers

WHO = {
    "voice": Text("{voice}", "{voice}"),
    "reference": Text("{reference}", "{reference}"),
    "round_trip": Text("녹음의 왕복", "round trip"),
    "recording": Text("녹음", "recording"),
}


class Writer:
    """Writes about an evaluation in one language."""

    def __init__(self, evaluation: Evaluation, language: str, made_on: date) -> None:
        self.evaluation = evaluation
        self.language = language
        self.made_on = made_on

    def say(self, ko: str, en: str) -> str:
        return escape(Text(ko, en).say(self.language))

    def who(self, who: str) -> str:
        """A singer's name, for people."""
        names = {"voice": self.evaluation.card.name, "reference": self.evaluation.reference.name}
        return escape(WHO[who].say(self.language).format(**names))

    def text(self, text: Text) -> str:
        return escape(text.say(self.language))

    def table(
        self, measures: Sequence[Measure], singers: Singers, columns: Sequence[str], explained: bool
    ) -> str:
        head = "".join(f'<th scope="col">{self.who(who)}</th>' for who in columns)
        aim = self.say("목표", "aim")
        rows = (self.row(measure, singers, columns, explained) for measure in measures)
        return (
            f'<div class="wide"><table><thead><tr><th></th>{head}<th scope="col">{aim}</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def row(self, measure: Measure, singers: Singers, columns: Sequence[str], explained: bool) -> str:
        meaning = f"<small>{self.text(measure.meaning)}</small>" if explained else ""
        cells = "".join(self.cell(measure, getattr(singers, who), who == "voice") for who in columns)
        return f"<tr><td>{self.text(measure.name)}{meaning}</td>{cells}<td>{escape(measure.aim)}</td></tr>"

    def cell(self, measure: Measure, figures: Figures, is_own: bool) -> str:
        grade = measure.grade(figures)
        shown = escape(measure.shown(figures))
        if not is_own or grade is None:
            return f"<td>{shown}</td>"
        return f'<td class="own {grade.value}">{shown}<small>{self.text(grade.text)}</small></td>'

    def picture(self, png: bytes, caption: str, alternative: str) -> str:
        source = f"data:image/png;base64,{b64encode(png).decode()}"
        return (
            f'<figure><div class="wide"><img alt="{alternative}" src="{source}"></div>'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    def legend(self, singers: Iterable[str]) -> str:
        return "".join(
            f'<span class="swatch" style="background:{drawing.COLOURS[who]}"></span>{self.who(who)}'
            for who in singers
        )


def signed(db: float) -> str:
    """`+1.2`, `−1.2`, and `0.0` without a sign."""
    rounded = round(db, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"
