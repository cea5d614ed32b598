"""Files that people write or own: site files in YAML, series in Parquet or CSV."""
