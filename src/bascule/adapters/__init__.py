"""Everything foreign: files, feeds and clocks, joined to the rooms only in apps.wiring."""
