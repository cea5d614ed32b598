"""What of a site never changes between horizons: hulls in megawatts, computed once."""

from dataclasses import dataclass

import numpy as np

from bascule.model.hull import Hull
from bascule.model.series import Floats
from bascule.model.site import Site
from bascule.units import W_PER_MW


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeviceCurve:
    """A hull per device.

    Attributes:
        rest_mw: IT power at rest.
        widths_mw: IT power of each segment, shape (segments,).
        yields: What each segment adds, shape (segments,).
    """

    rest_mw: float
    widths_mw: Floats
    yields: Floats

    @property
    def per_mw(self) -> Floats:
        """Yield per IT MW in each segment, shape (segments,), falling."""
        return np.asarray(self.yields / self.widths_mw)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteShape:
    """A site with the curves of its devices.

    Attributes:
        site: The site.
        fleets: Hashrate (TH/s) per machine by fleet.
        classes: Throughput per GPU by (pool, job class).
    """

    site: Site
    fleets: dict[str, DeviceCurve]
    classes: dict[tuple[str, str], DeviceCurve]

    @staticmethod
    def of(site: Site) -> "SiteShape":
        """Curves of a site."""
        classes = {(p.name, c.name): _curve(p.hull(c.name)) for p in site.pools for c in p.job_classes}
        return SiteShape(site=site, fleets={f.name: _curve(f.hull()) for f in site.fleets}, classes=classes)


def _curve(hull: Hull) -> DeviceCurve:
    return DeviceCurve(rest_mw=hull.rest_w / W_PER_MW, widths_mw=hull.widths_w / W_PER_MW, yields=hull.yields)
