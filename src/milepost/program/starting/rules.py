"""Findings of a program's beginning."""

from milepost.kernel.finding import Rule

NOT_EMPTY = Rule(
    code="MP825",
    title="The folder is not empty",
    why="`milepost init` never writes over anything: what lies there may be somebody's work.",
    fix="Name a folder that is not there yet, or an empty one.",
)
UNKNOWN_NAME = Rule(
    code="MP826",
    title="An answer names something that no answer describes",
    why="An owner, a source or a team that is nowhere described is a gap that nobody would see.",
    fix="Describe it in its own list, or write its name as it stands there.",
)
TWICE = Rule(
    code="MP827",
    title="Two answers have one name",
    why="Names become ids; with two of one id nobody could tell which is meant.",
    fix="Give one of them another name.",
)
NO_TERMINAL = Rule(
    code="MP828",
    title="There is no terminal to ask at",
    why="The interview asks and waits for answers; here nobody could type them.",
    fix="Write the questions with `milepost init --interview --questions > answers.yaml`, fill them in, and give them "
    "back with `milepost init --interview --answers answers.yaml DIR`.",
)
NO_ANSWERS = Rule(
    code="MP829",
    title="The file holds no answers",
    why="Answers are one mapping of the questions' names, as YAML or JSON.",
    fix="Write the form with `milepost init --interview --questions > answers.yaml` and fill it in.",
)
NOT_SOUND = Rule(
    code="MP830",
    title="The answers do not make a sound program",
    why="Each answer can be read; together they break a rule that a program has to keep, so nothing was written.",
    fix="Change the answer; `milepost explain CODE` says why the rule is there.",
)
RULES = (NOT_EMPTY, UNKNOWN_NAME, TWICE, NO_TERMINAL, NO_ANSWERS, NOT_SOUND)
