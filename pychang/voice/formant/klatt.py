"""Parameter tracks -> sound, by Klatt synthesis in Praat's KlattGrid (Weenink 2009; Klatt 1980)."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SYNTHESIS_HZ = (
    22050  # ten resonators up to its Nyquist: the sampled tract then needs no higher-pole correction
)


@dataclass(frozen=True)
class KlattTracks:
    """Every control of the synthesiser, sampled every `hop_s`; frequencies in Hz, amplitudes in dB SPL.

    Shapes: (frames,) or (resonators, frames).
    """

    hop_s: float
    f0_hz: np.ndarray
    voicing_db: np.ndarray
    open_phase: np.ndarray
    tilt_db: np.ndarray
    aspiration_db: np.ndarray
    breathiness_db: np.ndarray
    formant_hz: np.ndarray
    bandwidth_hz: np.ndarray
    nasal_pole_hz: np.ndarray
    nasal_pole_width_hz: np.ndarray
    nasal_zero_hz: np.ndarray
    nasal_zero_width_hz: np.ndarray


def synthesise(tracks: KlattTracks, sample_rate: int, seed: int) -> np.ndarray:
    """Sound of the tracks at `sample_rate`, float32 (samples,), the same for the same `seed`.

    Needs praat-parselmouth.
    """
    import parselmouth
    from parselmouth.praat import call

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracks.KlattGrid"
        path.write_text(_grid_text(tracks), encoding="utf-8")
        grid = parselmouth.Data.read(str(path))
    parselmouth.praat.run(f"random_initializeWithSeedUnsafelyButPredictably({seed})")  # Praat's noise
    resonators = [1, len(tracks.formant_hz)]
    nasal = [1, len(tracks.nasal_pole_hz), 1, len(tracks.nasal_zero_hz)]
    # All switches of the command: its plain form scales the peak, which would undo every level.
    unscaled = [0, 0, SYNTHESIS_HZ, "no"]
    source = ["yes", "no", "no", "yes", "yes", "Powers in tiers", "yes", "yes", "yes"]
    off = [1, 0]
    sound = call(
        grid, "To Sound (special)", *unscaled, *source, "Cascade", *resonators, *nasal, *off * 5, "no"
    )
    samples = sound.values[0]
    if sound.sampling_frequency != sample_rate:
        from scipy.signal import resample_poly

        factor = np.gcd(int(sound.sampling_frequency), sample_rate)
        samples = resample_poly(samples, sample_rate // factor, int(sound.sampling_frequency) // factor)
    return samples.astype(np.float32)


def _grid_text(t: KlattTracks) -> str:
    """The tracks in Praat's text format for a KlattGrid."""
    end = t.hop_s * (len(t.f0_hz) - 1)
    head = f"xmin = 0\nxmax = {end:.6f}\n"

    def tier(values: np.ndarray | float | None) -> str:
        return head + _points(values, t.hop_s)

    def bank(rows: list | np.ndarray) -> str:
        return f"size = {len(rows)}\n" + "".join(
            f"formants [{i + 1}]:\n{tier(r)}" for i, r in enumerate(rows)
        )

    def grid(name: str, hz: list | np.ndarray, width: list | np.ndarray) -> str:
        return f"{name}? <exists>\n{head}formants: {bank(hz)}bandwidths: {bank(width)}"

    none: list = []
    source = [
        ("pitch", t.f0_hz),
        ("flutter", 0.0),
        ("voicingAmplitude", t.voicing_db),
        ("doublePulsing", None),
        ("openPhase", t.open_phase),
        ("collisionPhase", 0.005),
        ("power1", 3.0),
        ("power2", 4.0),
        ("spectralTilt", t.tilt_db),
        ("aspirationAmplitude", t.aspiration_db),
        ("breathinessAmplitude", t.breathiness_db),
    ]
    nasal = grid("nasal_formants", t.nasal_pole_hz, t.nasal_pole_width_hz)
    zeros = grid("nasal_antiformants", t.nasal_zero_hz, t.nasal_zero_width_hz)
    parts = [
        f'File type = "ooTextFile"\nObject class = "KlattGrid"\n\n{head}',
        f"phonation? <exists>\n{head}" + "".join(f"{name}? <exists>\n{tier(v)}" for name, v in source),
        f"vocalTract? <exists>\n{head}" + grid("oral_formants", t.formant_hz, t.bandwidth_hz) + nasal + zeros,
        f"oral_formants_amplitudes: {bank([None] * len(t.formant_hz))}",
        f"nasal_formants_amplitudes: {bank([None] * len(t.nasal_pole_hz))}",
        f"coupling? <exists>\n{head}"
        + grid("tracheal_formants", none, none)
        + grid("tracheal_antiformants", none, none),
        f"tracheal_formants_amplitudes: {bank(none)}" + grid("delta_formants", none, none),
        f"frication? <exists>\n{head}fricationAmplitude? <exists>\n{tier(None)}"
        + grid("frication_formants", none, none),
        f"frication_formants_amplitudes: {bank(none)}",
        f"bypass? <exists>\n{tier(None)}gain? <exists>\n{tier(None)}",
    ]
    return "".join(parts)


def _points(values: np.ndarray | float | None, hop_s: float) -> str:
    """A tier's points: none, one, or as many as the broken line needs."""
    if values is None:
        return "points: size = 0\n"
    values = np.atleast_1d(np.asarray(values, dtype=float))
    kept = _bends(values)
    rows = [
        f"points [{n}]:\nnumber = {i * hop_s:.6g}\nvalue = {values[i]:.6g}\n" for n, i in enumerate(kept, 1)
    ]
    return f"points: size = {len(kept)}\n" + "".join(rows)


def _bends(values: np.ndarray) -> np.ndarray:
    """Indices at which a track changes its slope: between them Praat draws the straight line itself."""
    if len(values) < 3:
        return np.arange(len(values))
    tolerance = 1e-6 * max(1.0, float(np.abs(values).max()))
    bend = np.abs(np.diff(values, 2)) > tolerance
    return np.concatenate([[0], np.flatnonzero(bend) + 1, [len(values) - 1]])
