"""What is in a voice's model, looked at before LiteRT sees it: standard arithmetic, in order, of a sane size.

LiteRT checks by itself that a flatbuffer's offsets stay inside of it. It does not mind operations that are
loaded from elsewhere, that loop or keep a state, and some that lack an input crash it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Text
from pychang.voice.error import VoiceError

if TYPE_CHECKING:
    from ai_edge_litert.schema_py_generated import Model, SubGraph

MOST_OPERATIONS = 4096
LARGEST_TENSORS = 2**33  # bytes of all tensors together, none of them reused
OPERATIONS = frozenset(
    """
    ABS ADD ADD_N ARG_MAX ARG_MIN AVERAGE_POOL_2D BATCH_MATMUL BATCH_TO_SPACE_ND BROADCAST_ARGS BROADCAST_TO
    CAST CEIL CONCATENATION CONV_2D COS DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE DIV ELU EQUAL EXP
    EXPAND_DIMS FILL FLOOR FLOOR_DIV FLOOR_MOD FULLY_CONNECTED GATHER GATHER_ND GELU GREATER GREATER_EQUAL
    HARD_SWISH L2_NORMALIZATION LEAKY_RELU LESS LESS_EQUAL LOG LOGICAL_AND LOGICAL_NOT LOGICAL_OR LOGISTIC
    LOG_SOFTMAX MAXIMUM MAX_POOL_2D MEAN MINIMUM MIRROR_PAD MUL NEG NOT_EQUAL PACK PAD PADV2 POW PRELU
    QUANTIZE RANGE RANK REDUCE_MAX REDUCE_MIN REDUCE_PROD RELU RELU6 RELU_N1_TO_1 RESHAPE RESIZE_BILINEAR
    RESIZE_NEAREST_NEIGHBOR REVERSE_V2 ROUND RSQRT SELECT SELECT_V2 SHAPE SIN SLICE SOFTMAX SPACE_TO_BATCH_ND
    SPACE_TO_DEPTH SPLIT SPLIT_V SQRT SQUARE SQUARED_DIFFERENCE SQUEEZE STRIDED_SLICE SUB SUM TANH TILE
    TRANSPOSE TRANSPOSE_CONV UNPACK ZEROS_LIKE
    """.split()  # noqa: SIM905
)
"""What a voice's model may do: nothing custom, nothing of another runtime, no loop, no state, no text."""
_MAY_LACK_LAST = frozenset(
    ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV")
)  # their bias
_BYTES = {"FLOAT32": 4, "FLOAT16": 2, "INT32": 4, "UINT8": 1, "INT64": 8, "BOOL": 1, "INT16": 2, "INT8": 1}

_UNREADABLE = (AttributeError, IndexError, OverflowError, TypeError, ValueError, struct.error)
"""What reading a flatbuffer that is none raises."""


class _Wrong(ValueError):
    """Something in a model that is not as it should be."""


def check_model(path: Path, data: bytes) -> None:
    """VoiceError unless a model is one of standard operations, each on what those before it made."""
    from ai_edge_litert.schema_py_generated import Model

    try:
        if data[4:8] != b"TFL3":
            raise _Wrong("not TFL3")
        model = Model.GetRootAs(data, 0)
        _check_graph(model, _only_graph(model), _operations(model))
    except _UNREADABLE as why:
        raise not_a_model(path, str(why)) from why


def constant_sizes(data: bytes) -> set[int]:
    """How many numbers each of a checked model's constants has, of those of floating point."""
    from ai_edge_litert.schema_py_generated import Model

    model = Model.GetRootAs(data, 0)
    graph = _only_graph(model)
    types = _names("TensorType")
    tensors = (graph.Tensors(i) for i in range(graph.TensorsLength()))
    return {
        prod(map(int, tensor.ShapeAsNumpy()))
        for tensor in tensors
        if types[tensor.Type()].startswith("FLOAT") and _data_length(model, tensor.Buffer())
    }


