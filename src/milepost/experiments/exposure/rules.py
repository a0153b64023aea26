"""Findings about segments and exposure."""

from milepost.kernel.finding import Rule, Severity

SEGMENT_COLUMN = Rule(
    code="MP564",
    title="A column makes no segments",
    why="A segment is a handful of groups known before the treatment. One value compares nothing; a value for every "
    "unit finds a difference by chance alone; and the arm or a metric is no segment, for the treatment moves them.",
    fix="Name a column with 2 to 50 values that were known before the treatment, such as country or device.",
)
UNIT_IN_TWO_SEGMENTS = Rule(
    code="MP565",
    title="A unit stands in two segments",
    why="A segment that changes while the experiment runs may be changed by the treatment, and compares unlike units.",
    fix="Take each unit's segment from before the experiment, the same in all its rows.",
)
NO_TRAFFIC = Rule(
    code="MP566",
    title="No unit of an arm was exposed",
    why="An arm without traffic was never treated. Where it is the control, nobody knows when its units would have "
    "been exposed, so weeks of exposure can't be compared.",
    fix="Look why nobody was; log in every arm, the control too, when a unit first met the place of the treatment.",
)
EARLY_EXPOSURE = Rule(
    code="MP567",
    title="A unit was exposed before the experiment began",
    why="What happened to it before belongs to no arm. Often a test of the system was left in, or days are in another "
    "time zone than the start.",
    fix="Leave such units out in every arm by the same rule, or tell the day on which it truly began.",
)
UNEVEN_EXPOSURE = Rule(
    code="MP568",
    title="The arms were not exposed alike",
    why="Exposure imbalance, p < .001: the treatment, or its logging, changes who counts as exposed. Cohorts of "
    "exposure then hold unlike units, so they are not shown. The effect over all assigned units stays as it is.",
    fix="Log exposure at the same place in every arm, before the treatment can be seen.",
    severity=Severity.WARNING,
)
NO_DAY = Rule(
    code="MP569",
    title="A cell is not a day of exposure",
    why="A unit's week is counted from its day of first exposure; what can't be read as a day puts it into none.",
    fix="Write days as 2026-11-22 or instants as 2026-11-22T09:00:00Z; leave the cell empty where nobody was exposed.",
)
MIXED_EXPOSURE_ZONES = Rule(
    code="MP559",
    title="Days of exposure are told in different time zones",
    why="An instant at midnight is in one week here and in another there, so that weeks of exposure, and whether a "
    "unit came before the start, would depend on who logged it.",
    fix="Write plain days of one place, or all instants with the same offset.",
)
RULES = (
    SEGMENT_COLUMN,
    UNIT_IN_TWO_SEGMENTS,
    NO_TRAFFIC,
    EARLY_EXPOSURE,
    UNEVEN_EXPOSURE,
    NO_DAY,
    MIXED_EXPOSURE_ZONES,
)
