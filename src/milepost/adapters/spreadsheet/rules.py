"""Findings about a spreadsheet's file."""

from milepost.kernel.finding import Rule

UNREADABLE_SPREADSHEET = Rule(
    code="MP812",
    title="A spreadsheet can't be read",
    why="The file is missing, is no workbook (xlsx, xls, ods) and no CSV in UTF-8, is broken, or holds more cells than "
    "any program has.",
    fix="Save it as .xlsx, or as CSV in UTF-8, and import that.",
)
RULES = (UNREADABLE_SPREADSHEET,)
