import pytest
from sung_vowels import Sung, sing


@pytest.fixture(scope="session")
def song() -> Sung:
    return sing((55, 60, 64, 67, 72, 76))


@pytest.fixture(scope="session")
def note() -> Sung:
    return sing((57,), vibrato_cents=0)
