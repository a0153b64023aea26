"""A plan for people: what changes, what it does to money, dates and chances, who must approve, what to type next."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.kernel.ids import Ref
from milepost.plan.approval import Approval
from milepost.plan.effect import Figure, Spread
from milepost.plan.saved import approvals_json, figures_json, steps_json
from milepost.plan.steps import Add, Step, Way
from milepost.plan.words import mark_of, step_words, way_in
from milepost.presentation.numbers import fixed, signed_whole
from milepost.presentation.report.wording import counted
from milepost.presentation.values import NOTHING, Table, columns
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import Json
from milepost.roadmap.money import bare_foretold, foretold

LEGEND = "+ add  ~ change  - remove  ! needs approval"
NOTHING_CHANGED = "Nothing has been changed."
TOGETHER = 3
"""Added documents of a kind from which they are told in one line."""
PLURALS = {"capability": "capabilities", "kpi": "KPIs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One step: its sign, whether somebody must approve it, its name, and a sentence for each thing that changes."""

    mark: str
    waits: bool
    name: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Somebody to ask, and for what. `who` says so where nobody sits there."""

    role: str
    who: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The message first; `loosened` names what is easier to keep than before; `next_` is what to type."""

    message: str
    against: str
    lines: tuple[PlanLine, ...]
    loosened: tuple[str, ...]
    effects: Table | None
    note: str
    approvers: tuple[Approver, ...]
    closing: str
    next_: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a view is made of."""

    before: CompiledProgram | None
    after: CompiledProgram
    against: str
    steps: tuple[Step, ...]
    approvals: tuple[Approval, ...]
    figures: tuple[Figure, ...]
    seed: int
    scenarios: int


def plan_view(of: Planned, next_: str = "") -> PlanView:
    """Word a plan."""
    waits = {each.ref for each in of.approvals}
    table = effects(of.figures, is_first=of.before is None) if of.steps else None
    loosened = tuple(str(each.ref) for each in of.steps if Way.LOOSENED in way_in(each))
    return PlanView(
        message=message(of, table, loosened),
        against=of.against,
        lines=tuple(_lines(of.steps, waits)),
        loosened=loosened,
        effects=table,
        note=f"Forecast from {of.scenarios:,} simulated futures, seed {of.seed}: grade D until it is measured.",
        approvers=tuple(_approvers(of.approvals)),
        closing=f"{_counts(of)} {NOTHING_CHANGED}" if of.steps else NOTHING_CHANGED,
        next_=next_,
    )


def message(of: Planned, table: Table | None, loosened: tuple[str, ...]) -> str:
    """Say in one sentence what accepting would do."""
    title = of.after.program.title
    if not of.steps:
        return f"Nothing to change: the files of {title} are the program in force."
    if of.before is None:
        net = next((each for each in of.figures if each.name == "net value"), None)
        said = f"; net value {_amount(net.after, net.unit)}" if net and net.after else ""
        return f"First plan of {title}: {counted(len(of.steps), 'document', 'documents')} to accept{said}."
    net = next((each for each in of.figures if each.name == "net value"), None)
    if net is not None and net.change is not None:
        moved = _moved(net.change, net.unit)
    elif table is not None and table.rows:
        moved = "moves dates, chances or costs, and no net value that can be told from chance"
    else:
        moved = "moves no date and no amount that can be told from chance"
    weaker = f"; {counted(len(loosened), 'promise is', 'promises are')} loosened" if loosened else ""
    return f"{counted(len(of.steps), 'change', 'changes')} to {title}: accepting {moved}{weaker}."


def plan_data(of: Planned) -> dict[str, Json]:
    """Give a plan as JSON."""
    return {
        "program": of.after.program.id,
        "digest": of.after.digest,
        "in_force": of.before.digest if of.before else None,
        "changes": len(of.steps),
        "steps": steps_json(of.steps),
        "approvals": approvals_json(of.approvals),
        "figures": figures_json(of.figures),
        "scenarios": of.scenarios,
        "seed": of.seed,
    }


def effects(figures: tuple[Figure, ...], *, is_first: bool) -> Table:
    """Put figures into a table: a first plan's promises, else what differs by more than the simulation errs."""
    if is_first:
        promised = tuple((each.name, *_first(each)) for each in figures if each.after is not None)
        return Table(
            title="What it promises", columns=columns("what", "mean", "80% of futures", right=("mean",)),
            rows=promised,
        )  # fmt: skip
    weeks = {each.name: each.change for each in figures if each.unit == "weeks" and each.change is not None}
    rows = [_row(each, weeks.get(each.name)) for each in figures if _is_told(each, weeks)]
    return Table(
        title="What it does",
        columns=columns("what", "now", "then", "difference (80% of futures)", right=("now", "then")),
        rows=tuple(rows),
        note="" if rows else "No date, amount or chance moves by more than the simulation's own error.",
    )


