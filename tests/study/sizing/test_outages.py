"""Outages against the closed form of an alternating renewal process."""

import numpy as np
import pytest
from tests.study.sizing.cases import quiet, year

from bascule.study.sizing.equipment import Equipment, EquipmentKind
from bascule.study.sizing.firm_load import firm_load
from bascule.study.sizing.outages import Draw, down_hours, is_down, up_share
from bascule.study.sizing.plant import Plant, Store
from bascule.study.sizing.play import play
from bascule.study.sizing.service import Hold, year_levels
from bascule.study.sizing.stretches import stretches_of


def unit(kind: EquipmentKind, count: int = 1, needed: int = 1, frac: float = 0.02) -> Equipment:
    """Like units that repair in 30 hours."""
    return Equipment(
        name="unit", kind=kind, count=count, needed=needed, forced_outage_frac=frac, repair_h=30.0
    )


def test_availability_is_mtbf_over_mtbf_and_mttr() -> None:
    """Over 400 years a unit is up MTBF / (MTBF + MTTR) of the time, and repairs last MTTR."""
    group = unit(EquipmentKind.TRANSFORMER)
    spans = down_hours(group, 400 * 8760.0, np.random.default_rng(3))
    lengths = spans[:, 1] - spans[:, 0]
    down = float(lengths.sum()) / (400 * 8760)
    assert 1 - down == pytest.approx(group.between_h / (group.between_h + group.repair_h), abs=0.001)
    assert float(lengths.mean()) == pytest.approx(30.0, rel=0.05)


def test_every_moment_is_down_alike() -> None:
    """The first hour of a year is as likely down as the last: the process begins in balance."""
    group, moments = unit(EquipmentKind.HALL, frac=0.2), np.array([0.5, 4000.0, 8759.5])
    share = [
        up_share([group], EquipmentKind.HALL, moments, Draw(seed=1, year=1, number=n)) for n in range(2000)
    ]
    assert np.mean(share, axis=0) == pytest.approx([0.8, 0.8, 0.8], abs=0.03)


def test_spans_hold_moments_from_begin_to_before_end() -> None:
    """Half-open, in order."""
    spans = np.array([[1.0, 2.0], [5.0, 9.0]])
    assert is_down(spans, np.array([0.0, 1.0, 1.9, 2.0, 8.9, 9.0])).tolist() == [
        False, True, True, False, True, False,
    ]  # fmt: skip


def test_a_spare_unit_carries_on() -> None:
    """Three units of which two are needed lack only where two are down: 3 q^2 (1 - q) + q^3 of the time."""
    q, moments = 0.1, np.arange(0.5, 8760.0)
    group = unit(EquipmentKind.TRANSFORMER, count=3, needed=2, frac=q)
    lacks = [
        float(
            (up_share([group], EquipmentKind.TRANSFORMER, moments, Draw(seed=2, year=1, number=n)) < 1).mean()
        )
        for n in range(60)
    ]
    assert np.mean(lacks) == pytest.approx(3 * q**2 * (1 - q) + q**3, rel=0.06)


def test_a_hall_that_fails_takes_the_level_with_it() -> None:
    """With no calls the level at any size is the hall's availability, and no size keeps more."""
    plant = Plant(firm_meter_mw=50, equipment=(unit(EquipmentKind.HALL),))
    stretches = stretches_of([year(quiet(8760))], plant.equipment, draws=200, seed=5)
    found = firm_load(plant, stretches, 0.999, Hold.ALL_YEARS)
    assert found.ai_meter_mw == 0.0
    assert found.level_frac == pytest.approx(0.98, abs=0.003)


def test_halves_of_a_connection() -> None:
    """Two transformers without spare: half the connection keeps 1 - q^2, the whole (1 - q)^2."""
    group = unit(EquipmentKind.TRANSFORMER, count=2, needed=2)
    plant = Plant(firm_meter_mw=50, equipment=(group,))
    stretches = stretches_of([year(quiet(8760))], plant.equipment, draws=300, seed=5)
    levels = [year_levels(stretches, play(plant, stretches, size, 0.0))[0] for size in (25.0, 50.0)]
    assert levels == pytest.approx([1 - 0.02**2, 0.98**2], abs=0.002)
    assert firm_load(plant, stretches, 0.99, Hold.ALL_YEARS).ai_meter_mw == pytest.approx(25, abs=0.01)


def test_the_same_draw_whatever_else_there_is() -> None:
    """A hall more does not move the transformers' outages: common random numbers."""
    moments, draw = np.arange(0.5, 8760.0), Draw(seed=1, year=2023, number=4)
    transformer = unit(EquipmentKind.TRANSFORMER)
    alone = up_share([transformer], EquipmentKind.TRANSFORMER, moments, draw)
    beside = up_share([unit(EquipmentKind.HALL), transformer], EquipmentKind.TRANSFORMER, moments, draw)
    assert np.array_equal(alone, beside)


def test_outages_and_calls_by_a_plain_loop() -> None:
    """Transformers, halls and battery fail while calls come: hour by hour the same hours are full, the same energy is stored."""
    kinds = EquipmentKind.TRANSFORMER, EquipmentKind.HALL, EquipmentKind.BATTERY
    equipment = tuple(unit(kind, count=3, needed=2, frac=0.2) for kind in kinds)
    store = Store(power_mw=9, energy_mwh=30)
    plant = Plant(firm_meter_mw=30, curtailable_meter_mw=20, store=store, equipment=equipment)
    calls = year(quiet(3000, *((at, 5, 12.0) for at in range(20, 3000, 70))))
    stretches = stretches_of([calls], equipment, draws=2, seed=7)
    played = play(plant, stretches, 40.0, 9.0)
    moments = np.arange(0.5, 3000)
    for number in range(2):
        draw = Draw(seed=7, year=calls.year, number=number)
        grid, hall, battery = (up_share(equipment, kind, moments, draw) for kind in kinds)
        level, full = 30.0, 0
        for called, on_grid, in_hall, charged in zip(calls.called_mw, grid, hall, battery, strict=True):
            room = min(50 - called, on_grid * 50) - 40 * in_hall
            power, given = 9 * charged, 0.0
            if room < -1e-9 and in_hall == 1 and -room <= power + 1e-9:
                given = min(-room, level * 0.95)
                level -= given / 0.95
            elif room > 0:
                level = min(level + min(power, room) * 0.95, 30.0)
            full += bool(in_hall == 1 and room + given >= -1e-9)
        assert int(played.full[number].sum()) == full
        assert float(played.end_mwh[number]) == pytest.approx(level)
        assert 0 < full < 3000
