"""A sound program of any size: capabilities in twelve layers, five a file, each after five of the layer before."""

from datetime import date, timedelta
from pathlib import Path

LAYERS, A_FILE, SOURCES, TEAMS = 12, 5, 40, 20
STARTS = date(2026, 1, 1)
HEAD = """\
kind: Program
id: big
title: A big program
sponsor: cmo
currency: EUR
time_zone: Europe/Berlin
starts: 2026-01-01
horizon: 18 months
"""
FUNCTIONS = ("marketing", "data", "product", "sales", "finance", "other")
ROLE = "---\nkind: Role\nid: {function}\nfunction: {function}\nheld_by: Somebody of {function}\n"
CMO = "---\nkind: Role\nid: cmo\nfunction: marketing\nheld_by: A. Lind\n"
TEAM = "---\nkind: Team\nid: team-{n}\nowner: data\nparallel: 60\n"
SOURCE = """\
---
kind: Source
id: source-{n}
owner: data
contract: table
---
kind: Metric
id: metric-{n}
source: source-{n}
per: customer
column: spend
unit: EUR
"""
GOAL = """\
---
kind: Kpi
id: kpi-{n}
benefit: revenue
owner: other
metric: metric-{n}
baseline: {{window: 2025-10-01/2026-01-01, value: 20 EUR}}
population: 5000000
---
kind: Goal
id: goal-{n}
title: Raise level {n}
priority: {priority}
kpi: kpi-{n}
target: {{value: 29 EUR, by: 2027-06-01}}
"""
CAPABILITY = """\
kind: Capability
id: c{n}
title: Capability {n} of the roadmap
block: {block}
serves: goal-{goal}
owner: {owner}
approver: cmo
moves:
  kpi: kpi-{goal}
  p10: 0.50 EUR
  p50: 1.00 EUR
  p90: 2.50 EUR
  because: what a smaller test of the year before showed
  reach: 6000
needs:
  data: [source-{source}, source-{other}]
  roles: [{owner}, data]
  after: [{after}]
  governance: consent is reviewed each year
  operations:
    - {{step: drift is watched each day, owner: data}}
effort: {{team: team-{team}, p10: 1 week, p50: 2 weeks, p90: 4 weeks}}
costs:
  - {{kind: compute, amount: 400 EUR, per: month}}
  - {{kind: data, amount: 100 EUR, per: month}}
  - {{kind: governance, amount: 60 EUR, per: month}}
decision: which customers are written to with {n}
customer_outcome: a customer hears of what suits the season
adopted_by: the team of market {n}
fails_when: [unsubscribes double]
fallback: last season's letter
limits: One market, one season.
---
"""
MILESTONE = """\
kind: Milestone
id: m{n}
goal: goal-{goal}
due: {due}
capabilities: [{capabilities}]
exit: {{evidence: attestation/built-{n}, signed_by: cmo}}
"""
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: table
version: 1.0.0
status: active
schema:
  - name: customers
    properties:
      - {name: customer, logicalType: string, required: true}
      - {name: spend, logicalType: number, required: true}
"""


def write_program(folder: Path, capabilities: int) -> None:
    """Write the program: a file for five capabilities and their milestone, one for the rest, one for the contract."""
    folder.mkdir(parents=True)
    parts = [HEAD, CMO, *(ROLE.format(function=each) for each in FUNCTIONS)]
    parts += [TEAM.format(n=n) for n in range(TEAMS)]
    parts += [SOURCE.format(n=n) for n in range(SOURCES)]
    parts += [GOAL.format(n=n, priority=n + 1) for n in range(4)]
    (folder / "program.yaml").write_text("".join(parts))
    (folder / "table.odcs.yaml").write_text(CONTRACT)
    width = -(-capabilities // LAYERS)
    for first in range(0, capabilities, A_FILE):
        numbers = range(first, min(capabilities, first + A_FILE))
        (folder / f"many-{first // A_FILE:04}.yaml").write_text(
            "".join(_capability(n, width) for n in numbers) + _milestone(numbers, width)
        )


def _capability(n: int, width: int) -> str:
    layer, place = divmod(n, width)
    before = [f"c{(layer - 1) * width + (place + step) % width}" for step in (0, 1, 7, 11, 29)] if layer else []
    return CAPABILITY.format(
        n=n,
        block=("data", "model", "experience", "operations")[n % 4],
        goal=_goal(n),
        owner=FUNCTIONS[n % len(FUNCTIONS)],
        source=n % SOURCES,
        other=(n + 7) % SOURCES,
        after=", ".join(before),
        team=n % TEAMS,
    )


def _milestone(numbers: range, width: int) -> str:
    due = STARTS + timedelta(days=30 + 28 * (numbers[-1] // width + 1))
    listed = ", ".join(f"c{n}" for n in numbers)
    return MILESTONE.format(n=numbers[0], goal=_goal(numbers[0]), due=due, capabilities=listed)


def _goal(n: int) -> int:
    return n // A_FILE % 4
