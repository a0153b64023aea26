"""Findings about what a status can be asked for."""

from milepost.kernel.finding import Rule, Severity

NO_SUCH_ID = Rule(
    code="MP640",
    title="There is no such id",
    why="An id is `kind/slug` of the program, an event's id, or a digest that the record names.",
    fix="Use the near name; `milepost status` lists the ids.",
)
NO_RETURN = Rule(
    code="MP730",
    title="There is nothing of that name to reckon returns of",
    why="Returns are told by capability, milestone, channel, goal or quarter, or of the program.",
    fix="Use the near name, or say by what with `--by`.",
)
OVERDUE_SIGNATURE = Rule(
    code="MP731",
    title="A signature is overdue",
    why="A milestone waits for it after its date; silence never approves.",
    fix="Have it signed with `milepost attest`, or take the criterion out and have the program accepted.",
    severity=Severity.WARNING,
)
EXPIRED_WAIVER = Rule(
    code="MP732",
    title="A waiver expired",
    why="What it let off is asked for again; an expired waiver that stays is a debt that nobody looks at.",
    fix="Do what was waived and take the waiver out, or renew `expires_at`; then `milepost accept`.",
    severity=Severity.WARNING,
)
NO_SUCH_SLIP = Rule(
    code="MP795",
    title="There is no capability of that name to slip",
    why="`--slip` asks what it would move if a capability of the program took longer.",
    fix="Use the near name; `milepost status` lists the capabilities.",
)
IS_LIVE = Rule(
    code="MP796",
    title="What is live no longer slips",
    why="The record shows it live, so its work lies behind; taking longer would move nothing.",
    fix="Ask about a capability that is not live yet; `milepost roadmap` shows which.",
    severity=Severity.WARNING,
)
RULES = (NO_SUCH_SLIP, IS_LIVE, NO_SUCH_ID, NO_RETURN, OVERDUE_SIGNATURE, EXPIRED_WAIVER)
