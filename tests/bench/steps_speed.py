"""How long single steps take, each against its aim: reading, pronouncing, formatting, verifying, completing.

python tests/bench/steps_speed.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from pychang.korean import pronounce, pronounce_text
from pychang.language import decode, format_song, parse
from pychang.score.model import Syllable
from pychang.seal import Seal, flaws
from pychang.sound.files import Tags, write_sound

HUNDRED_LINES = "[가]\n" + "".join(f"| C4:4 D4 E4 F4 | G4:{n} |\n> 가나다라마\n" for n in range(1, 51))
VERSE = "|c4:4  D4:4 E4 F4 |G4:8 A4 B4{ accent } C5 D5:2|\n>노래하자 값이 많은 꽃  {}\n"
FIVE_THOUSAND_LINES = "".join(
    VERSE.replace("{}", "가" * (i % 9)).replace(":2|", f":{i + 1}|") for i in range(2500)
)
WORDS = "나를 버리고 가시는 님은 십 리도 못 가서 발병 난다"  # 20 syllables
RATE = 22_050
Row = tuple[str, float, float]
"""What is done, seconds, and at most how many they should be."""


def main() -> None:
    for what, seconds, aim in (*language_rows(), *korean_rows(), *program_rows()):
        print(f"{what:52}{1000 * seconds:8.1f} ms   <= {1000 * aim:.0f}")


def best(job: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some runs."""
    return min(timeit.repeat(job, number=1, repeat=times))


def language_rows() -> Iterator[Row]:
    hundred, _ = decode("a.chang", HUNDRED_LINES.encode())
    many, _ = decode("a.chang", FIVE_THOUSAND_LINES.encode())
    yield "100 lines parsed", best(lambda: parse(hundred)), 0.1
    yield "5,000 lines formatted", best(lambda: format_song(many), 3), 1.0


def korean_rows() -> Iterator[Row]:
    kept = (
        sys.modules["pychang.korean.text"].pronounce_line,
        sys.modules["pychang.korean.pronounce"].pronounce_phrase,  # the package's own name is the function's
    )

    def afresh() -> None:
        for one in kept:
            one.cache_clear()
        pronounce_text(song)

    song = "".join(f"{WORDS} {chr(0xAC00 + 28 * i)}\n" for i in range(25))
    yield "500 syllables pronounced, nothing kept from before", best(afresh), 0.05
    long = "".join(f"{WORDS} {chr(0xAC00 + i)}\n" for i in range(1000))
    syllables = [Syllable(c, "|" if i % 20 == 0 else "") for i, c in enumerate(long) if "가" <= c <= "힣"]
    pronounce_text(long), pronounce(syllables)
    yield "1,000 lines of text, pronounced once before", best(lambda: pronounce_text(long)), 0.03
    yield "20,000 syllables, pronounced once before", best(lambda: pronounce(syllables)), 0.03


def program_rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path, seal = Path(folder) / "a.wav", Seal("1" * 32, "2" * 32, "3" * 32)
        rng = np.random.default_rng(0)
        minutes = ((0.1 * rng.standard_normal(RATE * 60)).astype(np.float32) for _ in range(4))
        write_sound(path, minutes, RATE, Tags(seal=seal))
        yield "four minutes verified", best(lambda: flaws(path, seal)), 0.3
        (Path(folder) / "나비.chang").write_text("[1절]\n| C4:1 |\n> 가\n", "utf-8")
        words = "pychang\nplay\n나비.chang\n--section\n"
        env = {**os.environ, "_PYCHANG_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "4"}
        command = [sys.executable, "-m", "pychang"]
        answer = lambda: subprocess.run(command, env=env, cwd=folder, check=True, capture_output=True)  # noqa: E731
        yield "sections of a song completed in a shell", best(answer), 0.3


if __name__ == "__main__":
    main()
