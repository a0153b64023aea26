"""Findings about files of tables."""

from milepost.kernel.finding import Rule

MISSING_FILE = Rule(
    code="MP501",
    title="There is no such file",
    why="A table is read from the path that was named, and nothing is there, or it is a folder.",
    fix="Check the path; a relative one counts from the folder the command runs in.",
)
UNKNOWN_ENDING = Rule(
    code="MP502",
    title="The file's ending is not one of a table",
    why="The ending says how to read it; guessing would read some files wrongly without a word.",
    fix="Save it as .csv, .parquet, .xlsx or .xls",
)
EMPTY_FILE = Rule(
    code="MP503",
    title="The file is empty",
    why="A table has a header at least.",
    fix="Export it again, with a header line.",
)
UNREADABLE_FILE = Rule(
    code="MP504",
    title="The file can't be read as what its ending says",
    why="It is damaged, cut off, protected, or of another format than its name.",
    fix="Open it in the program that made it and export it again.",
)
BINARY_FILE = Rule(
    code="MP505",
    title="The file is not text in UTF-8",
    why="A CSV is text. Bytes of another encoding would turn names into other names, so that arms stop matching.",
    fix='Export it again as "CSV UTF-8".',
)
NO_HEADER = Rule(
    code="MP506",
    title="The table has no header",
    why="Columns are named by the first line; without it a row of data would be lost and columns mistaken.",
    fix="Put a line with the columns' names on top.",
)
DOUBLE_COLUMN = Rule(
    code="MP507",
    title="Two columns have the same name",
    why="Which of the two is meant can't be known. Names that differ only in capitals count as the same.",
    fix="Rename one of them.",
)
BROKEN_ROW = Rule(
    code="MP508",
    title="A row does not fit the header",
    why="A row with more or fewer cells, or a quote that never closes, shifts every cell after it.",
    fix="Put cells that hold the separator or a line break in double quotes; double a quote inside quotes.",
)
DISK_REFUSED = Rule(
    code="MP510",
    title="The disk refused a table",
    why="The disk is full, failing, or not writable for this user. Nothing half-written was left.",
    fix="Free some space or choose another folder, then run the command again.",
)
TOO_LARGE = Rule(
    code="MP511",
    title="The work does not fit into memory and temporary space",
    why="Sorting or joining a large table spills to disk; both were used up.",
    fix="Free memory or disk space, or set a temporary folder on a larger disk (TMPDIR).",
)
RULES = (
    MISSING_FILE,
    UNKNOWN_ENDING,
    EMPTY_FILE,
    UNREADABLE_FILE,
    BINARY_FILE,
    NO_HEADER,
    DOUBLE_COLUMN,
    BROKEN_ROW,
    DISK_REFUSED,
    TOO_LARGE,
)
