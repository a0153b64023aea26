"""Findings about designs and the history they are made from."""

from milepost.kernel.finding import Rule

CANT_ANSWER = Rule(
    code="MP570",
    title="The design can't answer its question in time",
    why="Within the weeks allowed the test would miss the effect asked for more often than the power says, so an "
    "inconclusive end is the likely one, and it was known before.",
    fix="Take one of the ways out that the finding names, each with its number, or don't run the test.",
)
TOO_SHORT = Rule(
    code="MP571",
    title="The history is too short to plan from",
    why="Variance, weekly cycle and traffic are measured by whole weeks; less than two show no difference of weeks.",
    fix="Export the last two whole weeks at least; a gain by the time before needs twice the test's weeks.",
)
NO_TIME = Rule(
    code="MP572",
    title="A row of the history has no readable time",
    why="A row without its day belongs to no week, so leaving it out would change variance and traffic unseen.",
    fix="Write dates as 2026-11-22 or instants as 2026-11-22T09:00:00Z.",
)
MIXED_ZONES = Rule(
    code="MP573",
    title="Some times of the history have a time zone and some have none",
    why="An instant without a zone may belong to another day, and days of two clocks make no weekly cycle.",
    fix="Write all times with their zone, or all without.",
)
COVARIATE_MOVES = Rule(
    code="MP574",
    title="The covariate is not one number per unit",
    why="A covariate must be known before the exposure; one that changes within a unit was measured after it as well, "
    "and adjusting by it would take part of the effect away.",
    fix="Name a column that was fixed before, or `--covariate pre` for the metric's own past.",
)
NOTHING_TO_FIND = Rule(
    code="MP575",
    title="The metric shows nothing to plan with",
    why="Where nothing varies, or a level in percent of which is asked is not above zero, no size can be computed.",
    fix="Look at the column and its dates, or give the effect in the metric's own unit.",
)
NO_DESIGN = Rule(
    code="MP576",
    title="What is asked of the test makes no design",
    why="An effect of zero or beyond what can be, a share that is no share, no traffic, or a margin that is not above "
    "zero asks for nothing.",
    fix="Give an effect above zero, shares above zero that sum to 1, margins above zero.",
)
NO_HISTORY_COLUMN = Rule(
    code="MP577",
    title="The experiment's source doesn't say whose row it is, or when it was",
    why="A design is measured from rows of unit and time; with one row a unit and no date there is no history in it.",
    fix="Give the experiment its `unit:`, and `--time COL` where the contract has not just one date.",
)
RULES = (
    CANT_ANSWER,
    TOO_SHORT,
    NO_TIME,
    MIXED_ZONES,
    COVARIATE_MOVES,
    NOTHING_TO_FIND,
    NO_DESIGN,
    NO_HISTORY_COLUMN,
)
