"""An anchor or alias is used."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP006",
        title="An anchor or alias is used",
        why="A few hundred bytes of aliases unfold to millions of values, and a reader can't see what a line says.",
        fix="Write the value out where it is used.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
)
