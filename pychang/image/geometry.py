"""How large a voice's pictures are and what their scales mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Geometry:
    """The picture's geometry; it belongs to the voice (its `voice.toml`).

    A picture has `frames` columns, one every `hop` samples, and `bins` rows: the bins of the STFT without
    the one at 0 Hz. Natural logarithms of magnitude from `log_floor` to `log_ceiling` become -1 to 1.
    """

    sample_rate: int
    n_fft: int
    hop: int
    frames: int
    log_floor: float
    log_ceiling: float

    @property
    def bins(self) -> int:
        return self.n_fft // 2

    @property
    def bin_hz(self) -> float:
        return self.sample_rate / self.n_fft

    @property
    def frame_s(self) -> float:
        return self.hop / self.sample_rate
