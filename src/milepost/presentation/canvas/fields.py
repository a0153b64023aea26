"""A capability's line as labelled fields, in the order in which it is read: why, how much, with what, by whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from milepost.kernel.money import Measure
from milepost.presentation.numbers import exact_percent
from milepost.presentation.report.wording import measure_said
from milepost.program.documents.integration import Channel, Flow, Integration
from milepost.program.documents.outline import Direction, Metric, Role, Source
from milepost.program.draft import Draft
from milepost.roadmap.canvas.canvas import Canvas, Line, Step

MISSING = "not said"
_WAYS = {Flow.IN: "in", Flow.OUT: "out", Flow.BOTH: "both ways"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A label and what is said, a text each; `is_gap` where nothing is. `lacking` are the places of texts that lack
    an owner, a date or evidence.
    """

    label: str
    texts: tuple[str, ...]
    is_gap: bool = False
    lacking: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that are read together."""

    title: str
    fields: tuple[Field, ...]


def groups(canvas: Canvas, line: Line) -> tuple[Group, ...]:
    """Give the fields of a capability under four headings."""
    of, draft = line.capability, canvas.draft
    moved = of.moves
    lift = moved and f"{_amount(moved.p10)} to {_amount(moved.p90)}, most likely {_amount(moved.p50)}"
    return (
        Group(title="What for", fields=(
            _field("Goal", [f"{goal.title} (priority {goal.priority})" for goal in line.goals]),
            _field("KPI", _kpi(draft, line)),
            _field("Metric", [_metric(draft, line.metric)] if line.metric else []),
            _field("Baseline", _baseline(line)),
            _field("Target", [f"{measure_said(each.target.value)} by {each.target.by}" for each in line.goals]),
        )),
        Group(title="How much, and why", fields=(
            _field("Expected lift", [lift] if lift else []),
            _field("Because", [moved.because] if moved else []),
            _field("Decision", [of.decision] if of.decision else []),
            _field("For customers", [of.customer_outcome] if of.customer_outcome else []),
        )),
        Group(title="What it needs", fields=(
            _field("Data", [_source(draft, each) for each in of.needs.data]),
            _steps(draft, line, "governance"),
            _steps(draft, line, "operations"),
            _field("Integrations", [_integration(draft, each) for each in of.needs.integrations], needed=False),
            _field("Channels", [_channel(draft, each) for each in of.channels], needed=False),
        )),
        Group(title="By whom, for whom", fields=(
            _field("Owner", [f"{role(draft, of.owner)}; approved by {role(draft, of.approver)}"]),
            _field("Roles", [role(draft, each) for each in of.needs.roles], needed=False),
            _field("Training", [_dated(f"{each.team}: {each.of}", each.by) for each in of.training]),
            _field("Adoption", [
                _dated(f"{exact_percent(each.target)} of {each.team}", each.by) for each in of.adoption
            ]),
        )),
    )  # fmt: skip


def role(draft: Draft, slug: str | None) -> str:
    """Write who holds a role and what it is called."""
    found = draft.get(Role, slug)
    if found is None:
        return slug or "nobody"
    title = found.title or found.id
    return f"{found.held_by}, {title}" if found.held_by else f"{title} (unfilled)"


def _field(label: str, texts: list[str], *, needed: bool = True) -> Field:
    return Field(label=label, texts=tuple(texts) or (MISSING if needed else "none",), is_gap=needed and not texts)


def _amount(of: Measure) -> str:
    return measure_said(of)


def _kpi(draft: Draft, line: Line) -> list[str]:
    kpi = line.kpi
    if kpi is None:
        return []
    way = "up is better" if kpi.direction is Direction.UP else "down is better"
    return [f"{kpi.title or kpi.id}: {kpi.benefit}, {way}, owned by {role(draft, kpi.owner)}"]


def _metric(draft: Draft, of: Metric) -> str:
    currency = draft.program.currency if draft.program else ""
    unit = of.unit_in(currency)
    over = f" over {of.denominator}" if of.denominator else ""
    times = f", times {of.times.value:f} signed by {of.times.signed_by}" if of.times else ""
    return f"{of.aggregate} of {of.column}{over} per {of.per}, from source/{of.source}{times}" + (
        f", in {unit}" if unit else ", a pure number"
    )


def _baseline(line: Line) -> list[str]:
    found = line.kpi.baseline if line.kpi else None
    return [f"{measure_said(found.value)} in {found.window.start} to {found.window.end}"] if found else []


def _source(draft: Draft, slug: str) -> str:
    found = draft.get(Source, slug)
    if found is None:
        return slug
    gap = f"; {found.gap}" if found.gap else ""
    return f"{found.title or slug}: access {found.access}{gap}"


def _steps(draft: Draft, line: Line, kind: str) -> Field:
    steps = [each for each in line.steps if each.kind == kind]
    actions = [each.action for each in steps]
    lacking = [place for place, each in enumerate(actions) if None in (each.owner, each.by, each.evidence)]
    return replace(_field(kind.capitalize(), [_step(draft, each) for each in steps]), lacking=frozenset(lacking))


def _step(draft: Draft, of: Step) -> str:
    by = f"by {of.action.by}" if of.action.by else "no date"
    owner = role(draft, of.action.owner) if of.action.owner else "no owner"
    return f"{of.action.step} ({owner}, {by}, {of.state})"


def _integration(draft: Draft, slug: str) -> str:
    found = draft.get(Integration, slug)
    return f"{found.title or slug}: {found.system}, data goes {_WAYS[found.direction]}" if found else slug


def _channel(draft: Draft, slug: str) -> str:
    found = draft.get(Channel, slug)
    return f"{found.title or slug} ({found.medium})" if found else slug


def _dated(said: str, by: object) -> str:
    return f"{said}, by {by}" if by else f"{said}, no date"


def fields_of(canvas: Canvas, line: Line) -> Iterator[Field]:
    """Give all fields of a capability in order."""
    for group in groups(canvas, line):
        yield from group.fields