def _lines(steps: tuple[Step, ...], waits: set[Ref]) -> Iterator[PlanLine]:
    added = Counter(each.ref.kind for each in steps if isinstance(each, Add))
    together = {kind for kind, number in added.items() if number >= TOGETHER}
    for kind in dict.fromkeys(each.ref.kind for each in steps):
        of_kind = [each for each in steps if each.ref.kind == kind]
        if kind in together:
            adds = [each for each in of_kind if isinstance(each, Add)]
            names = ", ".join(each.ref.slug for each in adds)
            name = f"{len(adds)} {PLURALS.get(kind, f'{kind}s')}"
            yield PlanLine(mark="+", waits=any(each.ref in waits for each in adds), name=name, says=(names,))
        for each in of_kind:
            if kind not in together or not isinstance(each, Add):
                yield PlanLine(
                    mark=mark_of(each), waits=each.ref in waits, name=str(each.ref), says=step_words(each)
                )  # fmt: skip


def _approvers(found: tuple[Approval, ...]) -> Iterator[Approver]:
    for role in dict.fromkeys(each.role for each in found):
        mine = [each for each in found if each.role == role]
        who = mine[0].held_by or ("unfilled: nobody can approve this yet" if role else mine[0].because)
        yield Approver(role=f"role/{role}" if role else "nobody", who=who, of=tuple(str(each.ref) for each in mine))


def _counts(of: Planned) -> str:
    counts = Counter(type(each).__name__ for each in of.steps)
    said = [f"{counts[name]} to {name.lower()}" for name in ("Add", "Change", "Remove") if counts[name]]
    waiting = len({each.ref for each in of.approvals})
    waits = "waits" if waiting == 1 else "wait"
    return f"{', '.join(said)}; {waiting} {waits} for approval." if waiting else f"{', '.join(said)}."


def _is_told(of: Figure, weeks: Mapping[str, Spread]) -> bool:
    return of.unit != "weeks" and (of.change is not None or _is_lone(of) or of.name in weeks)


def _is_lone(of: Figure) -> bool:
    """Tell whether only one of the plans has it: a milestone or goal that comes or goes."""
    return of.unit == "chance" and (of.before is None) is not (of.after is None)


def _row(of: Figure, weeks: Spread | None) -> tuple[str, str, str, str]:
    if of.unit != "chance":
        change = _change(of.change) if of.change else NOTHING
        return of.name, _middle(of.before, of.unit), _middle(of.after, of.unit), change
    points = f"{signed_whole(of.change.mean * 100)} points" if of.change else ""
    later = _weeks(weeks) if weeks else ""
    return (
        f"chance of {of.name}", _middle(of.before, "chance"), _middle(of.after, "chance"),
        "; ".join(each for each in (points, later) if each) or NOTHING,
    )  # fmt: skip


def _weeks(of: Spread) -> str:
    way, turn = ("later", 1) if of.mean >= 0 else ("earlier", -1)
    low, high = (fixed(each, 1) for each in sorted((of.p10 * turn, of.p90 * turn)))
    return f"{fixed(abs(of.mean), 1)} weeks {way}" + (f" ({low} to {high})" if low != high else "")


def _first(of: Figure) -> tuple[str, str]:
    assert of.after is not None
    is_spread = of.after.p10 != of.after.p90
    return _middle(of.after, of.unit), _interval(of.after, of.unit) if is_spread else NOTHING


def _middle(of: Spread | None, unit: str) -> str:
    if of is None:
        return NOTHING
    return f"{of.mean:.0%}" if unit == "chance" else foretold(of.mean, unit)


def _interval(of: Spread, unit: str) -> str:
    return f"{of.p10:.0%} to {of.p90:.0%}" if unit == "chance" else _between(of)


def _change(of: Spread) -> str:
    said = signed_whole(of.mean)
    return said if of.p10 == of.p90 else f"{said} ({signed_whole(of.p10)} to {signed_whole(of.p90)})"


def _moved(of: Spread, unit: str) -> str:
    way = "lowers" if of.mean < 0 else "raises"
    between = f"{signed_whole(of.p10)} to {signed_whole(of.p90)}"
    return f"{way} net value by {foretold(abs(of.mean), unit)} (80% of futures: {between})"


def _amount(of: Spread, unit: str) -> str:
    return f"{foretold(of.mean, unit)} (80% of futures: {_between(of)})"


def _between(of: Spread) -> str:
    return f"{bare_foretold(of.p10)} to {bare_foretold(of.p90)}"
