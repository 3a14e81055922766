"""The editor extension fits the compiler: its version, its words, its snippets, the lines it reads."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pychang
from pychang.cli.render import render_short
from pychang.diagnostic import Diagnostic, Severity, Source
from pychang.language import parse
from pychang.score import arrange

EXTENSION = Path(__file__).parents[2] / "grammar" / "vscode"
GATHERED = {"./syntaxes/chang.tmLanguage.json", "./dist/extension.js"}  # made when it is packaged


def read(name: str) -> Any:
    return json.loads((EXTENSION / name).read_text("utf-8"))


PACKAGE = read("package.json")
SNIPPETS = read("snippets/chang.json")


def diagnostics(text: str) -> list[Diagnostic]:
    song, in_syntax = parse(Source("노래.chang", text))
    return [*in_syntax, *arrange(song)[1]]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return [text for one in inside for text in strings(one)]
    return [value] if isinstance(value, str) else []


# ── package.json ─────────────────────────────────────────────────────────────────────────────────


def test_the_version_is_the_compilers() -> None:
    assert PACKAGE["version"] == read("package-lock.json")["version"] == pychang.__version__


def test_the_lock_names_no_registry() -> None:
    lock = read("package-lock.json")
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []


def test_every_text_is_there_in_both_languages() -> None:
    wanted = {text[1:-1] for text in strings(PACKAGE) if re.fullmatch("%.+%", text)}
    english, korean = read("package.nls.json"), read("package.nls.ko.json")
    assert wanted == set(english) == set(korean)
    assert all(re.search("[가-힣]", text) for text in korean.values())
    assert not any(re.search("[가-힣]", text) for text in english.values())


def test_every_file_that_it_names_is_there() -> None:
    named = {text for text in strings(PACKAGE) if text.startswith("./")}
    assert named >= GATHERED
    for name in {*named, PACKAGE["icon"]} - GATHERED:
        assert (EXTENSION / name).is_file(), name


def test_every_command_is_there() -> None:
    sources = "".join(path.read_text("utf-8") for path in (EXTENSION / "src").glob("*.js"))
    registered = set(re.findall(r'registerCommand\("([^"]+)"', sources))
    offered = {command["command"] for command in PACKAGE["contributes"]["commands"]}
    assert registered == {*offered, "chang.singSection"}  # the lens above a section needs its arguments
    in_menus = {one["command"] for menu in PACKAGE["contributes"]["menus"].values() for one in menu}
    assert in_menus <= offered


def test_what_the_editor_knows_of_the_language() -> None:
    configuration = read("language-configuration.json")
    assert configuration["comments"] == {"lineComment": "//"}
    word = re.compile(configuration["wordPattern"])
    line = "| F#4:4{vibrato depth=60} 도4:2 @mf , @< | > 아-리랑, 값이[갑씨]!"
    assert word.findall(line) == (
        ["F#4", "4", "vibrato", "depth", "60", "도4", "2", "@mf", "@<", "아", "리랑", "값이", "갑씨"]
    )


# ── what `pychang check --output-format short` prints ────────────────────────────────────────────


def test_the_problem_matcher_reads_every_line() -> None:
    (pattern,) = PACKAGE["contributes"]["problemPatterns"]
    found = diagnostics("| H4:4 C4 | // 노래: 3:4\n> 가 love\n[빈-곳]\n")
    assert {one.severity for one in found} == {Severity.ERROR, Severity.WARNING}
    for language in ("ko", "en"):
        written = io.StringIO()
        render_short(found, language, written)
        for one, line in zip(found, written.getvalue().splitlines(), strict=True):
            match = re.fullmatch(pattern["regexp"], line)
            assert match and one.span, line
            taken = {
                name: match[pattern[name]]
                for name in ("file", "line", "column", "code", "severity", "message")
            }
            assert taken == {
                "file": "노래.chang",
                "line": str(one.span.line),
                "column": str(one.span.column),
                "code": one.code,
                "severity": one.severity.value[0].upper(),
                "message": one.message.say(language),
            }


def test_the_problem_matcher_reads_a_windows_path() -> None:
    (pattern,) = PACKAGE["contributes"]["problemPatterns"]
    match = re.fullmatch(pattern["regexp"], r"C:\노래\봄 비.chang:12:3: W301 가사가 없습니다.")
    assert match and match.group(1, 2, 3, 4, 5) == (r"C:\노래\봄 비.chang", "12", "3", "W301", "W")


# ── snippets ─────────────────────────────────────────────────────────────────────────────────────

CONTEXTS = {
    r"[\[|]|title:": "{}",
    r"@": "| {}G4:4 |\n> 노래하자",
    r"[a-z]+:": "{}\n[1절]\n| C4:4 |\n> 가\n[후렴]\n| C4:4 |\n> 가",
    r"[a-z]+": "| C4:4 D4:4{{}} E4:2 |\n> 가나다",
    r"[가-힣]": "| C4:4 D4 |\n> {}",
}
"""What a snippet is written into, by how it starts: nothing, bars, a song, a note's braces, lyrics."""


def filled(snippet: dict[str, Any]) -> str:
    """The body with its placeholders as they first stand there: their default, or the first choice."""
    body = snippet["body"] if isinstance(snippet["body"], str) else "\n".join(snippet["body"])
    body = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", body)
    body = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", body)
    body = re.sub(r"\$\d+", "", body)
    assert "$" not in body
    return body


def in_context(body: str) -> str:
    context = next(context for start, context in CONTEXTS.items() if re.match(start, body))
    return context.replace("{}", body)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_a_piece_of_a_song(name: str) -> None:
    text = in_context(filled(SNIPPETS[name]))
    codes = {one.code for one in diagnostics(text)}
    assert codes <= {"W301"}, text  # bars may come without lyrics


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_choice_of_a_snippet_can_be_made(name: str) -> None:
    body = SNIPPETS[name]["body"]
    written = body if isinstance(body, str) else "\n".join(body)
    for place, choices in re.findall(r"(\$\{\d+\|([^|]*)\|\})", written):
        for choice in choices.split(","):
            text = in_context(filled({"body": written.replace(place, choice)}))
            codes = {one.code for one in diagnostics(text)}
            assert codes <= {"E211", "E212", "W301"}, text  # another meter wants other bars


def test_snippets_are_found_by_a_korean_and_an_english_word() -> None:
    prefixes = [prefix for one in SNIPPETS.values() for prefix in one["prefix"]]
    assert len(prefixes) == len(set(prefixes))
    for one in SNIPPETS.values():
        assert [bool(re.search("[가-힣]", prefix)) for prefix in one["prefix"]] == [False, True]
        assert re.fullmatch("[^·]*[가-힣][^·]* · [^·가-힣]+", one["description"])


# ── the extension's own tests ────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(
    os.environ.get("PYCHANG_NODE_TESTS") != "1", reason="needs PYCHANG_NODE_TESTS=1 and Node 20"
)
def test_in_node() -> None:
    """Types, scopes in vscode-textmate, the client with a server, and the package."""
    npm = shutil.which("npm")
    assert npm, "PYCHANG_NODE_TESTS=1, but there is no npm"
    env = {"PYCHANG": str(Path(sys.executable).with_name("pychang")), **os.environ}
    for arguments in (["ci"], ["test"], ["run", "package"]):
        done = subprocess.run(
            [npm, *arguments], cwd=EXTENSION, env=env, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (EXTENSION / f"pychang-{pychang.__version__}.vsix").stat().st_size < 200_000
