"""Reserve products on random small sites: any direction, speed, length, size and price."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from tests.dispatch.random_sites import COUNT, Draw, cases
from tests.dispatch.sites import EVER, Case

from bascule.model.reserves import Control, Direction, ReserveProduct
from bascule.model.series import SeriesRef
from bascule.model.site import Site

CALLS = "calls of "
STEERED, BREAKER = Control.CONTROLLABLE, Control.BREAKER


def _product(draw: Draw, name: str) -> ReserveProduct:
    return ReserveProduct(
        name=name,
        capacity_price=float(draw(st.integers(0, 30))),
        response_s=float(10 * draw(st.integers(1, 6))),
        duration_h=draw(st.integers(1, 4)) / 2,
        eligible=((STEERED,), (BREAKER,), (STEERED, BREAKER))[draw(st.integers(0, 2))],
        term=EVER,
        direction=Direction.TAKE if draw(st.integers(0, 1)) else Direction.SHED,
        activation_price=float(draw(st.integers(0, 100))),
        calls=SeriesRef(name=CALLS + name),
        penalty_per_mwh=float(draw(st.integers(50, 3000))),
        most_mw=float(draw(st.integers(1, 9))) if draw(st.integers(0, 1)) else None,
    )


def _steered(draw: Draw, place: Site) -> Site:
    """Every fleet, battery and load with some kind of control, or none."""

    def control() -> dict[str, object]:
        kind = (STEERED, BREAKER, None)[draw(st.integers(0, 2))]
        return {} if kind is None else {"control": kind, "shed_s": float(20 * draw(st.integers(0, 2)))}

    return replace(
        place,
        fleets=tuple(replace(f, **control()) for f in place.fleets),  # type: ignore[arg-type]
        batteries=tuple(replace(b, **control()) for b in place.batteries),  # type: ignore[arg-type]
        loads=tuple(replace(v, **control()) for v in place.loads),  # type: ignore[arg-type]
    )


@st.composite
def reserve_cases(draw: Draw, base: st.SearchStrategy[Case] | None = None) -> Case:
    """A site of any parts with two reserve products; nothing is called."""
    plain: Case = draw(cases() if base is None else base)  # type: ignore[arg-type, assignment]
    names = ("one", "two")
    place = replace(_steered(draw, plain.site), reserves=tuple(_product(draw, name) for name in names))
    return called(replace(plain, site=place), [0.0] * COUNT)


def called(drawn: Case, share: list[float]) -> Case:
    """The same case with every product called by these shares."""
    calls = {CALLS + product.name: np.asarray(share) for product in drawn.site.reserves}
    return replace(drawn, values={**drawn.values, **calls})
