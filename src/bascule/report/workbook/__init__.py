"""The cash-flow table of a project as a spreadsheet with live formulas."""
