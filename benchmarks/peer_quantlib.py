"""The American put of QuantLib: Longstaff and Schwartz on its pseudo-random paths, its policy fitted on paths of its own."""

import QuantLib

from bascule.study.plan.put import Put
from bascule.study.plan.put_lsmc import SimulatedPut

YEAR_DAYS = 365


def simulate(put: Put, dates: int, paths: int, seed: int, degree: int) -> SimulatedPut:
    """Value and standard error; a step per date, monomials, no antithetic paths, no control.

    Args:
        put: The option, of whole years: QuantLib counts days.
        dates: On which it may be exercised.
        paths: To value on; as many others to fit on.
        seed: Of the valuing paths; the fitting ones have the next.
        degree: Of the polynomial.
    """
    today = QuantLib.Date(2, 1, 2023)
    QuantLib.Settings.instance().evaluationDate = today
    counted = QuantLib.Actual365Fixed()
    process = QuantLib.BlackScholesProcess(
        QuantLib.QuoteHandle(QuantLib.SimpleQuote(put.spot)),
        QuantLib.YieldTermStructureHandle(QuantLib.FlatForward(today, put.rate, counted)),
        QuantLib.BlackVolTermStructureHandle(
            QuantLib.BlackConstantVol(today, QuantLib.NullCalendar(), put.vol, counted)
        ),
    )
    option = QuantLib.VanillaOption(
        QuantLib.PlainVanillaPayoff(QuantLib.Option.Put, put.strike),
        QuantLib.AmericanExercise(today, today + round(YEAR_DAYS * put.years)),
    )
    engine = QuantLib.MCPRAmericanEngine(
        process,
        timeSteps=dates,
        antitheticVariate=False,
        controlVariate=False,
        requiredSamples=paths,
        seed=seed,
        polynomOrder=degree,
        polynomType=QuantLib.LsmBasisSystem.Monomial,
        nCalibrationSamples=paths,
        antitheticVariateCalibration=False,
        seedCalibration=seed + 1,
    )
    option.setPricingEngine(engine)
    return SimulatedPut(value=option.NPV(), standard_error=option.errorEstimate(), dates=dates)
