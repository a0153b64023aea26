"""Files, and what a record knows -> the canvas: a line a capability, and the gaps."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.kernel.finding import Span
from milepost.kernel.ids import Ref
from milepost.program.documents.capability import Action, Capability
from milepost.program.documents.outline import Goal, Kpi, Metric
from milepost.program.draft import Draft
from milepost.roadmap.canvas.capability_gaps import STEPS, capability_gaps
from milepost.roadmap.canvas.gap import Gap
from milepost.roadmap.canvas.known import Known
from milepost.roadmap.canvas.shared_gaps import shared_gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of governance or operations, and how its evidence stands."""

    kind: str
    action: Action
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A capability with the goals it serves and the KPI it moves; both empty or None where the files have none."""

    slug: str
    capability: Capability
    goals: tuple[Goal, ...]
    kpi: Kpi | None
    metric: Metric | None
    steps: tuple[Step, ...]
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """Lines in the order of the sponsor's priorities; gaps with those first that hold work up."""

    draft: Draft
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]

    @property
    def kpis(self) -> frozenset[str]:
        """Return the KPIs that some capability moves."""
        return frozenset(each.kpi.id for each in self.lines if each.kpi is not None)

    @property
    def first(self) -> tuple[Gap, ...]:
        """Return the gaps without which work can't begin."""
        return tuple(each for each in self.gaps if each.is_first)


def canvas_of(draft: Draft, known: Known) -> Canvas:
    """Make the canvas of a draft; capabilities taken out of the program stay out of it."""
    capabilities = {ref.slug: each for ref, each in draft.of(Capability) if each.retired is None}
    lines = sorted((_line(draft, slug, each, known) for slug, each in capabilities.items()), key=_order)
    gaps = [*shared_gaps(draft, capabilities, known)]
    for each in lines:
        gaps += capability_gaps(draft, Ref("capability", each.slug), each.capability, known)
    return Canvas(
        draft=draft,
        lines=tuple(lines),
        gaps=tuple(sorted(gaps, key=lambda each: not each.is_first)),
    )


def _line(draft: Draft, slug: str, of: Capability, known: Known) -> Line:
    kpi = draft.get(Kpi, of.moves.kpi) if of.moves else None
    return Line(
        slug=slug,
        capability=of,
        goals=tuple(goal for each in of.serves if (goal := draft.get(Goal, each)) is not None),
        kpi=kpi,
        metric=draft.get(Metric, kpi.metric) if kpi else None,
        steps=tuple(_steps(of, known)),
        span=draft.span(ref) if (ref := Ref("capability", slug)) in draft.origins else None,
    )


def _steps(of: Capability, known: Known) -> Iterator[Step]:
    for kind in STEPS:
        for each in of.needs.governance if kind == "governance" else of.needs.operations:
            action = each if isinstance(each, Action) else Action(step=each)
            yield Step(kind=kind, action=action, state=known.evidence(action.evidence))


def _order(of: Line) -> tuple[int, str, str]:
    priorities = [each.priority for each in of.goals]
    first = min(of.goals, key=lambda each: each.priority).id if of.goals else ""
    return min(priorities, default=10**6), first, of.slug
