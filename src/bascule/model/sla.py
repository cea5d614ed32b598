"""A service level as a contract for reserved GPUs writes it: what availability is owed, and what falling short of it costs."""

from dataclasses import dataclass

from bascule.model.term import Term
from bascule.model.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaTier:
    """A month below an availability earns the customer a credit.

    Attributes:
        below_frac: The tier holds where the month's availability is below this.
        credit_frac: Share of the month's fee that is given back.
    """

    below_frac: float
    credit_frac: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyMaintenance:
    """Hours of each month in which falling short does not count, in a stated part of the week.

    Attributes:
        hours_per_month: Most hours a month that are left out: the first ones inside the window in which work falls
            short.
        window: When maintenance may take place, on the site's clock.
    """

    hours_per_month: float
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """Months below an availability after which the customer may leave.

    Attributes:
        below_frac: A month below this is a breach.
        breaches: So many breaches give the right.
        within_months: The last breach's month and the months before it among which they are counted.
    """

    below_frac: float
    breaches: int
    within_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """A monthly availability with credits.

    Availability of a local month is full-speed GPU-hours delivered over those owed, maintenance left out of both.

    Attributes:
        tiers: Availability falling, credits rising; the deepest tier that a month is below counts.
        credit_cap_frac: Most that is given back, as a share of the month's fee.
        maintenance: Dated maintenance.
        monthly_maintenance: Hours of each month, or None.
        termination: When the customer may leave, or None.
    """

    tiers: tuple[SlaTier, ...]
    credit_cap_frac: float
    maintenance: tuple[Term, ...] = ()
    monthly_maintenance: MonthlyMaintenance | None = None
    termination: Termination | None = None

    def credit_frac(self, availability_frac: float) -> float:
        """Share of the month's fee that is given back at an availability.

        >>> ec2 = ((0.9999, 0.1), (0.99, 0.3), (0.95, 1.0))
        >>> tiers = tuple(SlaTier(below_frac=below, credit_frac=credit) for below, credit in ec2)
        >>> Sla(tiers=tiers, credit_cap_frac=0.5).credit_frac(0.94)
        0.5
        """
        owed = [tier.credit_frac for tier in self.tiers if availability_frac < tier.below_frac]
        return min(max(owed, default=0.0), self.credit_cap_frac)
