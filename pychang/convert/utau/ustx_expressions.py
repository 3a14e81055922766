"""What can be drawn over OpenUtau's notes, as each of its projects lists it (`UExpressionDescriptor`)."""

from __future__ import annotations

from collections.abc import Iterator

_NUMBERS = """
    vel 0 200 100 - velocity
    vol 0 200 100 - volume
    atk 0 200 100 - attack
    dec 0 100 0 - decay
    gen -100 100 0 g gender
    bre 0 100 0 B breath
    lpf 0 100 0 H lowpass
    norm 0 100 86 P normalize
    mod 0 100 0 - modulation
    mod+ 0 100 0 - modulation plus
    alt 0 16 0 - alternate
    shft -36 36 0 - tone shift
"""
_CURVES = """
    dyn -240 120 0 - dynamics (curve)
    pitd -1200 1200 0 - pitch deviation (curve)
    genc -100 100 0 - gender (curve)
    brec -100 100 0 - breathiness (curve)
    shfc -1200 1200 0 - tone shift (curve)
    tenc -100 100 0 - tension (curve)
    voic 0 100 100 - voicing (curve)
"""
_OPTIONS = (
    ("clr", "voice color", ()),
    ("eng", "resampler engine", ('""', "worldline")),
    ("dir", "direct", ('"off"', '"on"')),
)
_SELECTED = ("dyn", "pitd", "clr", "eng", "vel")


def expression_rows() -> Iterator[str]:
    """The lines of a project from `expressions` to what is selected of them."""
    yield "expressions:"
    for kind, rows in (("Curve", _CURVES), ("Numerical", _NUMBERS)):
        for row in rows.strip().splitlines():
            abbreviation, low, high, default, flag, name = row.split(maxsplit=5)
            yield from _head(abbreviation, name, kind, low, high, default, flag != "-")
            yield '    flag: ""' if flag == "-" else f"    flag: {flag}"
    for abbreviation, name, options in _OPTIONS:
        yield from _head(abbreviation, name, "Options", "0", str(len(options) - 1), "0", False)
        yield "    options:" if options else "    options: []"
        yield from (f"    - {option}" for option in options)
    yield "exp_selectors:"
    yield from (f"- {name}" for name in _SELECTED)
    yield from ("exp_primary: 0", "exp_secondary: 1")


def _head(
    abbreviation: str, name: str, kind: str, low: str, high: str, default: str, is_flag: bool
) -> Iterator[str]:
    yield f"  {abbreviation}:"
    yield from (f"    name: {name}", f"    abbr: {abbreviation}", f"    type: {kind}")
    yield from (f"    min: {low}", f"    max: {high}", f"    default_value: {default}")
    yield f"    is_flag: {str(is_flag).lower()}"
