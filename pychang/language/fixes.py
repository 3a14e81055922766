"""The changes of text that mend mistakes: what is put in a place, and what is taken out."""

from __future__ import annotations

import unicodedata

from pychang.diagnostic import Edit, Fix, Span, Text
from pychang.language.wording import josa

SHOWN = 30  # characters of the new text in a fix's title


def write(span: Span, text: str) -> Fix:
    """`text` in place of what stands at `span`."""
    shown = text.strip()
    shown = shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
    title = Text(f"‘{shown}’{josa(shown, '으로', '로')} 고치기", f"Write `{shown}`")
    return Fix(title, (Edit(span, text),))


def take_out(span: Span, what: Text) -> Fix:
    """Nothing in place of what stands at `span`; `what` it is, for the title."""
    return Fix(Text(f"{what.ko} 지우기", f"Take out {what.en}"), (Edit(span, ""),))


def with_space_before(span: Span) -> Span:
    """The span, and the spaces on its line that stand before it."""
    text, start = span.source.text, span.start
    while start and text[start - 1] in " \t":
        start -= 1
    return Span(span.source, start, span.end)


def whole_line(span: Span) -> Span:
    """The line of a span with its line end; only the span and the space after it if a remark follows."""
    text = span.source.text
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end + 1
    rest = text[span.end : end]
    if rest.strip():
        return Span(span.source, span.start, span.end + len(rest) - len(rest.lstrip()))
    return Span(span.source, text.rfind("\n", 0, span.start) + 1, end)


def narrow(text: str) -> str:
    """Wide letters, digits and signs as the plain ones; everything else as it is."""
    return "".join(unicodedata.normalize("NFKC", ch) if "！" <= ch <= "～" else ch for ch in text)
