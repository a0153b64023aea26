"""Findings about exports of finished tests."""

from milepost.kernel.finding import Rule, Severity

UNKNOWN_FORM = Rule(
    code="MP590",
    title="The export is of no form that is known of this vendor",
    why="A column read by guess is a number nobody meant. Forms that are known stand in docs/without-arms.md.",
    fix="Export the results again as the vendor's own CSV, or name the vendor that it is from.",
)
NOT_IN_EXPORT = Rule(
    code="MP591",
    title="The export has no such test, metric or variant",
    why="The experiment names a row by the export's own words; another row is another result.",
    fix="Use the near name; `milepost experiment import FILE --vendor V` lists all there are.",
)
SEVERAL_ROWS = Rule(
    code="MP592",
    title="The export has several rows for one variant and metric",
    why="They are segments, days or reruns; each has its own answer, and picking the best is how noise becomes a win.",
    fix="Export the results without a dimension, over the whole test.",
)
BAD_CELL = Rule(
    code="MP593",
    title="A number of the export can't be read",
    why="A count below two, a share above one or a word where a number belongs is a damaged or an edited export.",
    fix="Export the results again; write plain numbers with a decimal point.",
)
INTERVAL_DISAGREES = Rule(
    code="MP594",
    title="The export's interval does not fit its effect or its p-value",
    why="The standard error is taken from the interval. Where the p-value tells of another, one of the two was edited, "
    "or the interval is of another level than is known of this vendor.",
    fix="Export the results again, by the vendor's fixed-horizon method where there is one.",
)
EFFECT_DISAGREES = Rule(
    code="MP595",
    title="The effect that the export states is not the difference of its means",
    why="Ours is computed from the export's own counts and means. A stated one that differs was adjusted (CUPED, "
    "capping), or the file was edited by hand.",
    fix="Compare with the vendor's page; what is used is our own estimate.",
    severity=Severity.WARNING,
)
NO_LEVEL = Rule(
    code="MP596",
    title="The export tells a relative effect and no control level",
    why="A percentage of nobody knows what is no effect in the metric's unit, and no money.",
    fix="Export the control's mean beside it.",
)
NO_ERROR = Rule(
    code="MP598",
    title="The export tells neither a variance nor an interval",
    why="A number without its error can't be told from chance, whatever chance to win stands beside it.",
    fix="Export with standard deviations or confidence intervals; older exports lack them.",
)
RULES = (
    UNKNOWN_FORM,
    NOT_IN_EXPORT,
    SEVERAL_ROWS,
    BAD_CELL,
    INTERVAL_DISAGREES,
    EFFECT_DISAGREES,
    NO_LEVEL,
    NO_ERROR,
)
