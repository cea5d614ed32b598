"""A percentage of a forecast: a revision of an earlier forecast, or growth from today."""

from typing import Final

from bascule.study.claims.kind import ClaimKind, Input, Line

_MOST: Final = 1e9

REVISION_OR_GROWTH: Final = ClaimKind(
    name="revision_or_growth",
    inputs=(
        Input(name="today_level", unit="level", least=1e-6, most=_MOST),
        Input(name="earlier_outlook_level", unit="level", least=1e-6, most=_MOST),
        Input(name="new_outlook_level", unit="level", least=1e-6, most=_MOST),
        Input(name="years", unit="years", least=0.1, most=200.0),
    ),
    lines=(
        Line(name="revision_frac", unit="%", formula="new_outlook_level / earlier_outlook_level - 1"),
        Line(name="growth_frac", unit="%", formula="new_outlook_level / today_level - 1"),
        Line(
            name="growth_per_year_frac",
            unit="%",
            formula="(new_outlook_level / today_level) ** (1 / years) - 1",
        ),
        Line(name="earlier_growth_frac", unit="%", formula="earlier_outlook_level / today_level - 1"),
        Line(name="times_today", unit="times", formula="new_outlook_level / today_level"),
        Line(name="added_level", unit="level", formula="new_outlook_level - today_level"),
        Line(name="revised_level", unit="level", formula="new_outlook_level - earlier_outlook_level"),
    ),
)
"""An outlook against an earlier one, and against today; all three in one unit and one definition."""
