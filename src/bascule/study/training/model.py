"""A language model and how many operations its training takes."""

from dataclasses import dataclass
from typing import Final

OPS_PER_PARAMETER: Final = 6.0
"""Multiply-adds counted as two: two for the forward pass and four for the backward pass, per parameter and token.

Source: Kaplan et al. 2020, arXiv 2001.08361; Hoffmann et al. 2022, arXiv 2203.15556.
"""

OPS_PER_ATTENTION: Final = 12.0
"""Per layer, per unit of width and per token of context, forward and backward, without the causal mask's saving.

Source: Chowdhery et al. 2022 (PaLM), arXiv 2204.02311, appendix B.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What the attention term needs.

    Attributes:
        layers: Transformer layers.
        width: Heads times width of a head; mostly the model's width.
        context_tokens: Length of the sequences in training.
    """

    layers: int
    width: int
    context_tokens: int

    @property
    def flop_per_token(self) -> float:
        """Operations of the scores and of their sums, forward and backward."""
        return OPS_PER_ATTENTION * self.layers * self.width * self.context_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model.

    Attributes:
        parameters: All parameters.
        active_parameters: Those that work on one token: all of a dense model, few of a mixture of experts.
        tokens: Tokens seen in training, repeated ones counted again.
        attention: For the attention term; None leaves it out.
    """

    parameters: float
    active_parameters: float
    tokens: float
    attention: Attention | None = None

    @property
    def parameter_flop(self) -> float:
        """Operations of the parameters: 6 N D."""
        return OPS_PER_PARAMETER * self.active_parameters * self.tokens

    @property
    def attention_flop(self) -> float | None:
        """Operations of the attention; None where it is left out."""
        return None if self.attention is None else self.attention.flop_per_token * self.tokens

    @property
    def flop(self) -> float:
        """Operations of the training run, activations recomputed not counted.

        >>> f"{Model(parameters=70e9, active_parameters=70e9, tokens=2e12).flop:.2e}"
        '8.40e+23'
        """
        return self.parameter_flop + (self.attention_flop or 0.0)
