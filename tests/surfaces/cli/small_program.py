"""A small program from parameters, and small tables with planted differences; nothing in them is left to chance.

Documents given replace those of the same kind and id in the sound example program. It starts on 2026-10-01 in New
York; its one experiment runs from 5 to 18 October; `quarter: 2026Q4` ends on 2027-01-31.
"""

from cli import Journey
from program.overlay import overlay

LOG = "Each customer was given an arm by a coin thrown before the mail was sent.\n"
WORTH_IT = 'evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d'


def small_journey(journey: Journey, *documents: str) -> Journey:
    """Write the example program with `documents` laid over it, and its assignment log."""
    for name, content in overlay("---\n".join(documents)).items():
        journey.write(name, content)
    journey.write("assignment.md", LOG)
    return journey


def milestone(
    slug: str = "proven", *, asks: str = WORTH_IT, quarter: str = "2026Q4", after: str = "", capabilities: str = "mail"
) -> str:
    """Write a milestone; `asks` holds criteria, a line each, all of which must be met."""
    wanted = "".join(f"    - {{{each}}}\n" for each in asks.splitlines())
    waits = f"after: {after}\n" if after else ""
    return (
        f"kind: Milestone\nid: {slug}\ngoal: grow\nquarter: {quarter}\ncapabilities: {capabilities}\n{waits}"
        f"exit:\n  all:\n{wanted}"
    )


def capability(slug: str = "mail", *, needs: str = "data: [crm]", more: str = "") -> str:
    """Write a capability whose contact costs 0.05 USD."""
    return f"""\
kind: Capability
id: {slug}
title: Spring {slug}
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: margin, p10: "0.05 USD", p50: "0.15 USD", p90: "0.30 USD", because: last year's sends}}
needs: {{{needs}}}
costs: [{{kind: compute, amount: "0.05 USD", per: contact}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
{more}"""


def experiment(*, more: str = "", stated: bool = True, period: str = "2026-10-05/2026-10-19") -> str:
    """Write the experiment; not `stated`, nobody says that its arms were drawn at random."""
    says = "randomised: {stated_by: analyst, document: assignment.md}\n" if stated else ""
    return f"""\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: 1/2}}
primary: contribution
period: {period}
{says}{more}"""


def goal(target: str = "9 USD") -> str:
    """Write the goal; the margin per customer of the tables here lies below 1 USD."""
    return f"""\
kind: Goal
id: grow
title: Earn more from the customers we have
kpi: margin
target: {{value: "{target}", by: 2028-03-31}}
"""


def role(slug: str, held_by: str = "") -> str:
    """Write a role, unfilled where nobody holds it."""
    return f"kind: Role\nid: {slug}\n" + (f"held_by: {held_by}\n" if held_by else "")


def arms(mail: float, none: float = 2.0, n: int = 300) -> str:
    """Write a table of two arms, `n` customers each, whose spend has these means and a standard deviation of .82.

    A contact costs 0.05 USD and 30% of spend is kept: 0.17 more spent pays for it.
    """
    rows = [f"{arm},{mean + k % 3 - 1:.2f}\n" for k in range(n) for arm, mean in (("None", none), ("Mail", mail))]
    return "segment,spend\n" + "".join(rows)


WINS, LOSES, EVEN = arms(mail=3.0), arms(mail=1.0), arms(mail=2.1667)
