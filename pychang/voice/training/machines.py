"""What a run computes on: one processor, GPUs, or several machines that train together.

Several machines are told of one another by the environment variable TF_CONFIG, as TensorFlow has it; the same
command then runs on each of them (see `pychang/voice/training/MACHINES.md`).
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING

from pychang.diagnostic import Text, Unusable

if TYPE_CHECKING:
    import tensorflow as tf

BFLOAT16_FROM = (8, 0)  # compute capability: from there on GPUs compute in bfloat16


def workers() -> int:
    """How many machines train together, 1 without TF_CONFIG."""
    cluster = json.loads(os.environ.get("TF_CONFIG", "{}")).get("cluster", {})
    return max(1, sum(len(cluster.get(kind, ())) for kind in ("chief", "worker")))


def is_chief() -> bool:
    """Whether this machine is the one that writes the voice: the chief, or worker 0 where there is none."""
    told = json.loads(os.environ.get("TF_CONFIG", "{}"))
    task = told.get("task", {})
    writes = "chief" if told.get("cluster", {}).get("chief") else "worker"
    return task.get("type", writes) == writes and int(task.get("index", 0)) == 0


@cache
def strategy() -> tf.distribute.Strategy:
    """How replicas keep their weights alike: over machines, over the GPUs of one, or there is only one.

    First asked for before anything is computed: connections between machines are made then or never.
    """
    import tensorflow as tf

    if workers() > 1:
        return tf.distribute.MultiWorkerMirroredStrategy()
    if len(tf.config.list_physical_devices("GPU")) > 1:
        return tf.distribute.MirroredStrategy()
    return tf.distribute.get_strategy()


def agreed(machines: tf.distribute.Strategy, *values: float) -> list[float]:
    """The mean of values over all machines, the same on each: what they decide by, they decide together."""
    import tensorflow as tf

    if workers() == 1:
        return list(values)
    each = machines.experimental_distribute_values_from_function(lambda _: tf.constant(values, tf.float32))
    return [float(x) for x in machines.reduce(tf.distribute.ReduceOp.MEAN, each, axis=None)]


def check_together(machines: tf.distribute.Strategy, step: int) -> None:
    """Unusable on all machines, unless all go on from the same step."""
    mean, square = agreed(machines, step, step**2)
    if abs(square - mean**2) > 0.5:
        raise Unusable(
            Text(
                f"기계마다 이어 갈 단계가 다릅니다(여기는 {step}). 어느 한 곳의 run 폴더가 뒤처졌습니다. "
                "checkpoints 폴더를 앞선 곳에서 복사하거나, 모두 --again으로 처음부터 하세요.",
                f"the machines would go on from different steps (here {step}): one run's folder is behind. "
                "Copy the folder `checkpoints` from one that is ahead, or begin afresh with --again on all.",
            )
        )


def precision() -> str:
    """Keras' name of what layers compute in: half precision on GPUs that have bfloat16.

    bfloat16 reaches as far as float32, so that losses need not be scaled.
    """
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    new = [d.get("compute_capability", (0, 0)) >= BFLOAT16_FROM for d in details]
    return "mixed_bfloat16" if new and all(new) else "float32"
