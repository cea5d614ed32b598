"""The connection: losses, auxiliaries, contracts by volume, export, orders of the grid."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.dispatch.sites import EVER, EXPORT, SPOT, START, case, earned, fleet, site

from bascule.dispatch.asking import Asking, Piece
from bascule.dispatch.compile import compile_inputs
from bascule.model.energy_contracts import (
    BlockPurchase,
    EnergyAdder,
    ExportSale,
    FixedSupply,
    SpotSupply,
    TariffPeriod,
    TimeOfUseSupply,
)
from bascule.model.generator import Generator
from bascule.model.grid_connection import GridCalls, GridConnection
from bascule.model.series import SeriesRef
from bascule.model.site import Site
from bascule.model.state import SiteState
from bascule.model.term import Term

FIXED = FixedSupply(name="fixed", price_per_mwh=20.0, term=EVER)
DEAR_EXPORT = ExportSale(name="export", price=100.0, term=EVER)


def solar(mw: float = 10.0) -> Generator:
    """A sun that always shines."""
    return Generator(name="sun", kind="solar", capacity_mw=mw, capacity_frac=1.0)


def called(breach: float | None = None, *, limit_mw: float = 10.0, **parts: object) -> Site:
    """A fleet of 10 MW worth 50 on a connection that the grid may call back."""
    calls = GridCalls(order_mw=SeriesRef(name="order_mw"), breach_price_per_mwh=breach)
    grid = GridConnection(
        import_limit_mw=limit_mw, curtailable_mw=limit_mw, calls=calls, export_limit_mw=10.0
    )
    return site(**{"grid": grid, "fleets": (fleet(),), **parts})


def limited(**parts: float) -> Site:
    """The same, with orders that are never breached and a contract on their hours or their pay."""
    place = called()
    assert place.grid.calls is not None
    return replace(place, grid=replace(place.grid, calls=replace(place.grid.calls, **parts)))  # type: ignore[arg-type]


class TestConnection:
    @pytest.mark.parametrize(("price", "best"), [(40, 50), (46, 0)])
    def test_losses_are_bought_too(self, price: float, best: float) -> None:
        """9 MW of machines take 10 at the meter when a tenth is lost: 50 at 40, nothing at 46."""
        place = site(grid=GridConnection(import_limit_mw=100.0, loss_frac=0.1), fleets=(fleet(mw=9.0),))
        assert earned(place, [price]) == pytest.approx(best)

    @pytest.mark.parametrize(("price", "best"), [(40, 500 - 480), (50, -50)])
    def test_auxiliaries_have_a_fixed_part_and_one_that_follows_it(self, price: float, best: float) -> None:
        """1 MW always, and a tenth of IT power."""
        grid = GridConnection(import_limit_mw=100.0, auxiliary_fixed_mw=1.0, auxiliary_per_it_frac=0.1)
        assert earned(site(grid=grid, fleets=(fleet(),)), [price]) == pytest.approx(best)

    def test_limit_binds_at_the_meter(self) -> None:
        """6 MW of connection run 6 MW of machines."""
        assert earned(
            site(grid=GridConnection(import_limit_mw=6.0), fleets=(fleet(),)), [40]
        ) == pytest.approx(60)


class TestContracts:
    def test_margin_and_adders_come_on_top_of_spot(self) -> None:
        """Spot 30, margin 5 and an adder of 10 leave 5 of 50 per MWh."""
        supply = SpotSupply(name="spot", price=SPOT, term=EVER, margin_per_mwh=5.0)
        adder = EnergyAdder(name="excise", per_mwh=10.0, term=EVER)
        assert earned(site(supplies=(supply,), adders=(adder,), fleets=(fleet(),)), [30]) == pytest.approx(50)

    def test_a_block_never_moves_dispatch(self) -> None:
        """5 MW bought at 30 earn 100 at spot 50, and machines worth 45 still stand."""
        block = BlockPurchase(name="block", power_mw=5.0, price_per_mwh=30.0, spot=SPOT, term=EVER)
        assert earned(site(blocks=(block,), fleets=(fleet(45.0),)), [50]) == pytest.approx(100)

    def test_time_of_use_stops_the_dear_hour(self) -> None:
        """From one to two o'clock power costs 100, else 20."""
        period = TariffPeriod(name="peak", price_per_mwh=100.0, start_hour=1.0, end_hour=2.0)
        tariff = TimeOfUseSupply(name="tariff", periods=(period,), otherwise_per_mwh=20.0, term=EVER)
        place = site(supplies=(tariff,), fleets=(fleet(),))
        assert case(place, [0, 0, 0]).run().import_mw.tolist() == pytest.approx([10, 0, 10])
        assert earned(place, [0, 0, 0]) == pytest.approx(600)

    def test_supplies_follow_one_another(self) -> None:
        """A contract at 20 ends after the first hour; the next costs 60."""
        noon = START + timedelta(hours=1)
        first = FixedSupply(name="old", price_per_mwh=20.0, term=Term(start=EVER.start, end=noon))
        then = FixedSupply(name="new", price_per_mwh=60.0, term=Term(start=noon, end=EVER.end))
        assert earned(site(supplies=(first, then), fleets=(fleet(),)), [0, 0]) == pytest.approx(300)


