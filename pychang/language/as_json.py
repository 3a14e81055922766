"""Syntax as plain values, for `json.dump`: what the parser saw."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from pychang.diagnostic import Source, Span


def as_json(value: Any) -> Any:
    """Records as objects with their `type`, spans as lines and columns from 1 (the end excluded)."""
    if isinstance(value, Span):
        (line, column), (end_line, end_column) = map(value.source.line_column, (value.start, value.end))
        return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
    if isinstance(value, Source):
        return value.name
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if is_dataclass(value):
        inside = {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **inside}
    return value
