"""Solar and wind: output up to what the weather allows."""

from bascule.dispatch.inputs import GeneratorInput, Inputs
from bascule.dispatch.program import ProgramBuilder
from bascule.model.series import Ints


def add_generator(builder: ProgramBuilder, inputs: Inputs, given: GeneratorInput, balance: Ints) -> Ints:
    """Add a generator's output, shape (steps,)."""
    output = builder.columns(inputs.count, upper=given.available_mw)
    builder.put(balance, output, 1.0)
    return output
