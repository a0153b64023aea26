"""Findings about a spreadsheet that is imported."""

from milepost.kernel.finding import Rule, Severity

NO_SHEET = Rule(
    code="MP803",
    title="The spreadsheet holds no sheet of a canvas",
    why="A sheet is known by its name or by the titles of its columns. This file has none that fits, or is empty.",
    fix="Export one with `milepost canvas --to xlsx --out canvas.xlsx`, edit its cells, and import that.",
)
OTHER_PROGRAM = Rule(
    code="MP804",
    title="The spreadsheet is of another program",
    why="Its rows would be taken for rows of this program wherever ids are alike. Nothing was written.",
    fix="Name the program it was exported from with `-C DIR`, or export this one's.",
)
RENAMED_COLUMN = Rule(
    code="MP805",
    title="A column was renamed",
    why="Columns are known by their titles, wherever they stand. Under another title its cells would be left out "
    "without anyone noticing. Nothing was written.",
    fix="Give the column its title back.",
)
NOT_READ = Rule(
    code="MP806",
    title="A part of the spreadsheet is not read",
    why="A column or sheet that the canvas does not have is kept by the spreadsheet, not by the program; a column that "
    "was taken out leaves its values in the files as they are.",
    fix="Nothing, if that is meant. What shall count must stand in a column of the canvas.",
    severity=Severity.WARNING,
)
BAD_CELL = Rule(
    code="MP807",
    title="A cell can't be read",
    why="A spreadsheet writes numbers, days and amounts in ways of its own country. Where a cell can mean two things, "
    "nothing is guessed. Nothing was written.",
    fix="Write the value as the example in the message.",
)
CONFLICT = Rule(
    code="MP808",
    title="A cell was changed in the file and in the spreadsheet",
    why="Since the export somebody changed the value in the program's file to one thing, and somebody in the "
    "spreadsheet to another. Taking either would lose the other. Nothing was written.",
    fix="Agree on one; write it into the cell or the file, so that both say the same.",
)
BAD_ROW = Rule(
    code="MP809",
    title="A row can't be told",
    why="Each row stands for one document or item, known by its `Id`. An id that is missing, stands twice, or is of "
    "nothing in the program leaves open what the row's edits are for. Nothing was written.",
    fix="Put the id back as it was exported; a new row gets a new id of lower-case letters, digits and hyphens.",
)
ROW_GONE = Rule(
    code="MP810",
    title="A row was taken out of the spreadsheet",
    why="A missing row may be a filter, a copy of a part, or a slip. Nothing is ever removed from a program by leaving "
    "it out of a spreadsheet.",
    fix="To take a capability out of the program, write `retired: {on: DATE, because: ...}` into its file.",
    severity=Severity.WARNING,
)
INCOMPLETE_ROW = Rule(
    code="MP811",
    title="A new row lacks what a document needs",
    why="A new document is written only where it is whole. Nothing was written.",
    fix="Fill the cells that the message names.",
)
RULES = (
    NO_SHEET, OTHER_PROGRAM, RENAMED_COLUMN, NOT_READ, BAD_CELL, CONFLICT, BAD_ROW, ROW_GONE, INCOMPLETE_ROW,
)  # fmt: skip
