"""The one catalogue of everything that a user reads: text by key, in each language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bascule.model.ledger import Account
from bascule.model.reason import Reason
from bascule.model.schedule import PlanSource
from bascule.report.english.calibration import CALIBRATION
from bascule.report.english.chain import CHAIN
from bascule.report.english.claims import CLAIMS
from bascule.report.english.commands import COMMANDS
from bascule.report.english.countries import COUNTRIES
from bascule.report.english.figures import FIGURES
from bascule.report.english.headings import HEADINGS
from bascule.report.english.hindcast import HINDCAST
from bascule.report.english.page import PAGE
from bascule.report.english.plan_everything import PLAN_EVERYTHING
from bascule.report.english.plan_run import PLAN_RUN
from bascule.report.english.readiness import READINESS
from bascule.report.english.reasons import REASONS
from bascule.report.english.rules import RULES
from bascule.report.english.sizing import SIZING
from bascule.report.english.training import TRAINING
from bascule.report.english.words import WORDS
from bascule.report.english.workbook import WORKBOOK
from bascule.report.numbers import currency_sign
from bascule.report.template import Fact, fill

CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                **REASONS,
                **WORDS,
                **HEADINGS,
                **PAGE,
                **FIGURES,
                **COMMANDS,
                **RULES,
                **CHAIN,
                **CLAIMS,
                **TRAINING,
                **READINESS,
                **COUNTRIES,
                **SIZING,
                **CALIBRATION,
                **HINDCAST,
                **WORKBOOK,
                **PLAN_RUN,
                **PLAN_EVERYTHING,
            }
        )
    }
)
"""Text by key, by language. A further language is a further mapping with the same keys and gaps."""


def text(key: str, *, language: str = "en", currency: str = "", **facts: Fact) -> str:
    """A text of the catalogue with its gaps filled.

    Args:
        key: Such as ``column.margin``.
        language: Which catalogue.
        currency: ISO code for amounts; ``{currency}`` is the code itself and ``{sign}`` its sign.
        facts: What fills the gaps; numbers are written by the unit suffix of their name.

    Raises:
        KeyError: No such key, or a fact is missing that the text needs.

    >>> text("column.margin", currency="EUR")
    'Margin, €'
    """
    return fill(
        CATALOGUES[language][key], {"sign": currency_sign(currency), "currency": currency, **facts}, currency
    )


def sentence(reason: Reason, currency: str, *, language: str = "en") -> str:
    """Why an asset does what it does, in words; a number that the reason lacks is left out.

    >>> from bascule.model.reason import ReasonKind
    >>> numbers = {"break_even_per_mwh": 47.2, "price_per_mwh": 61.0}
    >>> sentence(Reason(kind=ReasonKind.HASH_OFF, asset="S19j Pro hall", numbers=numbers), "USD")
    'S19j Pro hall off: its break-even is 47.2 $/MWh, power costs 61.0 here.'
    """
    template = CATALOGUES[language][f"reason.{reason.kind.value}"]
    return fill(template, {**reason.numbers, "asset": reason.asset}, currency)


def policy_name(policy: str, *, language: str = "en") -> str:
    """What people call a policy; a policy that the catalogue does not know goes by its own name."""
    return CATALOGUES[language].get(f"policy.{policy}", policy)


def policy_about(policy: str, *, language: str = "en") -> str:
    """One line about a policy, empty for one that the catalogue does not know."""
    return CATALOGUES[language].get(f"about.{policy}", "")


def account_name(account: Account, *, language: str = "en") -> str:
    """Heading of a group of ledger lines."""
    return CATALOGUES[language][f"account.{account.value}"]


def source_name(source: PlanSource, *, language: str = "en") -> str:
    """What a rung of the ladder is called."""
    return CATALOGUES[language][f"source.{source.value}"]
