"""Songs with their mistakes written beside the line: `// expect: E203:5 E204:9` (code:column)."""

from __future__ import annotations

import re
from collections import defaultdict

from pychang.diagnostic import Diagnostic
from pychang.language import decode, parse
from pychang.score import arrange

_EXPECT = re.compile(r" *// expect:.*")


def diagnostics(name: str, data: bytes) -> tuple[Diagnostic, ...]:
    """All that the language and the score have to say about a song."""
    source, mistakes = decode(name, data)
    if source is None:
        return mistakes
    song, in_syntax = parse(source)
    return (*mistakes, *in_syntax, *arrange(song)[1])


def with_expectations(text: str) -> str:
    """The song with what is found beside its lines, in place of what was expected."""
    plain = "\n".join(_EXPECT.sub("", line) for line in text.split("\n"))
    found = defaultdict(list)
    for one in diagnostics("song.chang", plain.encode()):
        found[one.span.line].append((one.span.column, one.code))
    lines = plain.split("\n")
    for number, here in found.items():
        codes = " ".join(f"{code}:{column}" for column, code in sorted(here))
        lines[number - 1] += f"  // expect: {codes}"
    return "\n".join(lines)
