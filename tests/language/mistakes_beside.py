"""Songs with their mistakes written beside the line: `// expect: E203:5 E204:9` (code:column)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from pychang.diagnostic import Diagnostic
from pychang.language import decode, parse, take_included
from pychang.language.silence import silenced
from pychang.score import arrange

MISTAKES = Path(__file__).with_name("mistakes")
_EXPECT = re.compile(r" *// expect:.*")


def diagnostics(name: str, data: bytes) -> tuple[Diagnostic, ...]:
    """All that the language and the score have to say about a song that stands in `mistakes/`."""
    source, mistakes = decode(name, data)
    if source is None:
        return mistakes
    written, in_syntax = parse(source)
    song, in_included = take_included(written, lambda path: (MISTAKES / path).read_bytes())
    found = (*mistakes, *in_syntax, *in_included, *arrange(song)[1])
    return silenced(found, song.remarks, source)


def with_expectations(text: str, name: str = "song.chang") -> str:
    """The song with what is found beside its lines, in place of what was expected."""
    plain = "\n".join(_EXPECT.sub("", line) for line in text.split("\n"))
    found = defaultdict(list)
    for one in diagnostics(name, plain.encode()):
        if one.span.source.name != name:
            continue  # in a file that it includes
        found[one.span.line].append((one.span.column, one.code))
    lines = plain.split("\n")
    for number, here in found.items():
        codes = " ".join(f"{code}:{column}" for column, code in sorted(here))
        lines[number - 1] += f"  // expect: {codes}"
    return "\n".join(lines)
