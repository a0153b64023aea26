"""What is proposed for each capability: stop, extend, scale or keep, with the numbers. Only people decide.

The rules stand in one table, `RULES`; the first that holds wins, as with the words of a status.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from milepost.kernel.words import CapabilityWord, MilestoneWord, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.roadmap.accounts import Accounts, accounts_of
from milepost.roadmap.capability import experiments_of
from milepost.roadmap.criterion import judge_criterion, phase_of
from milepost.roadmap.facts import Facts
from milepost.roadmap.forecasts import DECAYED, ForecastNow, forecast_now
from milepost.roadmap.judge import Bench
from milepost.roadmap.money import money
from milepost.roadmap.prospects import Prospect, prospect_of
from milepost.roadmap.words import Item


class Step(StrEnum):
    """What may be decided. None of them is done by Milepost."""

    STOP = "stop"
    SCALE = "scale"
    EXTEND = "extend"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules look at. `exit_holds` tells whether the capability's own exit condition holds.

    `is_measured` tells whether evidence of grade A or B says what it earns, and not the plan alone.
    """

    word: CapabilityWord
    because: str
    exit_holds: bool
    decayed: bool
    is_measured: bool
    prospect: Prospect
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for a capability, by which rule, why, and what the person who decides would type."""

    capability: str
    title: str
    step: Step
    rule: str
    because: str
    decides: str
    todo: str
    prospect: Prospect
    forecast: ForecastNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the table: the step it proposes, when it holds, and why in words; `name` is its row in the document."""

    name: str
    step: Step
    holds: Callable[[Case], bool]
    why: Callable[[Case], str]


def _pays_too_little(case: Case) -> bool:
    of = case.prospect
    return case.is_measured and of.by_gate is not None and of.by_gate.upper95 < of.gate_cost


def _is_open_question(case: Case) -> bool:
    return case.word is CapabilityWord.INCONCLUSIVE or case.decayed


def _look_pays(case: Case) -> bool:
    of = case.prospect
    return _is_open_question(case) and of.look_worth is not None and of.look_worth > of.gate_cost


def _no_hope(case: Case) -> bool:
    of = case.prospect
    return _is_open_question(case) and of.going_on is not None and of.going_on <= 0


def _can_grow(case: Case) -> bool:
    return case.word is CapabilityWord.PROVEN and not case.decayed and bool(case.prospect.untreated)


def _said(value: Decimal | None, case: Case) -> str:
    return "an unknown amount" if value is None else money(value, case.currency)


def _until(case: Case) -> str:
    return case.prospect.gate or "the horizon"


def _most(case: Case) -> str:
    return _said(case.prospect.by_gate.upper95 if case.prospect.by_gate else None, case)


def _rest(case: Case) -> str:
    of = case.prospect.rest
    return "" if of is None else f": at least {_said(of.lower95, case)} (estimate {_said(of.estimate, case)})"


RULES: tuple[Rule, ...] = (
    Rule(
        name="harm",
        step=Step.STOP,
        holds=lambda case: case.word is CapabilityWord.HARMFUL,
        why=lambda case: f"it does harm: {case.because}",
    ),
    Rule(
        name="exit",
        step=Step.STOP,
        holds=lambda case: case.exit_holds,
        why=lambda _: "its own exit condition holds",
    ),
    Rule(
        name="too little",
        step=Step.STOP,
        holds=_pays_too_little,
        why=lambda case: (
            f"it earns at most {_most(case)} until {_until(case)}, which costs {_said(case.prospect.gate_cost, case)}"
        ),
    ),
    Rule(
        name="proven",
        step=Step.SCALE,
        holds=_can_grow,
        why=lambda case: f"it is proven, and {case.prospect.untreated:,} of its reach are left{_rest(case)}",
    ),
    Rule(
        name="worth a look",
        step=Step.EXTEND,
        holds=_look_pays,
        why=lambda case: (
            f"{'its KPI fell again' if case.decayed else 'it is inconclusive'}, and another look saves "
            f"{_said(case.prospect.look_worth, case)} on average, while it costs "
            f"{_said(case.prospect.gate_cost, case)} to reach {_until(case)}"
        ),
    ),
    Rule(
        name="no hope",
        step=Step.STOP,
        holds=_no_hope,
        why=lambda case: (
            f"going on is expected to come to {_said(case.prospect.going_on, case)} after its costs, "
            "and another look costs more than it saves"
        ),
    ),
    Rule(name="else", step=Step.KEEP, holds=lambda _: True, why=lambda case: f"no rule asks for more: {_now(case)}"),
)


