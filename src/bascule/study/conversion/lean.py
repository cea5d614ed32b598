"""A plan as a grid can hold it: leases alone, and what lies beyond hashprice and rent as its mean path."""

from dataclasses import replace

from bascule.study.conversion.case import Case
from bascule.study.conversion.plan_drivers import CAPEX, CONTRACT, POWER, SPOT, Beyond, Driver
from bascule.study.switching.courses import Given


def lean(case: Case) -> Case:
    """The plan without own accelerators, whose further drivers are known: at their means under the pricing measure.

    A plan of hashprice and rent is its own lean one.
    """
    if case.beyond is None:
        return case
    means = case.drivers().means()

    def known(driver: int) -> Driver:
        path = Given(values=tuple(means[driver].tolist()))
        return Driver(pricing=path, world=path)

    beyond = Beyond(
        power=known(POWER),
        contract=known(CONTRACT),
        spot=known(SPOT),
        capex=known(CAPEX),
        corr=case.beyond.corr,
    )
    return replace(case, beyond=beyond, cloud=None)
