"""The gaps of one capability: its value, its words, its steps, those who shall use it."""

from collections.abc import Iterator

from milepost.kernel.ids import Ref
from milepost.program.documents.capability import Action, Adoption, Block, Capability, Training
from milepost.program.documents.outline import Goal
from milepost.program.draft import Draft
from milepost.program.text import Path
from milepost.roadmap.canvas.gap import Gap, gap
from milepost.roadmap.canvas.known import Known

STEPS = ("governance", "operations")
_STEP_WORD = {"governance": "governance step", "operations": "operational step"}


def capability_gaps(draft: Draft, ref: Ref, of: Capability, known: Known) -> Iterator[Gap]:
    """Find the gaps that stand in a capability's own document."""
    yield from _value(draft, ref, of)
    for kind in STEPS:
        yield from _steps(draft, ref, of, kind, known)
    yield from _use(draft, ref, of, known)


def _value(draft: Draft, ref: Ref, of: Capability) -> Iterator[Gap]:
    def lacks(path: Path, what: str, todo: str, *, is_first: bool = False) -> Gap:
        return gap(draft, ref, path, what, todo, owner=of.owner, is_first=is_first)

    if of.moves is None:
        yield lacks(
            (), "no KPI is moved", "add `moves:` with kpi, p10, p50, p90 and the reason, `because:`", is_first=True
        )
    else:
        kpis = {goal.kpi for slug in of.serves if (goal := draft.get(Goal, slug)) is not None}
        if kpis and of.moves.kpi not in kpis:
            said = f"no path to a goal: kpi/{of.moves.kpi} is not the KPI of a goal it serves"
            yield lacks(("moves", "kpi"), said, "name a goal's KPI, or serve the goal that has this one", is_first=True)
        if of.moves.reach is None and of.moves.p50.is_money:
            yield lacks(
                ("moves",), "nobody says how many units it reaches", "add `reach:`; without it no value is seen"
            )
    if not of.needs.data:
        yield lacks(("needs",), "no data is named that it needs", "name its sources under `needs: {data: [...]}`")
    if of.decision is None:
        yield lacks((), "the decision it changes is not said", "add `decision:`")
    if of.customer_outcome is None:
        yield lacks((), "what is then different for a customer is not said", "add `customer_outcome:`")
    if not of.channels and of.block is Block.EXPERIENCE:
        yield lacks((), "no channel is named on which it meets customers", "add `channels:`")


def _steps(draft: Draft, ref: Ref, of: Capability, kind: str, known: Known) -> Iterator[Gap]:
    steps = of.needs.governance if kind == "governance" else of.needs.operations
    if not steps:
        said, todo = f"no {_STEP_WORD[kind]} is named", f"add a step under `needs: {{{kind}: ...}}`"
        yield gap(draft, ref, ("needs",), said, todo, owner=of.owner)
    for index, each in enumerate(steps):
        step = each if isinstance(each, Action) else Action(step=each)
        named = {"owner": step.owner, "date": step.by, "evidence": step.evidence}
        missing = [word for word, value in named.items() if value is None]
        path, what = ("needs", kind, index), f"{_STEP_WORD[kind]} “{step.step}”"
        if missing:
            todo = "write it as `{step, owner, by, evidence}`"
            yield gap(draft, ref, path, f"{what} has no {_listed(missing)}", todo, owner=step.owner or of.owner)
        elif known.is_open(step.evidence):
            todo = f"`milepost attest {step.evidence} ...`, by somebody who does not own it"
            yield gap(draft, ref, path, f"{what}: {known.evidence(step.evidence)}", todo, owner=step.owner)


def _use(draft: Draft, ref: Ref, of: Capability, known: Known) -> Iterator[Gap]:
    if not of.training:
        yield gap(draft, ref, (), "nobody is trained for it", "add `training:` with team, of and by", owner=of.owner)
    if not of.adoption:
        todo = "add `adoption:` with team, target and by"
        yield gap(draft, ref, (), "no adoption target: who uses it, and how many", todo, owner=of.owner)
    used: list[Training | Adoption] = [*of.training, *of.adoption]
    for each, index in zip(used, (*range(len(of.training)), *range(len(of.adoption))), strict=True):
        name = "training" if isinstance(each, Training) else "adoption"
        if each.by is None:
            said = f"{name} of {each.team} has no date"
            yield gap(draft, ref, (name, index), said, "add `by:`", owner=of.owner)
        elif known.is_open(each.evidence):
            said = f"{name} of {each.team}: {known.evidence(each.evidence)}"
            yield gap(draft, ref, (name, index), said, f"`milepost attest {each.evidence} ...`", owner=of.owner)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
