"""Fits the embedded market to real series: `python -m tools.fit_synthetic DATA_FOLDER PACKAGE_FOLDER`."""
