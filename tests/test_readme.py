"""What the README shows is so."""

from __future__ import annotations

import re
from pathlib import Path

from pychang.cli.main import COMMANDS
from pychang.language import decode, parse
from pychang.score import arrange

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_its_songs_have_no_mistakes() -> None:
    songs = re.findall(r"```chang\n(.*?)```", README, re.DOTALL)
    assert songs
    for text in songs:
        source, mistakes = decode("README.md", text.encode())
        song, in_syntax = parse(source)
        _, in_score = arrange(song)
        assert not (*mistakes, *in_syntax, *in_score)


def test_it_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"pychang ([a-z]+)", README))
    assert named == set(COMMANDS)
