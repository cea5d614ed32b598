"""The results sheet and the checks: single formulas on the rows of the cash flow."""

from collections.abc import Iterator
from dataclasses import dataclass

from bascule.report.messages import text
from bascule.report.workbook.model import HEAD, Model
from bascule.report.workbook.places import Value
from bascule.study.project.flows import SUMS, Row

_VALUES = (
    ("npv", Row.UNLEVERED, "discount_rate_frac"),
    ("npv_less_lost", Row.UNLEVERED_LESS_LOST, "discount_rate_frac"),
    ("equity_npv", Row.EQUITY, "equity_rate_frac"),
    ("equity_npv_less_lost", Row.EQUITY_LESS_LOST, "equity_rate_frac"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure of the results sheet; its name is defined for formulas."""

    key: str
    value: Value
    formula: str
    style: str = "money"


def results(model: Model) -> Iterator[Result]:
    """Every result, each a formula."""
    found, flow = model.case.measures, model.flow
    for key, row, rate in _VALUES:
        yield Result(key=key, value=getattr(found, key), formula=_npv(model, row, rate))
    yield Result(
        key="irr", value=_first(found.irrs), formula=_irr(model, Row.UNLEVERED, found.irrs), style="rate"
    )
    cash = flow.span(Row.UNLEVERED)
    mirr = _unless(f"MIRR({cash},discount_rate_frac,discount_rate_frac)")
    yield Result(key="mirr", value=_or_none(found.mirr), formula=mirr, style="rate")
    for key, sums, value in (
        ("payback_years", "running_sum", found.payback_years),
        ("discounted_payback_years", "discounted_sum", found.discounted_payback_years),
    ):
        span = flow.span(f"{sums}_crossing")
        never = f'IF(COUNT({span})=0,"{_none()}",MIN({span}))'
        yield Result(key=key, value=_or_none(value), formula=never, style="years")
    yearly = f"-PMT(discount_rate_frac,{model.years},npv)"
    yield Result(key="annual_value", value=found.annual_value, formula=yearly)
    equity = _irr(model, Row.EQUITY, found.equity_irrs)
    yield Result(key="equity_irr", value=_first(found.equity_irrs), formula=equity, style="rate")
    yield from _covers(model)
    yield from _levelised(model)


def _covers(model: Model) -> Iterator[Result]:
    found, cover = model.case.measures, model.flow.span("cover")
    for key, how, value in (
        ("least_dscr", "MIN", found.least_dscr),
        ("mean_dscr", "AVERAGE", found.mean_dscr),
    ):
        formula = f'IF(COUNT({cover})=0,"{_none()}",{how}({cover}))'
        yield Result(key=key, value=_or_none(value), formula=formula, style="factor")
    owed = model.flow.total("owed")
    life = f'IF({owed}>0.01,{model.flow.total("worth")}/{owed},"{_none()}")'
    yield Result(key="llcr", value=_or_none(found.llcr), formula=life, style="factor")


def _levelised(model: Model) -> Iterator[Result]:
    found = model.case.measures.levelised
    if found is not None:
        at = "discount_rate_frac"
        cost, made = (_of(model, key, at) for key in ("costs_of_output", "output"))
        yield Result(
            key=f"levelised.{found.unit}", value=found.cost, formula=f"({cost})/({made})", style="price"
        )


def _npv(model: Model, row: Row, rate: str) -> str:
    return _of(model, row.value, rate)


def _of(model: Model, key: str, rate: str) -> str:
    return f"{model.flow.at(key, 0)}+NPV({rate},{model.flow.span(key, 1)})"


def _irr(model: Model, row: Row, found: tuple[float, ...]) -> str:
    """The lowest return; the guess leads the spreadsheet to it."""
    if not found:
        return _unless(f"IRR({model.flow.span(row)})")
    return _unless(f"IRR({model.flow.span(row)},{found[0]:.3f})")


def _unless(formula: str) -> str:
    return f'IFERROR({formula},"{_none()}")'


def _none() -> str:
    return text("workbook.none")


def _or_none(value: float | None) -> Value:
    return _none() if value is None else value


def _first(values: tuple[float, ...]) -> Value:
    return values[0] if values else _none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A difference that must be zero.

    Attributes:
        label: What is compared.
        formula: The difference, rounded to a hundredth of a money unit.
    """

    label: str
    formula: str


def checks(model: Model) -> Iterator[Check]:
    """Every law that the tables keep."""
    for row, parts in SUMS.items():
        gap = "-".join([model.flow.span(row), *(model.flow.span(part) for part in parts)])
        yield _check("sum", f"SUMPRODUCT(ABS({gap}))", row=text(f"workbook.row.{row.value}"))
    flow = model.flow
    for key, difference in (
        ("working_capital", flow.total(Row.WORKING_CAPITAL)),
        ("principal", f"{flow.total(Row.DRAWN)}+{flow.total(Row.PRINCIPAL)}"),
        ("balance", flow.at("balance", model.years)),
        ("written_off", f"{flow.total('written_off')}-capex_total*kept_frac+{flow.total(Row.RENEWED)}"),
        ("spending", f"SUM({model.yearly.span('yearly.spend_frac')})-1"),
        ("running_sum", f"{flow.at('running_sum', model.years)}-{flow.total(Row.UNLEVERED)}"),
        ("npv", f"{flow.at('discounted_sum', model.years)}-npv"),
        ("loan_npv", _loan_npv(model)),
    ):
        yield _check(key, difference)


def _loan_npv(model: Model) -> str:
    flow = model.flow
    stream = "+".join(flow.span(row) for row in (Row.DRAWN, Row.INTEREST, Row.PRINCIPAL))
    years = f"'{flow.sheet}'!${flow.column(0)}${HEAD + 1}:${flow.column(model.years)}${HEAD + 1}"
    return f"SUMPRODUCT(({stream})*(1+debt_rate_frac)^-{years})"


def _check(key: str, difference: str, **facts: str) -> Check:
    return Check(label=text(f"workbook.check.{key}", **facts), formula=f"ROUND({difference},2)")
