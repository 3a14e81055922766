"""Recordings made by the formant singer, sung once."""

from __future__ import annotations

import pytest
from known_song import OTHER_SONG, SONG, SungSong, sing


@pytest.fixture(scope="session")
def song(tmp_path_factory: pytest.TempPathFactory) -> SungSong:
    pytest.importorskip("parselmouth")
    return sing(SONG, tmp_path_factory.mktemp("song"))


@pytest.fixture(scope="session")
def other_song(tmp_path_factory: pytest.TempPathFactory) -> SungSong:
    pytest.importorskip("parselmouth")
    return sing(OTHER_SONG, tmp_path_factory.mktemp("other"))
