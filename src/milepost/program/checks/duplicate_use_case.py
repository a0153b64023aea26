"""Two capabilities are one use case."""

import re
from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP363",
    title="Two capabilities are one use case",
    why="The same data moves the same number for the same decision: built twice, paid twice, and its value "
    "counted twice.",
    fix="Retire one of them, or say in title and `decision` what sets them apart.",
    severity=Severity.WARNING,
)
_WORD = re.compile(r"\w+")
_FILLERS = frozenset({"a", "an", "and", "by", "for", "in", "of", "on", "our", "the", "to", "with"})


def check(draft: Draft) -> Iterator[Finding]:
    """Find live capabilities that move the KPI of an earlier one by the same data, with its title or its decision."""
    first: dict[tuple[object, ...], str] = {}
    for slug, capability in draft.once(live).items():
        told = {"title": _words(capability.title), "decision": _words(capability.decision or "")}
        base = (capability.moves.kpi if capability.moves else None, frozenset(capability.needs.data))
        for key, words in told.items() if base[0] else ():
            other = first.setdefault((*base, key, words), slug) if words else slug
            if other != slug:
                message = f"capability/{slug} has KPI, data and {key} of capability/{other}"
                yield RULE.at(draft.span(Ref("capability", slug), key), message, RULE.fix)
                break


def _words(text: str) -> frozenset[str]:
    """Return what a title or a decision says, whatever the order, the fillers and the plurals."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.lower()) if word not in _FILLERS)


CHECK = Check(
    rule=RULE,
    passes=example.several([{"title": "Letters in winter"}, {"title": "Letters in autumn"}]),
    fails=example.several([{"title": "Letters in autumn"}, {"title": "The autumn letter"}]),
    run=check,
)
