"""Series that know their moment: view, resampling, defects, the synthetic generator and naive forecasts."""
