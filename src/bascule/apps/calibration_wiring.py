"""Joins ``bascule plan calibrate`` to adapters, as ``wiring`` does for the others."""

from bascule.adapters.files.series_file import Daily, ReadSeries, SeriesAsk, read_series

__all__ = ["Daily", "ReadSeries", "SeriesAsk", "read_series"]
