"""Values are nested deeper than 50 levels."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP004",
        title="Values are nested deeper than 50 levels",
        why="No document of a program needs it; deep nesting is how a reader is made to fall over.",
        fix="Flatten the value.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\ntitle: " + "[" * 60 + "]" * 60 + "\n",
)
