"""A key is not known here."""

from milepost.kernel.finding import Rule
from milepost.program.check import Check

CHECK = Check(
    rule=Rule(
        code="MP101",
        title="A key is not known here",
        why="A misspelt key would be ignored in silence.",
        fix="Use the near name, or remove the key; `milepost schema` lists the keys.",
    ),
    passes="kind: Role\nid: notes\ntitle: fine\n",
    fails="kind: Role\nid: notes\ntitel: fine\n",
)
