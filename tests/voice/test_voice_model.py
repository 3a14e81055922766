"""Models that are no voice's, and damaged ones: each refused, in another process if it crashes."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from refused import why_not

from pychang.compile import compile_song
from pychang.voice import VoiceError, load_voice
from pychang.voice.package import install, trial
from pychang.voice.package.model import check_model
from pychang.world import World


def changed(model: bytes, change: Callable[[schema.ModelT], None]) -> bytes:
    """A model with something else in it, as a sound flatbuffer."""
    import flatbuffers

    whole = schema.ModelT.InitFromObj(schema.Model.GetRootAs(model, 0))
    change(whole)
    builder = flatbuffers.Builder(len(model))
    builder.Finish(whole.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def custom(model: schema.ModelT) -> None:
    code = model.operatorCodes[1]
    code.builtinCode, code.deprecatedBuiltinCode, code.customCode = 32, 32, "FlexReadFile"


def named_custom(model: schema.ModelT) -> None:
    model.operatorCodes[1].customCode = "FlexReadFile"


def delegated(model: schema.ModelT) -> None:
    model.operatorCodes[1].builtinCode = schema.BuiltinOperator.DELEGATE


def looped(model: schema.ModelT) -> None:
    model.operatorCodes[1].builtinCode = schema.BuiltinOperator.WHILE


def without_input(model: schema.ModelT) -> None:
    operation = model.subgraphs[0].operators[5]
    operation.inputs = np.full_like(operation.inputs, -1)


def from_the_future(model: schema.ModelT) -> None:
    operations = model.subgraphs[0].operators
    operations[-1], operations[40] = operations[40], operations[-1]


def over_a_constant(model: schema.ModelT) -> None:
    operations = model.subgraphs[0].operators
    operations[9].outputs = operations[0].inputs


def no_such_buffer(model: schema.ModelT) -> None:
    model.subgraphs[0].tensors[3].buffer = 99999


def behind_the_end(model: schema.ModelT) -> None:
    buffer = model.buffers[model.subgraphs[0].operators[0].inputs[0]]
    buffer.offset, buffer.size, buffer.data = 2**20, 2**20, None
    for tensor in model.subgraphs[0].tensors:
        tensor.buffer = model.buffers.index(buffer)


def enormous(model: schema.ModelT) -> None:
    tensor = model.subgraphs[0].tensors[model.subgraphs[0].outputs[0]]
    tensor.shape = np.array([2**20, 2**20], np.int32)


def two_graphs(model: schema.ModelT) -> None:
    model.subgraphs.append(model.subgraphs[0])


@pytest.mark.parametrize(
    "change",
    [
        custom,
        named_custom,
        delegated,
        looped,
        without_input,
        from_the_future,
        over_a_constant,
        no_such_buffer,
        behind_the_end,
        enormous,
        two_graphs,
    ],
    ids=lambda change: change.__name__,
)
def test_a_model_that_is_more_or_less_than_arithmetic(mine: Path, with_model, untried, change) -> None:
    model = (mine / "model.tflite").read_bytes()
    check_model(mine, changed(model, lambda model: None))
    with_model(changed(model, change))
    assert "not a voice's model" in why_not(mine) and not untried
    why_not(mine, load_voice)


def not_a_number(model: schema.ModelT) -> None:
    """Every weight of its last layer."""
    graph = model.subgraphs[0]
    for tensor in graph.tensors:
        data = model.buffers[tensor.buffer].data
        if tensor.type == schema.TensorType.FLOAT16 and data is not None:
            model.buffers[tensor.buffer].data = np.full(len(data), 0xFF, np.uint8)


def test_a_model_that_paints_no_numbers(mine: Path, with_model) -> None:
    with_model(changed((mine / "model.tflite").read_bytes(), not_a_number))
    assert "수로 된 그림을" in why_not(mine)
    song, sound = mine.parent / "song.chang", mine.parent / "song.wav"
    song.write_text("voice: mine\n| A4:1 |\n> 꽃\n", "utf-8")
    assert "수로 된 그림을" in why_not(song, lambda song: compile_song(song, sound, World()))
    assert sorted(os.listdir(mine.parent)) == ["mine", "song.chang"]


def whole_numbers(model: schema.ModelT) -> None:
    """Its first input is of another type."""
    graph = model.subgraphs[0]
    graph.tensors[graph.inputs[0]].type = schema.TensorType.INT32


def another_output(model: schema.ModelT) -> None:
    """What it paints has another shape than it says."""
    graph = model.subgraphs[0]
    graph.outputs = graph.operators[0].outputs


@pytest.mark.parametrize("change", [whole_numbers, another_output])
def test_a_model_of_other_pictures(mine: Path, with_model, change) -> None:
    with_model(changed((mine / "model.tflite").read_bytes(), change))
    assert "not a voice's model" in why_not(mine)
    assert "not a voice's model" in why_not(mine, load_voice)


def test_a_model_that_crashes_or_hangs(mine: Path, monkeypatch, voices_of_its_own: Path) -> None:
    """In the other process; this one goes on."""
    with monkeypatch.context() as crash:
        crash.setattr(trial, "_RUN", "import os; os.abort()")
        assert "dies before" in why_not(mine, install.install)
    with monkeypatch.context() as hang:
        hang.setattr(trial, "_RUN", "import time; time.sleep(60)")
        hang.setattr(trial, "LONGEST_S", 0.2)
        assert "> 0.2 s" in why_not(mine, install.install)
    assert not voices_of_its_own.exists()


def test_any_damage_to_a_model_is_told(mine: Path) -> None:
    """Whatever is in the flatbuffer, looking through it ends, and raises nothing else."""
    good, dice = (mine / "model.tflite").read_bytes(), random.Random(7)
    refused = 0
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(dice.choice((1, 4, 30))):
            at = dice.choice((dice.randrange(40000), len(bad) - 1 - dice.randrange(60000)))
            bad[at] = dice.choice((0, 255, 127, 128, dice.randrange(256)))
        if dice.random() < 0.2:
            del bad[dice.randrange(len(bad)) :]
        try:
            check_model(mine, bytes(bad))
        except VoiceError:
            refused += 1
    assert refused > 30
