"""Findings of `plan` and `apply`."""

from milepost.kernel.finding import Rule

NO_PLAN = Rule(
    code="MP780",
    title="The file is no saved plan",
    why="`apply` does just what `plan --out FILE` wrote, and nothing else.",
    fix="Make one with `milepost plan --out FILE`.",
)
EDITED_PLAN = Rule(
    code="MP781",
    title="The saved plan was edited",
    why="What is applied must be what was shown and approved; a digest over the whole file holds it to that.",
    fix="Change the program's files instead, then plan again.",
)
OTHER_PLAN = Rule(
    code="MP782",
    title="The plan is of another program",
    why="A plan holds the texts of one program and can't be applied to another's record.",
    fix="Name the program with -C, or plan again here.",
)
STATE_MOVED = Rule(
    code="MP783",
    title="Another version was accepted since the plan was made",
    why="The plan shows the difference from a version that is no longer in force; applied now it would undo what it "
    "never showed.",
    fix="Plan again, look at it, then apply that.",
)
FACTS_MOVED = Rule(
    code="MP784",
    title="What the record knows has changed since the plan was made",
    why="New measurements changed the progress that the plan's dates, amounts and chances rest on.",
    fix="Plan again, look at it, then apply that.",
)
FOLDER_DIFFERS = Rule(
    code="MP785",
    title="The program's files are not those of the plan",
    why="After applying, the version in force and the files would be two programs; the folder must compile to what was "
    "planned. Comments and layout may differ.",
    fix="Bring the files back to what was planned, or plan again.",
)
DOCUMENT_DIFFERS = Rule(
    code="MP786",
    title="A document that the program names has changed since the plan was made",
    why="A statement binds to the document as it was when the plan was approved.",
    fix="Restore the document, or plan again.",
)
OTHER_READING = Rule(
    code="MP787",
    title="This version reads the saved texts otherwise",
    why="The plan was made by another version of Milepost, which compiled the same texts to another program.",
    fix="Plan again with this version.",
)
RULES = (
    NO_PLAN,
    EDITED_PLAN,
    OTHER_PLAN,
    STATE_MOVED,
    FACTS_MOVED,
    FOLDER_DIFFERS,
    DOCUMENT_DIFFERS,
    OTHER_READING,
)