def _now(case: Case) -> str:
    if case.word is CapabilityWord.PROVEN:
        named = case.prospect.untreated is not None
        return "it is proven, " + ("and everybody is reached" if named else "and the plan names no reach to grow to")
    if case.prospect.by_gate is None and case.word is CapabilityWord.INCONCLUSIVE:
        return "nothing tells what it may earn"
    if not case.is_measured and (going_on := case.prospect.going_on) is not None:
        return f"it is {case.word.value}; by the plan alone going on comes to {_said(going_on, case)} by the horizon"
    return f"it is {case.word.value}"


def judged_by(case: Case) -> Rule:
    """Return the first rule that holds."""
    return next(rule for rule in RULES if rule.holds(case))


def proposals_of(
    bench: Bench,
    program: CompiledProgram,
    at: datetime,
    milestones: tuple[Item[MilestoneWord], ...],
    capabilities: tuple[Item[CapabilityWord], ...],
) -> tuple[Proposal, ...]:
    """Propose for every capability that is not stopped, those to stop first, then by the order of `Step`."""
    accounts = accounts_of(bench, program, at)
    found = [
        _proposal(accounts, bench.facts, at, item, milestones)
        for item in capabilities
        if item.judged.word is not CapabilityWord.STOPPED and item.ref.partition("/")[2] in program.capabilities
    ]
    return tuple(sorted(found, key=lambda each: (list(Step).index(each.step), each.capability)))


def _proposal(
    accounts: Accounts,
    facts: Facts,
    at: datetime,
    item: Item[CapabilityWord],
    milestones: tuple[Item[MilestoneWord], ...],
) -> Proposal:
    program, slug = accounts.program, item.ref.partition("/")[2]
    capability, forecast = program.capabilities[slug], forecast_now(program, facts, slug, at)
    prospect = prospect_of(accounts, capability, forecast, milestones)
    case = Case(
        word=item.judged.word,
        because=item.judged.because,
        exit_holds=exit_holds(program, facts, slug, at),
        decayed=forecast is not None and forecast.written_down == DECAYED,
        is_measured=prospect.realised is not None or (forecast is not None and forecast.measured is not None),
        prospect=prospect,
        currency=program.program.currency,
    )
    rule = judged_by(case)
    return Proposal(
        capability=slug,
        title=item.title,
        step=rule.step,
        rule=rule.name,
        because=rule.why(case),
        decides=capability.approver,
        todo=" ".join(_todo(program, slug, rule.step)),
        prospect=prospect,
        forecast=forecast,
    )


def exit_holds(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> bool:
    """Tell whether a capability's own exit condition holds; False where it names none."""
    condition = program.capabilities[slug].exit_when
    if condition is None:
        return False
    found = {each: judge_criterion(each, program, facts, at) for each in criteria(condition)}
    return phase_of(condition, found) is Phase.SUCCESSFUL


def _todo(program: CompiledProgram, slug: str, step: Step) -> Iterator[str]:
    if step is Step.STOP:
        yield f"To stop, write `retired: {{on: DATE, because: ...}}` into capability/{slug},"
    elif step is Step.EXTEND:
        names = ", ".join(f"experiment/{each}" for each in experiments_of(program, slug))
        yield f"To extend, move the end of `period:` in {names or 'an experiment'}, or write a new experiment,"
    elif step is Step.SCALE:
        yield f"To scale, plan the next step as a milestone that names {slug}, with what shall show it,"
    else:
        yield "Nothing."
        return
    yield "then `milepost accept`."
