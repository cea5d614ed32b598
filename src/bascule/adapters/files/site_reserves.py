"""Reserve and demand-response products in a site file."""

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bascule.adapters.files.site_entry import (
    ControlWord,
    Frac,
    FracLevel,
    Hours,
    Mw,
    NamedEntry,
    Penalty,
    Price,
    PriceLevel,
    SomeMw,
)
from bascule.adapters.files.site_finding import Finding
from bascule.adapters.files.site_nominated_supply import AuctionEntry
from bascule.adapters.files.site_term import TermEntry
from bascule.model.reserves import Baseline, Direction, ReserveProduct
from bascule.model.series import SeriesRef

MOST_RESPONSE_S = 86_400.0
MOST_CALLS = 100_000


class ReserveProductEntry(NamedEntry, TermEntry):
    """Megawatts that can be shed (or taken) on call."""

    capacity_price: PriceLevel = Field(description="money per MW and hour committed: a number or a series")
    response_s: Annotated[float, Field(gt=0, le=MOST_RESPONSE_S)] = Field(
        description="time within which a call must be followed"
    )
    duration_h: Annotated[float, Field(gt=0, le=8784)] = Field(description="longest call")
    eligible: list[ControlWord] = Field(
        min_length=1, description="kinds of control that may serve it: controllable, breaker"
    )
    direction: Annotated[Direction, Field(strict=False)] = Field(
        default=Direction.SHED, description="what a call asks for: shed or take"
    )
    auction: AuctionEntry | None = Field(
        default=None, description="when it is committed; without it each interval when it comes"
    )
    activation_price: PriceLevel = Field(
        default=0.0, description="money per MWh delivered on call: a number or a series"
    )
    supplier_payment_per_mwh: Penalty | None = Field(
        default=None,
        description="paid to the energy supplier per MWh delivered; required where activation_price is given",
    )
    call_frac: Frac = Field(
        default=0.0, description="expected share of committed energy that is called, for planning"
    )
    called_above_per_mwh: Price | None = Field(
        default=None,
        description="calls are expected while power costs more than this; without it they do not follow the price",
    )
    calls: FracLevel | None = Field(
        default=None,
        description="share of the committed power called: a series, or 1 where what is sold is always called",
    )
    penalty_per_mwh: Penalty = Field(
        description="paid per MWh called and not delivered, and per MW and hour sold and not held"
    )
    recovery_h: Hours = Field(default=0.0, description="least time between two calls")
    most_calls_per_year: Annotated[int, Field(ge=0, le=MOST_CALLS)] | None = Field(
        default=None, description="further calls do not bind; without it any number does"
    )
    least_mw: Mw = Field(default=0.0, description="smallest offer")
    most_mw: SomeMw | None = Field(default=None, description="largest offer; without it any")
    baseline: Annotated[Baseline, Field(strict=False)] = Field(
        default=Baseline.BEFORE_AFTER,
        description="how delivery is measured: before_after, ten_of_ten or nebef",
    )

    def findings(self, zone: ZoneInfo) -> Iterator[Finding]:
        """Offers that cannot be made, a missing supplier payment, an auction without a price."""
        yield from super().findings(zone)
        for found in self.auction.findings(zone) if self.auction else ():
            yield Finding(path=("auction", *found.path), value=found.value, hint=found.hint)
        if self.most_mw is not None and self.least_mw > self.most_mw:
            hint = f"must be at most most_mw ({self.most_mw:g} MW)"
            yield Finding(path=("least_mw",), value=f"{self.least_mw:g}", hint=hint)
        if self.activation_price != 0.0 and self.supplier_payment_per_mwh is None:
            hint = "is missing: what the supplier is paid per MWh not drawn, 0 where it is paid nothing"
            yield Finding(path=("supplier_payment_per_mwh",), value="", hint=hint)
        priced = "activation_price" if self.calls == 1.0 else "capacity_price"
        if self.auction is not None and not isinstance(getattr(self, priced), SeriesRef):
            hint = f"needs a price series: name one as {priced}"
            yield Finding(path=("auction",), value="", hint=hint)
        if isinstance(self.calls, float) and self.calls not in (0.0, 1.0):
            hint = "must be a series, or 1 where what is sold is always called"
            yield Finding(path=("calls",), value=f"{self.calls:g}", hint=hint)

    def to_model(self, zone: ZoneInfo) -> ReserveProduct:
        """The noun."""
        always = self.calls == 1.0
        return ReserveProduct(
            name=self.name,
            capacity_price=self.capacity_price,
            response_s=self.response_s,
            duration_h=self.duration_h,
            eligible=tuple(dict.fromkeys(self.eligible)),
            term=self.term(zone),
            direction=self.direction,
            auction=self.auction.to_model(zone) if self.auction else None,
            activation_price=self.activation_price,
            supplier_payment_per_mwh=self.supplier_payment_per_mwh or 0.0,
            call_frac=1.0 if always else self.call_frac,
            called_above_per_mwh=self.called_above_per_mwh,
            calls=self.calls,
            penalty_per_mwh=self.penalty_per_mwh,
            recovery_h=self.recovery_h,
            most_calls_per_year=self.most_calls_per_year,
            least_mw=self.least_mw,
            most_mw=self.most_mw,
            baseline=self.baseline,
        )
