"""Figures of several recordings as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from pychang.evaluation.model import Figures, Powers, Singers

SUMMED = ("peeps", "held_frames")
SQUARED = ("f0_rmse_cents",)


def pool_singers(singers: Sequence[Singers], weights: Sequence[float]) -> Singers:
    """All singers' figures over several recordings, which weigh as they are long."""
    return Singers(
        **{
            field.name: pool([getattr(one, field.name) for one in singers], weights)
            for field in fields(Singers)
        }
    )


def pool(figures: Sequence[Figures], weights: Sequence[float]) -> Figures:
    """Weighted means, root mean squares of what is one, sums of counts; None where nothing was measured."""
    return Figures(
        **{
            field.name: _pooled(field.name, [getattr(one, field.name) for one in figures], weights)
            for field in fields(Figures)
        }
    )


def pool_powers(powers: Sequence[Powers], weights: Sequence[float]) -> Powers:
    return Powers(
        **{
            field.name: np.average([getattr(one, field.name) for one in powers], axis=0, weights=weights)
            for field in fields(Powers)
        }
    )


def _pooled(name: str, values: Sequence, weights: Sequence[float]) -> float | int | tuple[float, ...] | None:
    known = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    if not known:
        return None
    if name in SUMMED:
        return sum(value for value, _ in known)
    found, weight = zip(*known, strict=True)
    if name in SQUARED:
        return float(np.sqrt(np.average(np.square(found), weights=weight)))
    mean = np.average(found, axis=0, weights=weight)
    return tuple(float(one) for one in mean) if mean.ndim else float(mean)