class TestExport:
    def test_sells_what_the_limit_and_losses_let_through(self) -> None:
        """6 MW at the meter take 6.67 of 10 MW of sun; the rest is curtailed."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=6.0, loss_frac=0.1)
        place = site(grid=grid, exports=(EXPORT,), generators=(solar(),))
        assert case(place, [30]).run().generation_mw["sun"].tolist() == pytest.approx([6 / 0.9])
        assert earned(place, [30]) == pytest.approx(180)

    def test_own_use_comes_before_a_cheaper_sale(self) -> None:
        """Machines worth 50 take the sun at 30; it is sold at 70."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
        place = site(grid=grid, exports=(EXPORT,), generators=(solar(),), fleets=(fleet(),))
        assert case(place, [30, 70]).run().export_mw.tolist() == pytest.approx([0, 10])
        assert earned(place, [30, 70]) == pytest.approx(500 + 700)

    def test_sun_is_curtailed_when_power_is_negative(self) -> None:
        """At -20 the machines buy 10 MW rather than use the sun."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
        place = site(grid=grid, exports=(EXPORT,), generators=(solar(),), fleets=(fleet(),))
        assert case(place, [-20]).run().generation_mw["sun"].tolist() == pytest.approx([0])
        assert earned(place, [-20]) == pytest.approx(700)

    def test_one_meter_cannot_buy_and_sell_at_once(self) -> None:
        """Where export pays 100 and import costs 20, 10 MW of sun are sold and the relaxation's trade is refused."""
        grid = GridConnection(import_limit_mw=100.0, export_limit_mw=100.0)
        place = site(
            grid=grid, supplies=(FIXED,), exports=(DEAR_EXPORT,), generators=(solar(),), fleets=(fleet(),)
        )
        planned = case(place, [0]).plan()
        assert earned(place, [0]) == pytest.approx(1000)
        assert planned.relaxed > planned.objective + 1
        assert planned.integers > 0


class TestOrders:
    def test_an_order_without_a_price_is_kept(self) -> None:
        """An order of 6 leaves 4 of 10 MW."""
        assert case(called(), [40, 40], order_mw=[0, 6]).run().import_mw.tolist() == pytest.approx([10, 4])
        assert earned(called(), [40, 40], order_mw=[0, 6]) == pytest.approx(140)

    @pytest.mark.parametrize(("breach", "best", "against"), [(5.0, 40 + 6 * 5, 6.0), (15.0, 40, 0.0)])
    def test_an_order_is_breached_where_that_pays(self, breach: float, best: float, against: float) -> None:
        """Hashing earns 10 over its power: a breach at 5 pays, one at 15 does not."""
        assert earned(called(breach), [40], order_mw=[6]) == pytest.approx(best)
        assert case(called(breach), [40], order_mw=[6]).run().breach_mw.tolist() == pytest.approx([against])

    def test_breaching_and_selling_exclude_one_another(self) -> None:
        """With all import called back, power bought in breach at 25 cannot be sold at 100."""
        place = called(5.0, supplies=(FIXED,), exports=(DEAR_EXPORT,), fleets=(fleet(30.0, 1.0),))
        assert earned(place, [0], order_mw=[10]) == pytest.approx(5)

    def test_an_order_beyond_the_connection_adds_none(self) -> None:
        """An order of 15 on 10 MW leaves 10 to breach."""
        place = called(5.0, fleets=(fleet(mw=20.0),))
        assert earned(place, [0], order_mw=[15]) == pytest.approx(10 * 45)

    def test_an_order_beyond_the_hours_of_the_year_is_void(self) -> None:
        """One hour is allowed: the first order is kept, the second lets all 10 MW run; a year used up lets both."""
        place = limited(most_h_per_year=1.0)
        assert case(place, [40, 40], order_mw=[6, 6]).run().import_mw.tolist() == pytest.approx([4, 10])
        assert earned(place, [40, 40], order_mw=[6, 6]) == pytest.approx(140)
        used = case(place, [40, 40], state=SiteState(time=START, order_h={2026: 1.0}), order_mw=[6, 6])
        assert used.run().import_mw.tolist() == pytest.approx([10, 10])

    def test_hours_used_are_carried_in_the_state(self) -> None:
        """After two orders, one of them void, one hour is used."""
        _, after = case(limited(most_h_per_year=1.0), [40, 40], order_mw=[6, 6]).advance()
        assert after.order_h == {2026: 1.0}

    def test_hours_used_in_the_window_void_orders_of_the_tail(self) -> None:
        """Two pieces make one horizon: an order in each, of which one is allowed."""
        whole = case(limited(most_h_per_year=1.0), [40, 40], order_mw=[6, 6])
        pieces = [
            Piece(
                grid=whole.grid.window(k, 1),
                values={name: values[k : k + 1] for name, values in whole.piece.values.items()},
            )
            for k in range(2)
        ]
        inputs = compile_inputs(whole.shape, pieces, whole.before, Asking())
        assert inputs.import_limit_mw.tolist() == [4, 10]

    def test_income_of_the_curtailable_part_is_in_the_objective(self) -> None:
        """10 MW at 8,760 per MW-year earn 10 an hour, whatever is ordered."""
        assert earned(limited(income_per_mw_year=8760.0), [40], order_mw=[6]) == pytest.approx(40 + 10)
