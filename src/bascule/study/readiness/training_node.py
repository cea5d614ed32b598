"""Whether a machine can train a model: memory, interconnect, host, by arithmetic.

Sources: 16 bytes per parameter for mixed-precision Adam (2 weights, 2 gradients, 4 + 4 + 4 master copy and two moments) and 1.5
times the traffic when all of it is sharded, Rajbhandari and others, "ZeRO", SC 2020; a ring all-reduce moves 2 (n - 1) / n of
the buffer through every link, Patarasuk and Yuan, J. Parallel Distrib. Comput. 69 (2009); 6 operations per parameter and token,
Kaplan and others, arXiv 2001.08361.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

from bascule.study.readiness.answer import Answer
from bascule.study.readiness.rig import Rig

STATE_BYTES_PER_PARAMETER: Final = 16.0
GRADIENT_BYTES_PER_PARAMETER: Final = 2.0
CHECKPOINT_BYTES_PER_PARAMETER: Final = 12.0
FLOP_PER_PARAMETER_TOKEN: Final = 6.0
SHARDED_TRAFFIC: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTask:
    """A model to train, and what counts as able to.

    Attributes:
        name: Such as ``7B``.
        parameters: Number of them.
        tokens_per_gpu_step: Tokens that each GPU works on between two all-reduces.
        utilisation_frac: Share of a GPU's peak that training reaches while it computes.
        most_waiting_frac: Largest share of a step that may go into the exchange of gradients.
    """

    name: str
    parameters: float
    tokens_per_gpu_step: float
    utilisation_frac: float
    most_waiting_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCheck:
    """What a machine has against what a task needs, times in seconds, memory in 1e9 bytes.

    Attributes:
        rig: The machine.
        task: The model.
        state_gb: Weights, gradients and optimiser.
        rig_memory_gb: Of all its GPUs.
        fits_one_gpu: Whether plain data parallelism is possible at all; else the state is sharded.
        memory: Whether the state fits the machine's GPUs together, activations not counted.
        machines: Such machines that the state alone takes.
        compute_s: Computing of one step.
        inside_s: Exchange of gradients, and of sharded state, between the GPUs of a machine, one step.
        between_s: The same between those machines over the network; zero for one machine, None without a network.
        waiting_frac: Share of a step spent on the exchange, nothing overlapped; None where it is not known.
        interconnect: Whether that share is small enough.
        host_needed_gb: A machine's part of the master copy and optimiser state, which a checkpoint passes through the host.
        host: Whether the host holds it.
        checkpoint_s: That part over the network; None without one.
        training_node: Met where interconnect and host are, lacking where one is lacking, else unknown. Memory alone does not
            decide: more machines bring more, and the exchange between them then counts.
    """

    rig: Rig
    task: TrainingTask
    state_gb: float
    rig_memory_gb: float
    fits_one_gpu: bool
    memory: Answer
    machines: int
    compute_s: float
    inside_s: float
    between_s: float | None
    waiting_frac: float | None
    interconnect: Answer
    host_needed_gb: float
    host: Answer
    checkpoint_s: float | None
    training_node: Answer


def training_state_gb(parameters: float) -> float:
    """Memory of a model in training, activations not counted.

    >>> training_state_gb(7e9), training_state_gb(70e9)
    (112.0, 1120.0)
    """
    return parameters * STATE_BYTES_PER_PARAMETER / 1e9


def all_reduce_s(size_gb: float, members: int, gb_s: float) -> float:
    """Ring all-reduce of a buffer over equal links, latency left out.

    >>> all_reduce_s(14.0, 8, 450.0)
    0.05444444444444444
    """
    return 2 * (members - 1) / members * size_gb / gb_s


def check_node(rig: Rig, task: TrainingTask) -> NodeCheck:
    """Lay a machine beside a task."""
    state_gb = training_state_gb(task.parameters)
    machines = ceil(state_gb / rig.memory_gb)
    compute_s, inside_s = _compute_s(rig, task), _exchange_s(rig, task, rig.gpus, rig.link_gb_s)
    between_s = 0.0 if machines == 1 else _between_s(rig, task, machines)
    waiting = None if between_s is None else (inside_s + between_s) / (inside_s + between_s + compute_s)
    interconnect = _within(waiting, task.most_waiting_frac)
    host_gb = task.parameters * CHECKPOINT_BYTES_PER_PARAMETER / 1e9 / machines
    host = Answer.UNKNOWN if rig.host_memory_gb is None else _within(host_gb, rig.host_memory_gb)
    return NodeCheck(
        rig=rig,
        task=task,
        state_gb=state_gb,
        rig_memory_gb=rig.memory_gb,
        fits_one_gpu=state_gb <= rig.gpu_memory_gb,
        memory=_within(state_gb, rig.memory_gb),
        machines=machines,
        compute_s=compute_s,
        inside_s=inside_s,
        between_s=between_s,
        waiting_frac=waiting,
        interconnect=interconnect,
        host_needed_gb=host_gb,
        host=host,
        checkpoint_s=None if rig.network_gb_s is None else host_gb / rig.network_gb_s,
        training_node=together(interconnect, host),
    )


def together(*answers: Answer) -> Answer:
    """Lacking where one is lacking, met where all are, else unknown.

    >>> together(Answer.MET, Answer.UNKNOWN).value, together(Answer.LACKING, Answer.UNKNOWN).value
    ('unknown', 'lacking')
    """
    if Answer.LACKING in answers:
        return Answer.LACKING
    return Answer.MET if all(one is Answer.MET for one in answers) else Answer.UNKNOWN


def _compute_s(rig: Rig, task: TrainingTask) -> float:
    flop = FLOP_PER_PARAMETER_TOKEN * task.parameters * task.tokens_per_gpu_step
    return flop / (rig.gpu_tflops * 1e12 * task.utilisation_frac)


def _exchange_s(rig: Rig, task: TrainingTask, members: int, gb_s: float) -> float:
    gradients_gb = task.parameters * GRADIENT_BYTES_PER_PARAMETER / 1e9
    sharded = training_state_gb(task.parameters) > rig.gpu_memory_gb
    return all_reduce_s(gradients_gb, members, gb_s) * (SHARDED_TRAFFIC if sharded else 1.0)


def _between_s(rig: Rig, task: TrainingTask, machines: int) -> float | None:
    return None if rig.network_gb_s is None else _exchange_s(rig, task, machines, rig.network_gb_s)


def _within(value: float | None, most: float) -> Answer:
    if value is None:
        return Answer.UNKNOWN
    return Answer.MET if value <= most else Answer.LACKING
