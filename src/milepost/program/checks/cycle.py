"""Capabilities or milestones wait for each other in a circle."""

from collections.abc import Iterator, Mapping, Sequence

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft

RULE = Rule(
    code="MP202",
    title="Things wait for each other in a circle",
    why="None of them can ever start, so no plan and no date can be made.",
    fix="Take one `after` of the circle away.",
)
_SHOWN = 8
Graph = Mapping[str, Sequence[str]]


def check(draft: Draft) -> Iterator[Finding]:
    """Find circles of `after`, one finding for all that hang together."""
    capabilities = {ref.slug: each.needs.after for ref, each in draft.of(Capability) if each.needs.after}
    milestones = {ref.slug: each.after for ref, each in draft.of(Milestone) if each.after}
    for kind, path, after in (("capability", ("needs", "after"), capabilities), ("milestone", ("after",), milestones)):
        for circle in _circles(after):
            step = after[circle[0]].index(circle[1 % len(circle)])
            message = f"{kind} {_written(circle)}: each waits for the next, so none can start"
            yield RULE.at(draft.span(Ref(kind, circle[0]), *path, step), message, RULE.fix)


def _written(circle: list[str]) -> str:
    shown = circle
    if len(circle) > _SHOWN:
        shown = [*circle[: _SHOWN - 1], f"({len(circle) - _SHOWN + 1:,} more)"]
    return " -> ".join([*shown, circle[0]])


def _circles(graph: Graph) -> Iterator[list[str]]:
    """Give one circle of each strongly connected group: Kosaraju's two passes, without recursion."""
    reverse: dict[str, list[str]] = {}
    for node, targets in graph.items():
        for target in targets:
            reverse.setdefault(target, []).append(node)
    left = set(graph)
    for root in reversed(_finished(graph)):
        if root not in left:
            continue
        left.remove(root)
        group = [root]
        for node in group:
            found = left.intersection(reverse.get(node, ()))
            left -= found
            group += found
        if circle := _shortest(graph, set(group)):
            yield circle


def _finished(graph: Graph) -> list[str]:
    """Give the nodes in the order in which a walk along the arrows is done with them."""
    seen: set[str] = set()
    order = []
    for root in graph:
        stack = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while stack:
            node, rest = stack[-1]
            following = next((each for each in rest if each in graph and each not in seen), None)
            if following is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(graph[following])))
    return order


def _shortest(graph: Graph, group: set[str]) -> list[str]:
    """Return the shortest circle through the group's first name, or nothing when a group of one has none."""
    start = min(group)
    before: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for target in graph[node]:
            if target == start:
                circle = [node]
                while circle[-1] != start:
                    circle.append(before[circle[-1]])
                return circle[::-1]
            if target in group and target not in before:
                before[target] = node
                queue.append(target)
    return []


_SECOND = """\
kind: Milestone
id: grown
goal: grow
quarter: 2026Q4
after: [proven]
capabilities: [mail]
exit: {evidence: kpi/margin, value: 0.20 USD}
"""
_FIRST = """\
---
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
after: [grown]
capabilities: [mail]
exit: {evidence: kpi/margin, value: 0.19 USD}
"""
CHECK = Check(rule=RULE, passes=_SECOND, fails=_SECOND + _FIRST, run=check)