def not_a_model(path: Path, why: str) -> VoiceError:
    return VoiceError(
        Text(f"목소리의 모델이 아닙니다: {path}: {why}", f"this is not a voice's model: {path}: {why}")
    )


@cache
def _names(kind: str) -> dict[int, str]:
    """The names of an enumeration's values in LiteRT's schema."""
    from ai_edge_litert import schema_py_generated

    return {value: name for name, value in vars(getattr(schema_py_generated, kind)).items() if name.isupper()}


def _operations(model: Model) -> list[str]:
    """The names of a model's kinds of operations."""
    names = _names("BuiltinOperator")
    found = []
    for i in range(_at_most(MOST_OPERATIONS, model.OperatorCodesLength())):
        code = model.OperatorCodes(i)
        name = names.get(max(code.BuiltinCode(), code.DeprecatedBuiltinCode()), "?")
        if name not in OPERATIONS or code.CustomCode():
            raise _Wrong(name)
        found.append(name)
    return found


def _only_graph(model: Model) -> SubGraph:
    if model.SubgraphsLength() != 1:
        raise _Wrong(f"{model.SubgraphsLength()} graphs")
    return model.Subgraphs(0)


def _check_graph(model: Model, graph: SubGraph, operations: list[str]) -> None:
    """Each operation takes what is there already, and makes what is not there yet."""
    there = _constants(model, graph)
    takes = set(_indices(graph.InputsLength(), graph.Inputs))
    _all(takes & there == set() and takes <= set(range(graph.TensorsLength())), "inputs")
    there |= takes
    for i in range(_at_most(MOST_OPERATIONS, graph.OperatorsLength())):
        one = graph.Operators(i)
        name = operations[one.OpcodeIndex()]
        taken = list(_indices(one.InputsLength(), one.Inputs))
        if taken and taken[-1] == -1 and name in _MAY_LACK_LAST:
            taken.pop()
        makes = list(_indices(one.OutputsLength(), one.Outputs))
        _all(bool(taken and makes) and set(taken) <= there, name)
        _all(len(set(makes)) == len(makes) and not set(makes) & there, name)
        _all(set(makes) <= set(range(graph.TensorsLength())), name)
        _all(not one.CustomOptionsLength() and not one.LargeCustomOptionsSize(), name)
        _all(not one.IntermediatesLength() and not one.MutatingVariableInputsLength(), name)
        there |= set(makes)
    _all(set(_indices(graph.OutputsLength(), graph.Outputs)) <= there, "outputs")


def _constants(model: Model, graph: SubGraph) -> set[int]:
    """The tensors whose values are in the file, each as many as its shape says."""
    types, found, whole = _names("TensorType"), set(), 0
    for i in range(_at_most(2 * MOST_OPERATIONS, graph.TensorsLength())):
        tensor = graph.Tensors(i)
        shape = [tensor.Shape(j) for j in range(_at_most(8, tensor.ShapeLength()))]
        size = prod(shape) * _BYTES.get(types.get(tensor.Type(), "?"), 0)
        whole += size
        _all(types.get(tensor.Type()) in _BYTES and min(shape, default=0) >= 0, "tensor")
        _all(whole <= LARGEST_TENSORS and not tensor.IsVariable() and tensor.Sparsity() is None, "tensor")
        if length := _data_length(model, tensor.Buffer()):
            _all(length == size, "tensor")
            found.add(i)
    return found


def _data_length(model: Model, number: int) -> int:
    """Bytes of a buffer; those that lie behind the flatbuffer are not taken."""
    _all(number < model.BuffersLength(), "buffer")
    buffer = model.Buffers(number)
    _all(buffer.Offset() <= 1 and buffer.Size() <= 1, "buffer")
    return buffer.DataLength()


def _indices(length: int, at: object) -> Iterator[int]:
    return (int(at(i)) for i in range(_at_most(MOST_OPERATIONS, length)))


def _at_most(most: int, number: int) -> int:
    _all(number <= most, "size")
    return number


def _all(right: bool, what: str) -> None:
    if not right:
        raise _Wrong(what)
