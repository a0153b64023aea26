"""The verb `budget choose`: what is built and when under the budget, and why not the rest. Nothing is recorded."""

from dataclasses import dataclass

from milepost.actions.budget_conflict import conflict_findings
from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder
from milepost.actions.progress_now import progress_now
from milepost.kernel.finding import Finding, Refused
from milepost.plan.budget.asked import Asked, asked_of
from milepost.plan.budget.choice import choose, ready_of, rebuilt, stated
from milepost.plan.budget.conflict import conflict_of
from milepost.plan.budget.outlook import Outlook, fresh, outlook_of
from milepost.plan.budget.rules import NO_BUDGET, NO_CAPABILITY
from milepost.plan.budget.solve import Left
from milepost.plan.budget.why import why_not
from milepost.plan.budget.worlds import stability_of
from milepost.plan.inputs import model_of
from milepost.plan.model import PlanModel
from milepost.presentation.budget_choice import BudgetChoice
from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import Compilation


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is looked at: the seed, the futures of the whole simulation, and the seconds of each of two searches.

    The first is for the choice; the second for why not. `left` makes a count-down of so many seconds.
    """

    seed: int
    scenarios: int
    seconds: float
    left: "Starts"


class Starts:
    """Makes count-downs from a clock that tells seconds."""

    def __init__(self, clock: Left) -> None:
        """Take the clock."""
        self._clock = clock

    def __call__(self, seconds: float) -> Left:
        """Return the count-down of so many seconds from now."""
        end = self._clock() + seconds
        return lambda: end - self._clock()


def choose_budget(
    folder: ProgramFolder, record: RecordReader | None, effort: Effort
) -> tuple[BudgetChoice, tuple[Finding, ...]]:
    """Choose under the budget of the program in the folder; with what is to be said of the files.

    What is live by the record stays, and nothing else begins before the last day that its data reaches. `record` is
    None where nothing was ever recorded.

    Raises Refused with the findings of a program that does not compile, with MP756 where it has no budget, MP759 where
    there is nothing to choose from, MP757 with each part of a conflict where nothing keeps all limits, and MP758 where
    time ran out.
    """
    made, program = compiled(folder)
    model = model_of(program, progress_now(program, record))
    if not model.capabilities:
        raise Refused(NO_CAPABILITY.at(None, "the program has no capabilities", NO_CAPABILITY.fix))
    asked = asked_of(program, model)
    problem = stated(model, asked, effort.seed)
    choice = choose(problem, effort.left(effort.seconds))
    if choice is None:
        found = conflict_of(problem, effort.left(effort.seconds))
        raise Refused(*conflict_findings(made.draft, asked, model, found))
    why = why_not(choice, effort.left(effort.seconds / 2))
    seen = _Seen(asked, effort)
    shown = BudgetChoice(
        model=model,
        asked=asked,
        choice=choice,
        why=why,
        stability=stability_of(choice, model, asked, effort.seed, effort.left(effort.seconds / 2)),
        outlook=seen.whole(rebuilt(model, choice.ready)),
        of_rule=seen.whole(rebuilt(model, ready_of(problem, choice.rule))) if choice.rule is not None else None,
        declared=seen.whole(model),
        seed=effort.seed,
    )
    return shown, made.findings


def compiled(folder: ProgramFolder, *, needs_budget: bool = True) -> tuple[Compilation, CompiledProgram]:
    """Compile a folder; raises Refused with its findings, or with MP756 where a budget is needed and missing."""
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*made.findings)
    if needs_budget and made.program.budget is None:
        raise Refused(NO_BUDGET.at(None, "the program has no document of kind Budget", NO_BUDGET.fix))
    return made, made.program


class _Seen:
    """Looks at whole plans, each once, in futures that nothing was chosen by."""

    def __init__(self, asked: Asked, effort: Effort) -> None:
        self._asked, self._effort = asked, effort
        self._known: list[tuple[PlanModel, Outlook]] = []

    def whole(self, model: PlanModel) -> Outlook:
        """Return its outlook."""
        for known, outlook in self._known:
            if known == model:
                return outlook
        found = outlook_of(model, self._asked, fresh(self._effort.seed), self._effort.scenarios)
        self._known.append((model, found))
        return found
