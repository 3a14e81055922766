import librosa
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.sound.stft import Stft

NOISE = np.random.default_rng(0).standard_normal(30_000).astype(np.float32)


@pytest.mark.parametrize(("n_fft", "hop"), [(800, 200), (1024, 256), (512, 200), (600, 300)])
def test_forward_is_librosas(n_fft, hop):
    ours = Stft(22050, n_fft, hop).forward(NOISE)
    theirs = librosa.stft(NOISE, n_fft=n_fft, hop_length=hop, pad_mode="constant")
    assert ours.dtype == np.complex64
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize(("n_fft", "hop"), [(800, 200), (512, 200), (600, 150)])
def test_inverse_is_librosas(n_fft, hop):
    stft = Stft(22050, n_fft, hop)
    spectrum = np.exp(1j * np.random.default_rng(1).uniform(0, 6, (stft.bins, 50))).astype(np.complex64)
    theirs = librosa.istft(spectrum, n_fft=n_fft, hop_length=hop)
    np.testing.assert_allclose(stft.inverse(spectrum), theirs, atol=1e-4)


@settings(deadline=None, max_examples=30)
@given(samples=st.integers(1000, 9000), n_fft=st.integers(16, 500), parts=st.integers(2, 8))
def test_inverse_undoes_forward(samples, n_fft, parts):
    stft = Stft(22050, 2 * n_fft, max(1, 2 * n_fft // parts))
    y = NOISE[:samples]
    back = stft.inverse(stft.forward(y), samples)
    sure = (stft.frames(samples) - 1) * stft.hop
    np.testing.assert_allclose(back[:sure], y[:sure], atol=1e-4)
    assert len(back) == samples


def test_threads_do_not_change_a_bit():
    stft = Stft(22050, 800, 200)
    assert np.array_equal(stft.forward(NOISE), stft.forward(NOISE, workers=2))


@pytest.mark.parametrize(("n_fft", "hop"), [(801, 200), (800, 401), (800, 0)])
def test_geometry_with_holes_is_refused(n_fft, hop):
    with pytest.raises(ValueError, match="hop"):
        Stft(22050, n_fft, hop)
