"""Findings about arms, splits and what an experiment can show."""

from milepost.kernel.finding import Rule, Severity

EMPTY_TABLE = Rule(
    code="MP540",
    title="The table has no rows",
    why="No unit was observed, so there is nothing to compare.",
    fix="Check the export, its filter and its dates.",
)
MISSING_CONTROL = Rule(
    code="MP541",
    title="The control arm is not in the table",
    why="Every effect is a difference from the control; a misspelt one would compare with nothing.",
    fix="Name the arm that got no treatment, exactly as it is written in the table.",
)
ONE_ARM = Rule(
    code="MP542",
    title="The table has one arm only",
    why="Without a second arm there is no difference to measure, only a level.",
    fix="Export all arms, the control too.",
)
MISSING_ARM = Rule(
    code="MP543",
    title="A treatment arm is not in the table",
    why="An arm that was planned and has no rows means a lost export or a failed assignment.",
    fix="Name the arm exactly as it is written in the table, or leave it out of the design.",
)
UNKNOWN_SPLIT_ARM = Rule(
    code="MP544",
    title="The split names an arm that is not in the table",
    why="The split says how many units each arm should have; a share for nobody makes every other share wrong.",
    fix="Write the split with the arms' exact names.",
)
SPLIT_LACKS_ARM = Rule(
    code="MP545",
    title="The split leaves out an arm",
    why="An arm without an intended share can't be checked for a broken assignment.",
    fix="Give every arm of the table a share, or give no split for equal shares.",
)
SPLIT_SUM = Rule(
    code="MP546",
    title="The shares of the split do not make a whole",
    why="Shares above zero that sum to 1 say where each unit should have gone; others say nothing.",
    fix="Write shares above zero that sum to 1; fractions such as 1/3 are understood.",
)
TOO_FEW = Rule(
    code="MP547",
    title="An arm has fewer than two units",
    why="One unit has no variance, so no interval can be drawn around it.",
    fix="Wait for more data, or leave the arm out of the design.",
)
SRM_FAILED = Rule(
    code="MP548",
    title="The arms' sizes do not fit the intended split",
    why="Sample ratio mismatch, p < .001: units went missing or were assigned by another rule, so the arms may differ "
    "in more than the treatment. No effect is shown, because a wrong one would be quoted.",
    fix="Look for units lost after assignment (redirects, filters, bots, joins); state the true split with --split.",
)
NOTHING_VARIES = Rule(
    code="MP549",
    title="A metric does not vary in either arm",
    why="All cells of an arm are equal, in both arms. There is no standard error, so no interval can be drawn.",
    fix="Check that the column is filled and covers the time after the treatment.",
)
NO_DENOMINATOR = Rule(
    code="MP550",
    title="A ratio's denominator sums to zero",
    why="A ratio over nothing has no value.",
    fix="Check that the denominator's column is filled, in every arm.",
)
TOO_MANY_ARMS = Rule(
    code="MP551",
    title="The arm's column has too many values",
    why="An experiment has a handful of arms; a column with hundreds of values names units, dates or amounts.",
    fix="Give --arm the column that says which arm a row is in.",
)
COVARIATE_IS_METRIC = Rule(
    code="MP552",
    title="A covariate is a column of the experiment itself",
    why="Adjusting by what is measured, priced or assigned takes the effect out together with the noise.",
    fix="Name a column of before the treatment, such as last quarter's spend.",
)
COVARIATE_MOVED = Rule(
    code="MP553",
    title="A covariate differs between the arms",
    why="Nothing known before the treatment differs between randomised arms beyond chance, p < .001. The column was "
    "filled after it, so that adjusting would take the effect away, or the arms were not drawn at random.",
    fix="Name a column that was fixed before the first exposure, or leave this covariate out.",
)
COVARIATE_CONSTANT = Rule(
    code="MP554",
    title="A covariate does not vary",
    why="All its cells are equal, so it tells nothing about anybody; most often the column was not filled.",
    fix="Check the export, or leave the covariate out.",
)
SKEWED = Rule(
    code="MP555",
    title="A metric is too skewed for Student's interval",
    why="Few units hold much of it. By the skewness of the estimate the error of the one-sided 95% bound would be more "
    "than one point off its 5%, so that a claim made from it would hold more or less often than it says.",
    fix="Nothing: the interval is a bootstrap-t one, which is as skewed as the estimate. More units cure it.",
    severity=Severity.WARNING,
)
NO_VALUES = Rule(
    code="MP556",
    title="A metric needs the table's values",
    why="A quantile or a winsorised mean can't be told from counts, means and variances.",
    fix="Read the table of units itself.",
)
TELLS_TOO_LITTLE = Rule(
    code="MP558",
    title="An arm tells too little of a metric",
    why="All its units are alike, or so few hold anything that resamples without them have no error at all, or a "
    "quantile lies too near the end of its units. None bought among two hundred does not mean that nobody would: where "
    "two of them are expected, an interval drawn from such an arm calls an effect in one null test of seven.",
    fix="Wait for more units, choose a metric that more of them move, or check that the arm's column is filled.",
)
TREATED_HELD_OUT = Rule(
    code="MP660",
    title="An experiment treated people who are held out",
    why="The holdout is the whole program's control. Once its people are treated they are none, and the experiment's "
    "own arms are not those that were drawn. Neither is read.",
    fix="Leave the held out out of every audience; take the experiment's arms from people who are not held out.",
)
MISPLACED = Rule(
    code="MP662",
    title="A person's group does not fit the holdout's salt",
    why="The group follows from the hash of salt and unit. A row of the other group was put there by another rule, "
    "another salt or another share, and nobody can say by which.",
    fix="Draw the groups with the salt and share of the program, or leave the salt out and state how they were drawn.",
)
NO_HELD_OUT = Rule(
    code="MP663",
    title="The holdout's list has one group only",
    why="The program's total is a difference of two groups. A misspelt value for the held out makes one of them empty.",
    fix="Write `held` exactly as it stands in the column, and export the held out and all others.",
)
NO_ROWS_AFTER = Rule(
    code="MP664",
    title="No row lies in the holdout's period",
    why="What people did before the wash-out was over says nothing of a program that they were held out of.",
    fix="Export the outcomes of the period, and name the column of their day in `time`.",
)
NOT_HASHABLE = Rule(
    code="MP666",
    title="The holdout's unit can't be hashed",
    why="A number with a point, a date or a truth is written differently by different engines, and its hash with it.",
    fix="Export the unit as a text or a whole number.",
)
RULES = (
    COVARIATE_IS_METRIC,
    COVARIATE_MOVED,
    COVARIATE_CONSTANT,
    SKEWED,
    NO_VALUES,
    TELLS_TOO_LITTLE,
    TREATED_HELD_OUT,
    MISPLACED,
    NO_HELD_OUT,
    NO_ROWS_AFTER,
    NOT_HASHABLE,
    TOO_MANY_ARMS,
    EMPTY_TABLE,
    MISSING_CONTROL,
    ONE_ARM,
    MISSING_ARM,
    UNKNOWN_SPLIT_ARM,
    SPLIT_LACKS_ARM,
    SPLIT_SUM,
    TOO_FEW,
    SRM_FAILED,
    NOTHING_VARIES,
    NO_DENOMINATOR,
)
