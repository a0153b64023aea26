"""There is not exactly one Program document."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Span
from milepost.program.check import Check
from milepost.program.draft import Draft

RULE = Rule(
    code="MP107",
    title="There is not exactly one Program document",
    why="The Program says currency, calendar and tolerances; without it, or with two, nothing else can be judged.",
    fix="Keep one document with `kind: Program`; copy the one of examples/email to begin with.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find a folder without a Program, and every Program after the first."""
    found = ((ref, origin) for ref, origin in draft.origins.items() if ref.kind == "program")
    programs = [ref for *_, ref in sorted((origin.source.path, origin.node.line, ref) for ref, origin in found)]
    if not programs and draft.is_whole:
        path = min((origin.source.path for origin in draft.origins.values()), default="")
        yield RULE.at(Span(path=path) if path else None, "no document has `kind: Program`", RULE.fix)
    for ref in programs[1:]:
        yield RULE.at(draft.span(ref, "id"), f"{ref} is a second Program; {programs[0]} came first", RULE.fix)


_SECOND = "kind: Program\nid: summer\ntitle: S\nsponsor: cmo\ncurrency: USD\ntime_zone: UTC\n"
_SECOND += "starts: 2026-10-01\nhorizon: 18 months\n"
CHECK = Check(
    rule=RULE,
    passes="kind: Role\nid: notes\n",
    fails=_SECOND,
    run=check,
)
