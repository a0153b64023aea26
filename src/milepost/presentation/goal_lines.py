"""For each goal the line from data to euro: data -> decision -> customer outcome -> euro, with its grade.

A link that the program does not tell is shown as a gap, with what to write. Amounts of a goal are never added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from milepost.kernel.words import Grade
from milepost.ledger.entry import Column
from milepost.presentation.report.entries import deciding, name_of, said_of
from milepost.presentation.report.marks import Badge, badge_of
from milepost.presentation.report.simulated import is_entry_simulated
from milepost.presentation.report.wording import Wording, capital, measure_said
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Access
from milepost.roadmap.money import bare, money
from milepost.roadmap.status import RoadmapStatus, SourceLine
from milepost.roadmap.value_lines import ValueLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link in words. Where the program does not tell it, `text` is empty and `todo` says what to write where."""

    text: str = ""
    todo: str = ""

    @property
    def is_gap(self) -> bool:
        """Tell whether the link is missing."""
        return not self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChain:
    """One capability's way from data to euro.

    `grade` is that of the euro, None where it is a gap; `basis` goes on after the grade, and may be empty.
    """

    ref: str
    title: str
    badge: Badge
    data: Link
    decision: Link
    outcome: Link
    euro: Link
    grade: Grade | None
    basis: str = ""

    @property
    def links(self) -> tuple[tuple[str, Link], ...]:
        """Return the links in order with their names."""
        names = ("data", "decision", "customer", "value")
        return tuple(zip(names, (self.data, self.decision, self.outcome, self.euro), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal, how it stands, its KPI and target in words, and the chains that serve it, the best grade first.

    `hidden` is how many of its chains were left out of a long roadmap.
    """

    ref: str
    title: str
    badge: Badge
    target: str
    chains: tuple[ValueChain, ...]
    hidden: int = 0


def goal_lines(status: RoadmapStatus) -> tuple[GoalLine, ...]:
    """Give a line for each goal, the sponsor's first goal first."""
    words = Wording(status.program, {each.ref: each.title for each in status.capabilities})
    return tuple(
        GoalLine(
            ref=item.ref,
            title=item.title,
            badge=badge_of(item.judged.word),
            target=_target(status, item.ref.partition("/")[2], words),
            chains=tuple(sorted(_chains(status, item.ref.partition("/")[2], words), key=_by_grade)),
        )
        for item in status.goals
    )


def _by_grade(of: ValueChain) -> str:
    return of.grade.value if of.grade else "Z"


def _target(status: RoadmapStatus, slug: str, words: Wording) -> str:
    goal = status.program.goals[slug]
    return f"{words.title(f'kpi/{goal.kpi}')}: {measure_said(goal.target.value)} by {words.day(goal.target.by)}"


def _chains(status: RoadmapStatus, goal: str, words: Wording) -> Iterator[ValueChain]:
    loaded = {each.source: each for each in status.sources}
    for item in status.capabilities:
        slug = item.ref.partition("/")[2]
        capability = status.program.capabilities.get(slug)
        if capability is None or goal not in capability.serves:
            continue
        value = deciding(status, item) or _first_measured(status, slug)
        euro, grade = _measured(value) if value else _planned(status, capability)
        yield ValueChain(
            ref=item.ref,
            title=item.title,
            badge=badge_of(item.judged.word),
            data=_data(status, capability, loaded, words),
            decision=_told(capability.decision, "decision: what is decided with it", item.ref),
            outcome=_told(
                capability.customer_outcome, "customer_outcome: what is then different for a customer", item.ref
            ),
            euro=euro,
            grade=grade,
            basis=_basis(status, value, words) if value else "",
        )


def _told(text: str | None, line: str, ref: str) -> Link:
    return Link(text=text) if text else Link(todo=f"write `{line}` in {ref}")


def _data(status: RoadmapStatus, of: Capability, loaded: dict[str, SourceLine], words: Wording) -> Link:
    if not of.needs.data:
        return Link(todo=f"write `needs: {{data: [...]}}` in capability/{of.id}, with the sources that it reads")
    return Link(text="; ".join(f"{each} ({_state(status, each, loaded.get(each), words)})" for each in of.needs.data))


def _state(status: RoadmapStatus, name: str, line: SourceLine | None, words: Wording) -> str:
    """Say how far one has come with a source: access, its gap, whether it was loaded and keeps its contract."""
    source = status.program.sources.get(name)
    if source is None:
        return "not in the program"
    said = [] if source.access is Access.GRANTED else [f"access {source.access.value}"]
    said += [source.gap] if source.gap else []
    if line is None or line.loaded is None:
        return ", ".join([*said, "not loaded yet"])
    held = {True: "contract holds", False: "contract broken", None: "contract not checked"}[line.ok]
    return ", ".join([*said, f"loaded {_day(line.loaded, words)}", held])


def _day(at: datetime, words: Wording) -> str:
    return words.day(at)


def _first_measured(status: RoadmapStatus, slug: str) -> ValueLine | None:
    """Return what was measured of a capability where its word rests on something else: what still counts first."""
    mine = [each for each in status.value if each.capability == slug and each.entry is not None]
    return min(mine, key=lambda each: (each.lapsed is not None, each.column is not Column.REALISED), default=None)


def _measured(line: ValueLine) -> tuple[Link, Grade]:
    entry = line.entry
    assert entry is not None
    said = said_of(entry)
    return Link(text=capital(said) if line.lapsed is None else f"Lapsed, had {said}"), entry.grade


def _basis(status: RoadmapStatus, line: ValueLine, words: Wording) -> str:
    entry = line.entry
    assert entry is not None
    more = sum(each.capability == line.capability and each.entry is not None for each in status.value) - 1
    simulated = ", simulated" if is_entry_simulated(status.program, entry) else ""
    also = f"; {more} more measured, not added" if more else ""
    return f", by “{name_of(entry, words)}”{simulated}{also}"


def _planned(status: RoadmapStatus, of: Capability) -> tuple[Link, Grade | None]:
    moves = of.moves
    if moves is None:
        return Link(todo=f"write `moves:` in capability/{of.id}: the KPI, by how much, and why"), None
    line = next((each for each in status.value if each.capability == of.id and each.plan is not None), None)
    if line is not None and line.plan is not None:
        low, middle, high = line.plan
        return Link(text=f"{money(middle, line.currency)} by the plan ({bare(low)} to {bare(high)})"), Grade.D
    kpi = status.program.kpis.get(moves.kpi)
    title = (kpi.title or kpi.id) if kpi else moves.kpi
    said = f"moves “{title}” by {measure_said(moves.p50)} by the plan ({_bounds(of)})"
    why = "write `reach:` for an amount" if moves.p50.is_money else "no euro is claimed"
    return Link(text=f"{capital(said)}; {why}"), Grade.D


def _bounds(of: Capability) -> str:
    assert of.moves is not None
    return f"{bare(of.moves.p10.value)} to {bare(of.moves.p90.value)}"
