"""Findings of the books: costs, rates, closing and exports."""

from milepost.kernel.finding import Rule, Severity

NO_CHARGES = Rule(
    code="MP710",
    title="The source of costs has no rows",
    why="An empty export says nothing about what was charged; taken as none, it would make value look free.",
    fix="Check the export, its filter and its dates.",
)
UNKNOWN_CAPABILITY = Rule(
    code="MP711",
    title="A charge names a capability that the program does not have",
    why="A cost that can't be held against its value would be dropped from every return.",
    fix="Write the capability's id as `x_CapabilityId`; leave it empty for what all capabilities share.",
)
UNKNOWN_KIND = Rule(
    code="MP712",
    title="A charge is of no known kind",
    why="Value is held against costs by kind.",
    fix="Write data, compute, people, governance or incentives as `x_CostKind`.",
)
NEGATIVE_CHARGE = Rule(
    code="MP713",
    title="A charge is below zero and no credit",
    why="FOCUS tells credits and corrections from charges; any other amount below zero is a fault of the export.",
    fix="Give the row the ChargeCategory `Credit` (or the ChargeClass `Correction`), or mend the amount.",
)
NO_RATE = Rule(
    code="MP714",
    title="A charge has no exchange rate",
    why="A charge is converted at the last rate on or before its day, at most 35 days old; none is guessed.",
    fix="Add the rate to the source that the ledger names as `rates`.",
)
BAD_RATE = Rule(
    code="MP715",
    title="An exchange rate can't be used",
    why="A rate is above zero, dated, and one a day and currency: program currency for one unit of the other.",
    fix="Mend the row at the source and load it again.",
)
CHARGED_TWICE = Rule(
    code="MP716",
    title="Two charges overlap",
    why="Two rows agree in every contracted column but the amounts, and their charge periods overlap: one is a copy.",
    fix="Take the copy out; or add the column that tells the two apart (ResourceId, SkuId) to the contract.",
)
NOT_IN_UTC = Rule(
    code="MP717",
    title="A charge period is not in UTC",
    why="FOCUS periods are in UTC. One of whole days that does not begin at midnight is of another zone, and would be "
    "booked in the wrong month.",
    fix="Export the periods in UTC.",
)
NO_AMOUNT = Rule(
    code="MP718",
    title="A charge has no usable amount, period or currency",
    why="A cost is booked by its amount, from a start to a later end, in a currency.",
    fix="Mend the row at the source and load it again.",
)
UNKNOWN_EVIDENCE = Rule(
    code="MP719",
    title="A charge names an experiment that the program does not have",
    why="A charge with the evidence of an experiment is taken to be inside that experiment's value already.",
    fix="Write `experiment/ID` as `x_EvidenceId`, or leave it empty.",
)
NO_LEDGER = Rule(
    code="MP720",
    title="The program does not say how its books are kept",
    why="A document of kind Ledger names who closes a period, and where costs, rates and actuals come from.",
    fix="Add a document of kind Ledger and have the program accepted.",
)
NOT_OVER = Rule(
    code="MP721",
    title="The period can't be closed yet",
    why="A quarter is closed once its last day, and then the time in which returns come in, is over.",
    fix="Close it later.",
)
NOT_THE_CLOSER = Rule(
    code="MP722",
    title="The signer does not close periods",
    why="The role that `closed_by` names closes them, and no other: a number that stands for ever has one owner.",
    fix="Let that role close it.",
)
CLOSED_ALREADY = Rule(
    code="MP723",
    title="The period is closed",
    why="A closed period does not move; what comes later is booked in the first open one, as a restatement.",
    fix="Look with `milepost value restate`.",
)
EARLIER_OPEN = Rule(
    code="MP724",
    title="An earlier period is still open",
    why="Periods are closed in their order, so that what comes late has one place to go.",
    fix="Close the earlier one first.",
)
PERIOD_MOVED = Rule(
    code="MP725",
    title="A closed period does not say any more what it said",
    why="Its trial balance differs from the one that was closed, or its dates from those of the fiscal calendar.",
    fix="Put the fiscal calendar back; if that is not it, report it with `milepost record verify`.",
)
BAD_ACTUAL = Rule(
    code="MP727",
    title="A row of the actuals can't be tied to an account",
    why="Actuals name an account of the books (`Expenses:Compute:NAME`), a fiscal quarter (`2026Q1`) and an amount.",
    fix="Mend the row; `milepost value export --to csv` has the accounts.",
    severity=Severity.WARNING,
)
RULES = (
    NO_CHARGES,
    UNKNOWN_CAPABILITY,
    UNKNOWN_KIND,
    NEGATIVE_CHARGE,
    NO_RATE,
    BAD_RATE,
    CHARGED_TWICE,
    NOT_IN_UTC,
    NO_AMOUNT,
    UNKNOWN_EVIDENCE,
    NO_LEDGER,
    NOT_OVER,
    NOT_THE_CLOSER,
    CLOSED_ALREADY,
    EARLIER_OPEN,
    PERIOD_MOVED,
    BAD_ACTUAL,
)
