"""Capabilities or milestones wait for each other in a circle."""

from collections.abc import Iterator, Mapping

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
Graph = Mapping[Ref, list[Ref]]


def check(draft: Draft) -> Iterator[Finding]:
    """Find circles of `after`, one finding for all that hang together."""
    after = {ref: capability.needs.after for ref, capability in draft.of(Capability)}
    after |= {ref: milestone.after for ref, milestone in draft.of(Milestone)}
    nodes = {ref: [Ref(ref.kind, slug) for slug in slugs] for ref, slugs in after.items()}
    graph = {ref: [each for each in targets if each in nodes] for ref, targets in nodes.items()}
    for group in _components(graph):
        circle = _circle(graph, group)
        if circle:
            start, following = circle[0], circle[1 % len(circle)]
            path = ("needs", "after") if start.kind == "capability" else ("after",)
            span = draft.span(start, *path, after[start].index(following.slug))
            yield RULE.at(span, f"{_written(circle)}: each waits for the next, so none can start", RULE.fix)


def _written(circle: list[Ref]) -> str:
    names = [each.slug for each in circle]
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN - 1], f"({len(names) - _SHOWN + 1:,} more)"]
    return f"{circle[0].kind} " + " -> ".join([*names, circle[0].slug])


def _components(graph: Graph) -> Iterator[list[Ref]]:
    """Give the strongly connected groups: Kosaraju's two passes, without recursion."""
    reverse: dict[Ref, list[Ref]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            reverse[target].append(node)
    left = set(graph)
    for root in reversed(_finished(graph)):
        if root not in left:
            continue
        left.remove(root)
        group = [root]
        for node in group:
            found = left.intersection(reverse[node])
            left -= found
            group += found
        yield group


def _finished(graph: Graph) -> list[Ref]:
    seen: set[Ref] = set()
    order = []
    for root in graph:
        stack = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while stack:
            node, rest = stack[-1]
            following = next((each for each in rest if each not in seen), None)
            if following is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(graph[following])))
    return order


def _circle(graph: Graph, group: list[Ref]) -> list[Ref]:
    """Return the shortest circle through the group's first name, or nothing when a group of one has none."""
    start, inside = min(group), set(group)
    before: dict[Ref, Ref] = {}
    queue = [start]
    for node in queue:
        for target in graph[node]:
            if target == start:
                circle = [node]
                while circle[-1] != start:
                    circle.append(before[circle[-1]])
                return circle[::-1]
            if target in inside and target not in before:
                before[target] = node
                queue.append(target)
    return []


_SECOND = """\
kind: Milestone
id: grown
goal: grow
quarter: 2027Q1
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
