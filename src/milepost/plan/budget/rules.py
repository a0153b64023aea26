"""Findings about a budget's choice; those about its document are checks."""

from milepost.kernel.finding import Rule

NO_BUDGET = Rule(
    code="MP756",
    title="The program has no budget",
    why="Without lines, teams and a sponsor's appetite there is nothing to choose under.",
    fix="Write a document of kind Budget: `lines`, `must`, `floors`, `appetite`.",
)
CONFLICT = Rule(
    code="MP757",
    title="No plan keeps all of the budget",
    why="What must be built, by when, by whom and with what money cannot all hold; each finding is a part of the "
    "conflict, and without any one of them a plan exists as far as the others go.",
    fix="Change one line that the findings name, by as much as they say.",
)
NO_TIME = Rule(
    code="MP758",
    title="No plan was found in the time given",
    why="Neither the rule of thumb nor the solver found a plan that keeps all limits, and none was shown to be "
    "impossible either.",
    fix="Give more time with `--seconds`, or loosen the appetite.",
)
NO_CAPABILITY = Rule(
    code="MP759",
    title="There is nothing to choose from",
    why="A budget chooses between capabilities, and the program has none.",
    fix="Describe what could be built in documents of kind Capability.",
)
NOT_FOCUS = Rule(
    code="MP760",
    title="A file of charges cannot be read as FOCUS",
    why="A line or a charge needs an amount, a currency, a period and a kind; without, it is money of nothing.",
    fix="Export FOCUS 1.2 with BilledCost, EffectiveCost, BillingCurrency, ChargePeriodStart, ChargePeriodEnd and "
    "x_CostKind.",
)
RULES = (NO_BUDGET, CONFLICT, NO_TIME, NO_CAPABILITY, NOT_FOCUS)
