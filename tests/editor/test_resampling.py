"""The page's resampling, where Node and the page's tools are: what Python's does, whole or block by block."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soxr

WEB = Path(__file__).parents[2] / "pychang" / "editor" / "web"
ESBUILD = WEB / "node_modules" / ".bin" / "esbuild"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not ESBUILD.exists(), reason="the page's tools are not installed"
)

SCRIPT = """
import { readFileSync, writeFileSync } from "node:fs";
import { Resampler, resampled } from "./src/sound/resample";
const [sound, folder, from, to] = process.argv.slice(2);
const samples = new Float32Array(new Uint8Array(readFileSync(sound)).buffer);
writeFileSync(`${folder}/whole`, new Uint8Array(resampled(samples, +from, +to).buffer));
const stream = new Resampler(+from, +to);
const blocks = [];
for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7) % 3001)
  blocks.push(...stream.push(samples.subarray(at, at + size)));
writeFileSync(`${folder}/blocks`, new Uint8Array(Float32Array.from([...blocks, ...stream.flush()]).buffer));
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("resampling") / "resample.mjs"
    command = [str(ESBUILD), "--bundle", "--platform=node", "--format=esm", f"--outfile={made}"]
    subprocess.run([*command, "--log-level=error"], input=SCRIPT, text=True, check=True, cwd=WEB)
    return made


def heard(noise: np.ndarray, rate: int, up_to_hz: float) -> np.ndarray:
    """Without what lies where filters end, each in its own way; it comes and goes softly."""
    spectrum = np.fft.rfft(noise * np.hanning(len(noise)))
    spectrum[np.fft.rfftfreq(len(noise), 1 / rate) > up_to_hz] = 0
    return np.fft.irfft(spectrum, len(noise)).astype(np.float32) * np.float32(0.2)


@pytest.mark.parametrize(
    ("rate", "to"), [(22_050, 44_100), (22_050, 48_000), (44_100, 48_000), (48_000, 22_050)]
)
def test_a_device_of_another_rate_hears_what_python_resamples(
    program: Path, tmp_path: Path, rate: int, to: int
) -> None:
    noise = heard(np.random.default_rng(1).standard_normal(rate // 2), rate, 0.38 * min(rate, to))
    (tmp_path / "sound").write_bytes(noise.tobytes())
    subprocess.run(["node", program, tmp_path / "sound", tmp_path, str(rate), str(to)], check=True)
    whole, blocks = (np.fromfile(tmp_path / name, np.float32) for name in ("whole", "blocks"))
    wanted = soxr.resample(noise, rate, to)
    assert len(whole) == len(wanted) and np.array_equal(whole, blocks)
    away_db = 20 * np.log10(np.linalg.norm(whole - wanted) / np.linalg.norm(wanted))
    assert away_db < -90
