"""The embedded market: seeded synthetic series of a French and a Texan site, calibrated on real figures.

Everything that comes out of this package is synthetic and must be labelled so wherever it is shown.
"""

from bascule.market.synthetic.closeness import Closeness, closeness, shape_error_frac
from bascule.market.synthetic.generator import generate
from bascule.market.synthetic.zones import Zone, ZoneFacts, zone_facts

__all__ = ["Closeness", "Zone", "ZoneFacts", "closeness", "generate", "shape_error_frac", "zone_facts"]
