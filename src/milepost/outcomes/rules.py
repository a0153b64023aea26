"""Findings about the cells of an outcome table."""

from milepost.kernel.finding import Rule

MISSING_COLUMN = Rule(
    code="MP520",
    title="The table has no such column",
    why="A metric, arm or unit names a column by its exact name; reading another one would answer another question.",
    fix="Name a column that the table has; capitals and spaces count.",
)
WRONG_TYPE = Rule(
    code="MP521",
    title="The column holds something that can't be summed",
    why="A metric is a number per row. Dates, lists and bytes have no mean that means anything here.",
    fix="Name a column of numbers, or turn it into one before.",
)
NULL_VALUE = Rule(
    code="MP522",
    title="A metric's cell is empty",
    why="Empty may mean nothing happened (then it is 0) or that nobody knows (then the row biases the answer). "
    "The two give different verdicts, so the choice is not made silently.",
    fix="Write 0 where nothing happened; leave out units that were never measured, in every arm by the same rule.",
)
UNREADABLE_VALUE = Rule(
    code="MP523",
    title="A metric's cell is not a number",
    why="Text among numbers is a damaged export, a second header line, or a number in another country's form.",
    fix="Write plain numbers with a decimal point and no thousands separator: 1234.5",
)
NOT_FINITE_VALUE = Rule(
    code="MP524",
    title="A metric's cell is not finite",
    why="One infinite or not-a-number cell makes every mean and interval meaningless. So does one beyond 1e100.",
    fix="Find where it was made (a division by zero, an overflow) and write the number that was meant.",
)
NOT_BINARY_VALUE = Rule(
    code="MP525",
    title="A proportion's cell is neither 0 nor 1",
    why="A proportion counts units for which something happened; its formula holds for zeros and ones only.",
    fix="Write 1 where it happened and 0 where not, or read the metric as a mean: COL:mean",
)
NEGATIVE_MONEY = Rule(
    code="MP526",
    title="The money metric is negative",
    why="The money metric is revenue before margin and cost. Below zero it is a refund in another unit's row or a "
    "sign fault, and would be priced as if it were a sale.",
    fix="Net refunds against the unit's own sales, so that no unit stands below zero.",
)
NULL_ARM = Rule(
    code="MP527",
    title="A row has no arm",
    why="Who was assigned where is the experiment. Dropping rows of unknown arm hides a broken assignment.",
    fix="Fill in the arm that was assigned, or leave out rows of people who were never in the experiment.",
)
NULL_UNIT = Rule(
    code="MP528",
    title="A row has no unit",
    why="Rows of one randomised unit are summed; a row of nobody can't be put to anyone.",
    fix="Fill in the unit's id, or leave the row out if it belongs to nobody in the experiment.",
)
UNIT_IN_TWO_ARMS = Rule(
    code="MP529",
    title="A unit stands in two arms",
    why="A unit that saw both treatments tells nothing about either, and shows that the assignment was not stable.",
    fix="Give each unit the arm it was first assigned to, or leave such units out and say how many.",
)
NEGATIVE_COST = Rule(
    code="MP532",
    title="A unit's cost is negative",
    why="A cost below zero would be earned: a sign fault, or a refund that belongs to another unit's row.",
    fix="Write costs as they were spent, 0 or more.",
)
OTHER_CURRENCY = Rule(
    code="MP533",
    title="A row is in another currency",
    why="Amounts of several currencies add up to a number in none of them; no rate is guessed here.",
    fix="Convert all rows by dated rates before, or state the table's currency with --currency.",
)
RULES = (
    MISSING_COLUMN,
    WRONG_TYPE,
    NULL_VALUE,
    UNREADABLE_VALUE,
    NOT_FINITE_VALUE,
    NOT_BINARY_VALUE,
    NEGATIVE_MONEY,
    NULL_ARM,
    NULL_UNIT,
    UNIT_IN_TWO_ARMS,
    NEGATIVE_COST,
    OTHER_CURRENCY,
)
