"""Terms of AI contracts in words."""

from collections.abc import Iterator

from bascule.apps.cli.site_tables import level_text
from bascule.apps.cli.words import say
from bascule.model.ai_contracts import ColocationLease, FirmReservation, GpuSale
from bascule.model.flex_tier import FlexTier
from bascule.model.sla import Sla
from bascule.report.numbers import figure, fixed


def firm_terms(firm: FirmReservation, currency: str) -> str:
    """A reservation: size, price, penalty, service level and flexibility."""
    first = say(
        "firm_terms",
        gpus=level_text(firm.gpus),
        price=level_text(firm.price_per_gpu_h),
        penalty=fixed(firm.shortfall_penalty_per_gpu_h, 2),
        currency=currency,
    )
    more = [*(_sla(firm.sla) if firm.sla else ()), *(_flex(firm.flex, currency) if firm.flex else ())]
    return "; ".join((first, *more))


def _sla(sla: Sla) -> Iterator[str]:
    tiers = "/".join(f"{100 * tier.below_frac:g}" for tier in sla.tiers)
    credited = "/".join(f"{100 * tier.credit_frac:g}" for tier in sla.tiers)
    yield say("sla_terms", tiers=tiers, credits=credited, cap=f"{100 * sla.credit_cap_frac:g}")
    clause = sla.termination
    if clause is not None:
        yield say(
            "termination_terms",
            below=f"{100 * clause.below_frac:g}",
            breaches=str(clause.breaches),
            months=str(clause.within_months),
        )


def _flex(flex: FlexTier, currency: str) -> Iterator[str]:
    yield say(
        "flex_terms",
        loss=f"{100 * flex.loss_frac:g}",
        duration=f"{flex.duration_h:g}",
        events=str(flex.events_per_month),
        recovery=f"{flex.recovery_h:g}",
    )
    if flex.payment_per_gpu_h:
        yield say("flex_payment", payment=fixed(flex.payment_per_gpu_h, 2), currency=currency)
    if flex.fee_discount_frac:
        yield say("flex_discount", discount=f"{100 * flex.fee_discount_frac:g}")


def lease_terms(lease: ColocationLease, currency: str) -> str:
    """A tenant: size, rent, its basis and rise."""
    first = say(
        "lease_terms",
        power=figure(lease.contracted_it_mw),
        rent=figure(lease.rent_per_kw_month),
        currency=currency,
    )
    metered = (say("lease_metered"),) if lease.rent_basis == "metered" else ()
    rise = f"{100 * lease.escalator_frac_per_year:g}"
    rises = (say("lease_rises", rise=rise),) if lease.escalator_frac_per_year else ()
    return ", ".join((first, *metered, *rises))


def sale_terms(sale: GpuSale, currency: str) -> str:
    """A sale: demand, price and notice."""
    price = level_text(sale.price_per_gpu_h)
    if sale.demand_gpus is None:
        most, least = sale.demand_curve[0], sale.demand_curve[-1]
        first = say(
            "curve_terms",
            price=price,
            most=fixed(most.gpus, 0),
            low=fixed(most.price_per_gpu_h, 2),
            least=fixed(least.gpus, 0),
            high=fixed(least.price_per_gpu_h, 2),
            currency=currency,
        )
    else:
        first = say("sale_terms", gpus=level_text(sale.demand_gpus), price=price, currency=currency)
    notice = say("notice_terms", notice=f"{sale.notice_h:g}", clawback=f"{sale.clawback_h:g}")
    return f"{first}, {notice}" if sale.notice_h else first
