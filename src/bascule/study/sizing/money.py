"""What a size earns in a year, charges apart."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from bascule.chain.statement import Statement
from bascule.study.sizing.plant import Plant
from bascule.study.sizing.play import Played
from bascule.study.sizing.stretches import Stretches
from bascule.units import HOURS_PER_YEAR


class Basis(StrEnum):
    """What a charge is paid on."""

    METER_MWH = "per_meter_mwh"
    METER_MW_YEAR = "per_meter_mw_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A dated charge.

    Attributes:
        name: For the reader.
        amount: Money per unit of the basis.
        basis: Energy drawn, or megawatts of connection.
        statement: Who says so, when, and how sure it is.
        stale_after: Last day for which it can be relied on, ISO, or empty.
    """

    name: str
    amount: float
    basis: Basis
    statement: Statement
    stale_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Prices of a site, in its currency.

    Attributes:
        currency: ISO code.
        ai_margin_per_it_mw_year: Earned per IT MW of firm load and year, before the charges that the site pays.
        ai_pays_energy: Whether the tenant pays the charges on the energy that it draws.
        hashing_revenue_per_meter_mwh: Earned per MWh hashed with, before the power price and charges.
        hashing_energy_per_meter_mwh: Power price in the hours in which hashing pays.
        hashing_uptime_frac: Share of the hours without a call in which hashing pays and runs.
        charges: What is paid on energy and on the connection.
    """

    currency: str
    ai_margin_per_it_mw_year: float
    hashing_revenue_per_meter_mwh: float
    hashing_energy_per_meter_mwh: float = 0.0
    hashing_uptime_frac: float = 1.0
    ai_pays_energy: bool = True
    charges: tuple[Charge, ...] = ()

    def sum_of(self, basis: Basis) -> float:
        """All charges on one basis."""
        return sum(charge.amount for charge in self.charges if charge.basis is basis)

    @property
    def hashing_margin_per_meter_mwh(self) -> float:
        """What a MWh of hashing leaves."""
        return (
            self.hashing_revenue_per_meter_mwh
            - self.hashing_energy_per_meter_mwh
            - self.sum_of(Basis.METER_MWH)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyMoney:
    """Money and energy of a mean year of 8,760 hours.

    Attributes:
        ai: Margin of the AI load.
        hashing: Margin of hashing.
        other_energy: Charges on the rest of the energy drawn: the battery's, and the AI load's where the site pays it.
        connection: Charges on the connection.
        ai_meter_mwh: Energy of the AI load.
        hashing_meter_mwh: Energy of hashing.
    """

    ai: float
    hashing: float
    other_energy: float
    connection: float
    ai_meter_mwh: float
    hashing_meter_mwh: float

    @property
    def total(self) -> float:
        """What is left."""
        return self.ai + self.hashing - self.other_energy - self.connection


def yearly_money(
    plant: Plant, stretches: Stretches, played: Played, ai_meter_mw: float, terms: Terms
) -> YearlyMoney:
    """What a size earns, a mean over years and draws.

    Args:
        plant: The site.
        stretches: The years.
        played: What happened in them.
        ai_meter_mw: The size.
        terms: Prices.
    """
    hours = float(np.sum(stretches.counts * stretches.step_h))
    yearly = HOURS_PER_YEAR / hours
    room = float(played.hashing_mwh.sum()) * yearly
    hashing = room * terms.hashing_uptime_frac
    ai = ai_meter_mw * HOURS_PER_YEAR - float(played.short_mwh.sum()) * yearly
    rest = float(played.drawn_mwh.sum()) * yearly - room - (ai if terms.ai_pays_energy else 0.0)
    return YearlyMoney(
        ai=terms.ai_margin_per_it_mw_year * ai_meter_mw / plant.meter_mw_per_it_mw,
        hashing=hashing * terms.hashing_margin_per_meter_mwh,
        other_energy=rest * terms.sum_of(Basis.METER_MWH),
        connection=plant.connection_meter_mw * terms.sum_of(Basis.METER_MW_YEAR),
        ai_meter_mwh=ai,
        hashing_meter_mwh=hashing,
    )
