"""Note lengths as they are typed."""

from __future__ import annotations

from fractions import Fraction


def length_text(length: Fraction) -> str:
    """Whole notes as one sign with two dots at most, else as a fraction: `4`, `8.`, `2..`, `5/16`."""
    for dots, above in enumerate((1, 3, 7)):
        if length.numerator == above and length.denominator % 2**dots == 0:
            return f"{length.denominator // 2**dots}{'.' * dots}"
    return str(length) if length.denominator > 1 else f"{length}/1"
