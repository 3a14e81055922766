"""What is painted of a take depends on the take alone, wherever it lies in the generator's windows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from pychang.image import Conditioning, draw_conditioning
from pychang.voice import Voice, load_voice
from pychang.voice.files import SHIPPED
from pychang.voice.sing import Take, rests, tape

SONG = """tempo: 100
[가]
| A4:4 B4 , G4 r | C5:1 | ~ | r:1 | D4:4 E4{scoop} G4:2 |
> 꽃잎이 지는 밤에
"""


@pytest.fixture(scope="module")
def voice() -> Voice:
    return load_voice(SHIPPED / "sora")


@pytest.fixture
def sung(performed, voice: Voice) -> Conditioning:
    song = performed(SONG)
    return draw_conditioning(song.performance, voice.card.geometry)


def painted(voice: Voice, takes: Iterable[Take]) -> list[np.ndarray]:
    """The whole picture of each take."""
    pictures: dict[int, list[np.ndarray]] = {}
    for number, picture in voice.sing(takes):
        pictures.setdefault(number, []).append(picture)
    assert list(pictures) == sorted(pictures)
    return [np.concatenate(pieces) for pieces in pictures.values()]


def test_a_take_is_painted_to_the_same_bits_in_any_company(voice: Voice, sung: Conditioning) -> None:
    takes = [Take(sung, a, b) for a, b in ((30, 130), (300, 480), (900, 903), (120, 700))]
    alone = [painted(voice, [take])[0] for take in takes]
    assert [len(picture) for picture in alone] == [100, 180, 3, 580]
    for order in ((0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 1, 1, 2)):
        for picture, i in zip(painted(voice, [takes[i] for i in order]), order, strict=True):
            assert np.array_equal(picture, alone[i])


def test_a_whole_is_the_sum_of_its_parts(voice: Voice, sung: Conditioning) -> None:
    whole = voice.sing_whole(sung)
    parts = painted(voice, [Take(sung, a, a + 97) for a in range(0, len(sung) - 97, 97)])
    assert np.array_equal(np.concatenate(parts), whole[: 97 * len(parts)])


def test_rests_are_silent_and_nothing_else_is(voice: Voice, sung: Conditioning) -> None:
    quiet = rests(sung)
    assert 0.1 < quiet.mean() < 0.9
    whole = voice.sing_whole(sung)
    assert (whole[quiet] == -1).all() and (whole[~quiet] > -1).any(axis=1).mean() > 0.9


def test_windows_are_full_and_every_wanted_frame_is_in_one(sung: Conditioning) -> None:
    takes = [Take(sung, 10 * i, 10 * i + 30 + i) for i in range(60)]
    windows = list(tape(takes, width=256, reach=21))
    lengths = np.zeros(len(takes), int)
    for window in windows:
        assert len(window.conditioning) == 256
        for piece in window.pieces:
            assert 21 <= piece.rows.start < piece.rows.stop <= 256 - 21
            assert len(piece.quiet) == piece.rows.stop - piece.rows.start
            lengths[piece.number] += len(piece.quiet)
    assert lengths.tolist() == [30 + i for i in range(60)]
    assert len(windows) == -(-(sum(lengths) + 42 * len(takes) - 42) // (256 - 42))


def test_the_windows_are_made_as_the_takes_come(voice: Voice, sung: Conditioning) -> None:
    asked: list[int] = []

    def takes() -> Iterable[Take]:
        for i in range(20):
            asked.append(i)
            yield Take(sung, 100, 200)

    next(voice.sing(takes()))
    assert len(asked) < 4
